"""Attendance, quorum and minutes of sittings."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Query, Response

from chassis.principal import NotPermittedInSpace
from chassis.web.conditional import VersionStale, tagged
from chassis.web.paging import CursorMalformed, Page, Paging, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import SittingId
from services.plans.permissions import DraftsIn, Planner
from services.plans.proceedings import minutes, quorum, service
from services.plans.proceedings.models import (
    AttendanceRepeated,
    DayNotOfSitting,
    DelegationMissing,
    MinutesNotFound,
    MinutesNotNewest,
    NotALaterSitting,
    OfficeNotHeld,
    OfficeNotSeated,
    OfficeVacant,
    QuorumNotReached,
)
from services.plans.proceedings.schemas import (
    AttendanceBook,
    AttendanceSent,
    AttendanceView,
    MinutesApproval,
    MinutesDraft,
    MinutesView,
    ParticipantsNoted,
    ParticipantsSent,
    ParticipantView,
    QuorumView,
)
from services.plans.reference.offices import StructureUnknown
from services.plans.sittings.asked import (
    SittingInSight,
    SittingToChange,
    SittingToRecord,
)
from services.plans.sittings.models import (
    Sitting,
    SittingNotClosed,
    SittingNotFound,
    SittingNotOpen,
    SittingWithoutStructure,
)
from services.plans.sittings.schemas import SittingView

routes = router("sittings")

OF_A_SITTING = (SittingNotFound, NotPermittedInSpace)


@routes.post(
    "/sittings/{sitting_id}/attendance",
    responses=refusing(
        *OF_A_SITTING,
        SittingNotOpen,
        SittingWithoutStructure,
        StructureUnknown,
        OfficeNotSeated,
        OfficeNotHeld,
        OfficeVacant,
        DelegationMissing,
        DayNotOfSitting,
        AttendanceRepeated,
    ),
)
async def record_attendance(
    sitting: SittingToRecord, sent: AttendanceSent, session: Session, caller: Planner
) -> AttendanceBook:
    """Record which offices attended on which day, by whom, or apologised."""
    entries = [service.Attended(**entry.model_dump()) for entry in sent.entries]
    await service.record_attendance(session, sitting, entries, by=caller)
    return await _book(session, sitting)


@routes.get(
    "/sittings/{sitting_id}/attendance",
    responses=refusing(SittingNotFound, StructureUnknown),
)
async def get_attendance(sitting: SittingInSight, session: Session) -> AttendanceBook:
    """Who attended a sitting by office, and the quorum of each of its days."""
    return await _book(session, sitting)


async def _book(session: Session, sitting: Sitting) -> AttendanceBook:
    attended = await service.list_attendance(session, sitting)
    days = []
    if sitting.is_held or sitting.heads is not None:
        days = await quorum.quorum_by_day(session, sitting)
    return AttendanceBook(
        id=sitting.id,
        space_code=sitting.space_code,
        items=[AttendanceView.model_validate(each) for each in attended],
        quorum=[QuorumView.model_validate(day) for day in days],
    )


@routes.post(
    "/sittings/{sitting_id}/participants",
    responses=refusing(*OF_A_SITTING, SittingNotOpen),
)
async def admit_participants(
    sitting: SittingToRecord, sent: ParticipantsSent, session: Session
) -> ParticipantsNoted:
    """Note parties that take part and are no members, such as mining houses."""
    parties = [party.model_dump() for party in sent.participants]
    await service.admit_participants(session, sitting, parties)
    return ParticipantsNoted(
        id=sitting.id, space_code=sitting.space_code, noted=len(parties)
    )


@routes.get(
    "/sittings/{sitting_id}/participants",
    responses=refusing(SittingNotFound, CursorMalformed),
)
async def list_participants(
    sitting: SittingInSight, session: Session, page: Paging
) -> Page[ParticipantView]:
    """Parties that took part in a sitting and are no members, by name."""
    found = await service.list_participants(
        session, sitting, after=page.after, limit=page.limit + 1
    )
    return page_of(page, found, ParticipantView, lambda party: party.name)


@routes.post(
    "/sittings/{sitting_id}/minutes",
    status_code=HTTPStatus.CREATED,
    responses=refusing(*OF_A_SITTING, SittingNotClosed),
)
async def write_minutes(
    sitting: SittingToRecord, draft: MinutesDraft, session: Session, caller: Planner
) -> MinutesView:
    """Write the next version of a closed sitting's minutes."""
    written = await minutes.write_minutes(session, sitting, draft.content, by=caller)
    return MinutesView.model_validate(written)


@routes.get(
    "/sittings/{sitting_id}/minutes",
    responses=refusing(SittingNotFound, MinutesNotFound),
)
async def get_minutes(
    sitting_id: SittingId,
    session: Session,
    drafts_in: DraftsIn,
    version: Annotated[int | None, Query(ge=1, le=10_000)] = None,
) -> MinutesView:
    """The approved minutes; before that, to the spaces concerned, the newest."""
    found = await minutes.read_minutes(
        session, sitting_id, version, drafts_in=drafts_in
    )
    return MinutesView.model_validate(found)


@routes.post(
    "/sittings/{sitting_id}/minutes/approval",
    responses=refusing(
        *OF_A_SITTING,
        SittingNotClosed,
        SittingNotOpen,
        SittingWithoutStructure,
        NotALaterSitting,
        MinutesNotNewest,
        DayNotOfSitting,
        QuorumNotReached,
        StructureUnknown,
        VersionStale,
    ),
)
async def approve_minutes(
    sitting: SittingToChange,
    sent: MinutesApproval,
    session: Session,
    response: Response,
) -> SittingView:
    """Record that a later sitting, with quorum, approved the minutes."""
    await minutes.approve_minutes(
        session, sitting, sent.version, approved_in=sent.approved_in, on=sent.on
    )
    return tagged(response, sitting, SittingView)
