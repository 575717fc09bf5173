"""Carrying unresolved matters to the next sitting; the list of their ages."""

from datetime import date
from typing import Annotated

from fastapi import Query

from chassis.principal import NotPermittedInSpace
from chassis.web.fields import Code
from chassis.web.paging import CursorMalformed, Page, Paging, after_day, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import SittingId
from services.plans.carrying_over import service
from services.plans.carrying_over.models import Ageing, EarlierSittingNotOver
from services.plans.carrying_over.schemas import AgeingView, CarriedOver
from services.plans.permissions import DraftsIn, Planner
from services.plans.resolutions.schemas import MatterView
from services.plans.sittings.agenda import AgendaClosed
from services.plans.sittings.models import SittingNotFound, SittingWithoutStructure
from services.plans.sittings.service import lock_sitting

routes = router("resolutions")


@routes.post(
    "/sittings/{sitting_id}/carry-over",
    responses=refusing(
        SittingNotFound,
        NotPermittedInSpace,
        AgendaClosed,
        SittingWithoutStructure,
        EarlierSittingNotOver,
    ),
)
async def carry_over(
    sitting_id: SittingId, session: Session, caller: Planner
) -> CarriedOver:
    """Put all that its structure has not resolved on a sitting's agenda, each once.

    Also what was escalated to the structure and not answered. Repeated, it adds only
    what has come since.
    """
    sitting = await lock_sitting(session, sitting_id, by=caller)
    added = await service.carry_over(session, sitting)
    return CarriedOver(id=sitting.id, space_code=sitting.space_code, added=added)


@routes.get("/unresolved-matters", responses=refusing(CursorMalformed))
async def list_unresolved_matters(
    session: Session,
    drafts_in: DraftsIn,
    page: Paging,
    space: Annotated[Code | None, Query()] = None,
    structure: Annotated[Code | None, Query()] = None,
) -> Page[AgeingView]:
    """What structures have not resolved, the oldest first, and how often carried."""
    found = await service.list_unresolved(
        session,
        drafts_in=drafts_in,
        space_code=space,
        structure_code=structure,
        after=after_day(page),
        limit=page.limit + 1,
    )
    return page_of(page, found, _view, _key)


def _view(ageing: Ageing) -> AgeingView:
    return AgeingView(
        matter=MatterView.model_validate(ageing.matter),
        times_carried=ageing.times_carried,
    )


def _key(ageing: Ageing) -> str:
    return f"{ageing.matter.first_raised_on or date.max} {ageing.matter.id}"
