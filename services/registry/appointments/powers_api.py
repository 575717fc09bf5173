"""What appointments give, for the gateway alone; in no contract, so never routed."""

from typing import Annotated

from fastapi import Response, Security

from chassis import clock
from chassis.principal import Principal
from chassis.web.auth import admit
from chassis.web.conditional import tag
from chassis.web.paging import Paging, after_identifier, encode
from chassis.web.route import router
from chassis.web.session import Session
from services.registry.appointments import service
from services.registry.appointments.schemas import PowersView, PowerView

routes = router("powers")

Gateway = Annotated[Principal, Security(admit, scopes=["gateway:powers"])]


@routes.get("/powers", include_in_schema=False)
async def list_powers(
    session: Session, _: Gateway, page: Paging, response: Response
) -> PowersView:
    """What appointments give identities, from today on."""
    found = await service.list_powers(
        session,
        as_of=clock.today(),
        after=after_identifier(page),
        limit=page.limit,
    )
    tag(response, found.edition)
    return PowersView(
        edition=found.edition,
        items=[PowerView.model_validate(row) for row in found.rows],
        next_cursor=encode(str(found.more_after)) if found.more_after else None,
    )
