"""Which demarcations were applied; one is proposed where changes are."""

from chassis.web.auth import Anyone
from chassis.web.paging import CursorMalformed, Page, Paging, after_identifier, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.registry.demarcation import service
from services.registry.demarcation.schemas import DemarcationImportView

routes = router("places")


@routes.get("/demarcation-imports", responses=refusing(CursorMalformed))
async def list_demarcation_imports(
    session: Session, _: Anyone, page: Paging
) -> Page[DemarcationImportView]:
    """The demarcations applied after the country pack's, oldest first."""
    found = await service.list_imports(
        session, after=after_identifier(page), limit=page.limit + 1
    )
    return page_of(page, found, DemarcationImportView.of, lambda record: record.id)
