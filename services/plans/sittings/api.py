"""Planning, convening and closing sittings; their agendas and commissions."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Query, Response

from chassis.principal import NotPermittedInSpace
from chassis.web.auth import Anyone
from chassis.web.conditional import (
    IfMatchRequired,
    Precondition,
    VersionStale,
    must_match,
    tag,
)
from chassis.web.fields import Code
from chassis.web.paging import (
    CursorMalformed,
    Page,
    Paging,
    after_identifier,
    after_number,
    page_of,
)
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import SittingId
from services.plans.permissions import Planner
from services.plans.reference.models import SpaceUnknown
from services.plans.reference.offices import StructureUnknown
from services.plans.sittings import service
from services.plans.sittings.agenda import AgendaClosed, CommissionNameTaken
from services.plans.sittings.announcing import (
    Announced,
    CouncilNotWhole,
    CouncilUnknown,
)
from services.plans.sittings.models import (
    DaysOutOfOrder,
    ReportNeedsSource,
    Sitting,
    SittingKind,
    SittingNotBegun,
    SittingNotFound,
    SittingNotPlanned,
    SittingNumberTaken,
    SittingStatus,
    SittingWithoutStructure,
)
from services.plans.sittings.schemas import (
    AgendaItemDraft,
    AgendaItemView,
    CommissionDraft,
    CommissionView,
    SittingCancellation,
    SittingChanges,
    SittingDraft,
    SittingView,
)

routes = router("sittings")

OF_A_SITTING = (SittingNotFound, NotPermittedInSpace)


def shown(sitting: Sitting, response: Response) -> SittingView:
    tag(response, sitting.revision)
    return SittingView.model_validate(sitting)


@routes.post(
    "/sittings",
    status_code=HTTPStatus.CREATED,
    responses=refusing(
        NotPermittedInSpace,
        SpaceUnknown,
        StructureUnknown,
        ReportNeedsSource,
        CouncilNotWhole,
        CouncilUnknown,
        DaysOutOfOrder,
        SittingNumberTaken,
    ),
)
async def plan_sitting(
    draft: SittingDraft, session: Session, caller: Planner, response: Response
) -> SittingView:
    """Plan a sitting of a structure, or record one that a public source reports.

    By somebody who acts in every space that the structure concerns: its space, the
    spaces of its province, or all.
    """
    announced = Announced(**draft.model_dump())
    sitting = await service.plan_sitting(session, announced, by=caller)
    response.headers["Location"] = f"/v1/sittings/{sitting.id}"
    return shown(sitting, response)


@routes.get("/sittings", responses=refusing(CursorMalformed))
async def list_sittings(  # noqa: PLR0913  the filters of one list
    *,
    session: Session,
    caller: Anyone,
    page: Paging,
    space: Annotated[Code | None, Query()] = None,
    structure: Annotated[Code | None, Query()] = None,
    kind: SittingKind | None = None,
    status: SittingStatus | None = None,
) -> Page[SittingView]:
    """Sittings that are over, and those before that concern your spaces."""
    found = await service.list_sittings(
        session,
        drafts_in=caller.sees("plans:read"),
        space_code=space,
        structure_code=structure,
        kind=kind,
        status=status,
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    return page_of(page, found, SittingView, lambda sitting: sitting.id)


@routes.get("/sittings/{sitting_id}", responses=refusing(SittingNotFound))
async def get_sitting(
    sitting_id: SittingId, session: Session, caller: Anyone, response: Response
) -> SittingView:
    """One sitting: anyone's once it is over, before of the spaces it concerns."""
    drafts_in = caller.sees("plans:read")
    sitting = await service.find_sitting(session, sitting_id, drafts_in=drafts_in)
    return shown(sitting, response)


@routes.patch(
    "/sittings/{sitting_id}",
    responses=refusing(
        *OF_A_SITTING,
        SittingNotPlanned,
        SittingWithoutStructure,
        DaysOutOfOrder,
        StructureUnknown,
        VersionStale,
        IfMatchRequired,
    ),
)
async def change_sitting(  # noqa: PLR0913  the parts of one HTTP request
    sitting_id: SittingId,
    changes: SittingChanges,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    precondition: Precondition = None,
) -> SittingView:
    """Give a planned sitting another title, place or days."""
    sitting = await service.lock_sitting(session, sitting_id, by=caller)
    must_match(precondition, sitting.revision, required=True)
    await service.change_sitting(
        session,
        sitting,
        title=changes.title,
        place=changes.place,
        days=(changes.begins_on, changes.ends_on),
    )
    return shown(sitting, response)


@routes.post(
    "/sittings/{sitting_id}/convening",
    responses=refusing(
        *OF_A_SITTING,
        SittingNotPlanned,
        SittingNotBegun,
        SittingWithoutStructure,
        VersionStale,
    ),
)
async def convene_sitting(
    sitting_id: SittingId,
    session: Session,
    caller: Planner,
    response: Response,
    precondition: Precondition = None,
) -> SittingView:
    """Open a sitting on its first day; it gets its number in the year."""
    sitting = await service.lock_sitting(session, sitting_id, by=caller)
    must_match(precondition, sitting.revision, required=False)
    await service.convene_sitting(session, sitting)
    return shown(sitting, response)


@routes.post(
    "/sittings/{sitting_id}/cancellation",
    responses=refusing(*OF_A_SITTING, SittingNotPlanned, VersionStale),
)
async def cancel_sitting(  # noqa: PLR0913  the parts of one HTTP request
    sitting_id: SittingId,
    sent: SittingCancellation,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    precondition: Precondition = None,
) -> SittingView:
    """Say that a planned sitting does not take place, and why."""
    sitting = await service.lock_sitting(session, sitting_id, by=caller)
    must_match(precondition, sitting.revision, required=False)
    await service.cancel_sitting(session, sitting, sent.reason)
    return shown(sitting, response)


@routes.post(
    "/sittings/{sitting_id}/agenda-items",
    status_code=HTTPStatus.CREATED,
    responses=refusing(*OF_A_SITTING, AgendaClosed),
)
async def table_agenda_item(
    sitting_id: SittingId, item: AgendaItemDraft, session: Session, caller: Planner
) -> AgendaItemView:
    """Put an item at the end of a sitting's agenda."""
    sitting = await service.lock_sitting(session, sitting_id, by=caller)
    tabled = await service.table_item(session, sitting, **item.model_dump())
    return AgendaItemView.model_validate(tabled)


@routes.get(
    "/sittings/{sitting_id}/agenda-items",
    responses=refusing(SittingNotFound, CursorMalformed),
)
async def list_agenda_items(
    sitting_id: SittingId, session: Session, caller: Anyone, page: Paging
) -> Page[AgendaItemView]:
    """A sitting's agenda, in its order."""
    drafts_in = caller.sees("plans:read")
    sitting = await service.find_sitting(session, sitting_id, drafts_in=drafts_in)
    found = await service.list_agenda(
        session, sitting, after=after_number(page), limit=page.limit + 1
    )
    return page_of(page, found, AgendaItemView, lambda item: item.position)


@routes.post(
    "/sittings/{sitting_id}/commissions",
    status_code=HTTPStatus.CREATED,
    responses=refusing(*OF_A_SITTING, AgendaClosed, CommissionNameTaken),
)
async def form_commission(
    sitting_id: SittingId, sent: CommissionDraft, session: Session, caller: Planner
) -> CommissionView:
    """Form a commission of a sitting, with its topic and its members."""
    sitting = await service.lock_sitting(session, sitting_id, by=caller)
    formed = await service.form_commission(session, sitting, **sent.model_dump())
    return CommissionView.model_validate(formed)


@routes.get("/sittings/{sitting_id}/commissions", responses=refusing(SittingNotFound))
async def list_commissions(
    sitting_id: SittingId, session: Session, caller: Anyone
) -> Page[CommissionView]:
    """All commissions of a sitting, by name."""
    drafts_in = caller.sees("plans:read")
    sitting = await service.find_sitting(session, sitting_id, drafts_in=drafts_in)
    found = await service.list_commissions(session, sitting)
    return Page(items=[CommissionView.model_validate(each) for each in found])
