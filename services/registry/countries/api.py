"""Reading what the country calls things, and when its years begin; public."""

from chassis.web.auth import Anyone
from chassis.web.route import router
from services.registry.asking import CACHEABLE
from services.registry.countries import service
from services.registry.countries.schemas import CountryView

routes = router("country")


@routes.get("/country", openapi_extra=CACHEABLE)
async def get_country(_: Anyone) -> CountryView:
    """The country of this deployment: its levels, spheres, years, bodies and schemes.

    Kinds of places are the same in every country; `singular` and `plural` are its own
    words for them, and `code_pattern` the shape of its codes.
    """
    return CountryView.model_validate(service.get_country())
