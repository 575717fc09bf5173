"""What sittings say and decide, until they are closed."""

from http import HTTPStatus

from fastapi import Response

from chassis.principal import NotPermittedInSpace
from chassis.web.conditional import VersionStale, tagged
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import SittingId
from services.plans.permissions import Planner
from services.plans.proceedings.models import DayNotOfSitting, QuorumNotReached
from services.plans.reference.offices import StructureUnknown
from services.plans.resolutions import service
from services.plans.resolutions.models import (
    CommissionUnknown,
    MatterKind,
    MatterNotFound,
    MatterNotOnAgenda,
    MatterNotOpen,
    MatterStatus,
    OutOfOrder,
    OwnerUnknown,
    ResolutionNotAdopted,
)
from services.plans.resolutions.schemas import (
    ActionSent,
    ChallengeSent,
    MatterView,
    ProposalSent,
    ResolutionSent,
)
from services.plans.sittings.asked import SittingToChange, SittingToRecord
from services.plans.sittings.models import SittingNotFound, SittingNotOpen
from services.plans.sittings.schemas import SittingView
from services.plans.sittings.service import lock_sitting

routes = router("resolutions")

RECORDING = (
    SittingNotFound,
    NotPermittedInSpace,
    SittingNotOpen,
    DayNotOfSitting,
    CommissionUnknown,
)
FOLLOWING = (MatterNotFound, MatterNotOnAgenda, MatterNotOpen, OutOfOrder, OwnerUnknown)


@routes.post(
    "/sittings/{sitting_id}/challenges",
    status_code=HTTPStatus.CREATED,
    responses=refusing(*RECORDING),
)
async def raise_challenge(
    sitting: SittingToRecord,
    sent: ChallengeSent,
    session: Session,
    caller: Planner,
    response: Response,
) -> MatterView:
    """Put a challenge on a sitting's record."""
    saying = service.Saying(kind=MatterKind.CHALLENGE, **sent.model_dump())
    matter = await service.record_matter(session, sitting, saying, by=caller)
    return tagged(response, matter, MatterView)


@routes.post(
    "/sittings/{sitting_id}/proposals",
    status_code=HTTPStatus.CREATED,
    responses=refusing(*RECORDING, *FOLLOWING),
)
async def make_proposal(
    sitting_id: SittingId,
    sent: ProposalSent,
    session: Session,
    caller: Planner,
    response: Response,
) -> MatterView:
    """Put a proposal on a sitting's record, in answer to a challenge or not."""
    await service.owner_must_be_known(session, sent.owner_organ)
    sitting = await lock_sitting(session, sitting_id, by=caller)
    saying = service.Saying(kind=MatterKind.PROPOSAL, **sent.model_dump())
    matter = await service.record_matter(session, sitting, saying, by=caller)
    return tagged(response, matter, MatterView)


@routes.post(
    "/sittings/{sitting_id}/resolutions",
    status_code=HTTPStatus.CREATED,
    responses=refusing(*RECORDING, *FOLLOWING, QuorumNotReached, StructureUnknown),
)
async def pass_resolution(
    sitting_id: SittingId,
    sent: ResolutionSent,
    session: Session,
    caller: Planner,
    response: Response,
) -> MatterView:
    """Record what a sitting resolved. A held sitting needs its quorum that day."""
    await service.owner_must_be_known(session, sent.owner_organ)
    sitting = await lock_sitting(session, sitting_id, by=caller)
    saying = service.Saying(
        kind=MatterKind.RESOLUTION,
        status=MatterStatus(sent.outcome),
        **sent.model_dump(exclude={"outcome"}),
    )
    matter = await service.record_matter(session, sitting, saying, by=caller)
    return tagged(response, matter, MatterView)


@routes.post(
    "/sittings/{sitting_id}/actions",
    status_code=HTTPStatus.CREATED,
    responses=refusing(*RECORDING, *FOLLOWING, ResolutionNotAdopted),
)
async def assign_action(
    sitting_id: SittingId,
    sent: ActionSent,
    session: Session,
    caller: Planner,
    response: Response,
) -> MatterView:
    """Give an organ something to do until a day, to carry out a resolution."""
    await service.owner_must_be_known(session, sent.owner_organ)
    sitting = await lock_sitting(session, sitting_id, by=caller)
    saying = service.Saying(kind=MatterKind.ACTION, **sent.model_dump())
    matter = await service.record_matter(session, sitting, saying, by=caller)
    return tagged(response, matter, MatterView)


@routes.post(
    "/sittings/{sitting_id}/closing",
    responses=refusing(
        SittingNotFound, NotPermittedInSpace, SittingNotOpen, VersionStale
    ),
)
async def close_sitting(
    sitting: SittingToChange,
    session: Session,
    response: Response,
) -> SittingView:
    """End a sitting; its record is public from then on."""
    await service.close_sitting(session, sitting)
    return tagged(response, sitting, SittingView)
