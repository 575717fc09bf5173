"""Kinds of office, and what they let their holders do; public."""

from chassis.web.auth import Anyone
from chassis.web.paging import Page
from chassis.web.route import router
from chassis.web.session import Session
from services.registry.asking import CACHEABLE
from services.registry.offices import service
from services.registry.offices.schemas import OfficeKindView, OfficePowerView

routes = router("offices")


@routes.get("/office-kinds", openapi_extra=CACHEABLE)
async def list_office_kinds(session: Session, _: Anyone) -> Page[OfficeKindView]:
    """Kinds of office with the powers they give where an office acts."""
    return Page(
        items=[
            OfficeKindView(
                kind=kind.kind,
                title=kind.title,
                sphere=kind.sphere,
                place_kind=kind.place_kind,
                champion=kind.champion,
                source=kind.source,
                powers=[OfficePowerView.model_validate(power) for power in powers],
            )
            for kind, powers in await service.list_kinds(session)
        ]
    )
