"""Planning, convening and closing sittings; their agendas and commissions."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Query, Response

from chassis.principal import NotPermittedInSpace
from chassis.web.conditional import IfMatchRequired, VersionStale, tagged
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
from services.plans.permissions import DraftsIn, Planner
from services.plans.reference.models import SpaceUnknown
from services.plans.reference.offices import StructureUnknown
from services.plans.sittings import service
from services.plans.sittings.agenda import AgendaClosed, CommissionNameTaken
from services.plans.sittings.announcing import (
    Announced,
    CouncilNotWhole,
    CouncilUnknown,
)
from services.plans.sittings.asked import (
    SittingInSight,
    SittingToChange,
    SittingToRecord,
)
from services.plans.sittings.models import (
    DaysOutOfOrder,
    ReportNeedsSource,
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
    return tagged(response, sitting, SittingView)


@routes.get("/sittings", responses=refusing(CursorMalformed))
async def list_sittings(  # noqa: PLR0913  the filters of one list
    *,
    session: Session,
    drafts_in: DraftsIn,
    page: Paging,
    space: Annotated[Code | None, Query()] = None,
    structure: Annotated[Code | None, Query()] = None,
    kind: SittingKind | None = None,
    status: SittingStatus | None = None,
) -> Page[SittingView]:
    """Sittings that are over, and those before that concern your spaces."""
    found = await service.list_sittings(
        session,
        drafts_in=drafts_in,
        space_code=space,
        structure_code=structure,
        kind=kind,
        status=status,
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    return page_of(page, found, SittingView, lambda sitting: sitting.id)


@routes.get("/sittings/{sitting_id}", responses=refusing(SittingNotFound))
async def get_sitting(sitting: SittingInSight, response: Response) -> SittingView:
    """One sitting: anyone's once it is over, before of the spaces it concerns."""
    return tagged(response, sitting, SittingView)


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
async def change_sitting(
    sitting: SittingToChange,
    changes: SittingChanges,
    session: Session,
    response: Response,
) -> SittingView:
    """Give a planned sitting another title, place or days."""
    await service.change_sitting(
        session,
        sitting,
        title=changes.title,
        place=changes.place,
        days=(changes.begins_on, changes.ends_on),
    )
    return tagged(response, sitting, SittingView)


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
    sitting: SittingToChange,
    session: Session,
    response: Response,
) -> SittingView:
    """Open a sitting on its first day; it gets its number in the year."""
    await service.convene_sitting(session, sitting)
    return tagged(response, sitting, SittingView)


@routes.post(
    "/sittings/{sitting_id}/cancellation",
    responses=refusing(*OF_A_SITTING, SittingNotPlanned, VersionStale),
)
async def cancel_sitting(
    sitting: SittingToChange,
    sent: SittingCancellation,
    session: Session,
    response: Response,
) -> SittingView:
    """Say that a planned sitting does not take place, and why."""
    await service.cancel_sitting(session, sitting, sent.reason)
    return tagged(response, sitting, SittingView)


@routes.post(
    "/sittings/{sitting_id}/agenda-items",
    status_code=HTTPStatus.CREATED,
    responses=refusing(*OF_A_SITTING, AgendaClosed),
)
async def table_agenda_item(
    sitting: SittingToRecord, item: AgendaItemDraft, session: Session
) -> AgendaItemView:
    """Put an item at the end of a sitting's agenda."""
    tabled = await service.table_item(session, sitting, **item.model_dump())
    return AgendaItemView.model_validate(tabled)


@routes.get(
    "/sittings/{sitting_id}/agenda-items",
    responses=refusing(SittingNotFound, CursorMalformed),
)
async def list_agenda_items(
    sitting: SittingInSight, session: Session, page: Paging
) -> Page[AgendaItemView]:
    """A sitting's agenda, in its order."""
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
    sitting: SittingToRecord, sent: CommissionDraft, session: Session
) -> CommissionView:
    """Form a commission of a sitting, with its topic and its members."""
    formed = await service.form_commission(session, sitting, **sent.model_dump())
    return CommissionView.model_validate(formed)


@routes.get("/sittings/{sitting_id}/commissions", responses=refusing(SittingNotFound))
async def list_commissions(
    sitting: SittingInSight, session: Session
) -> Page[CommissionView]:
    """All commissions of a sitting, by name."""
    found = await service.list_commissions(session, sitting)
    return Page(items=[CommissionView.model_validate(each) for each in found])
