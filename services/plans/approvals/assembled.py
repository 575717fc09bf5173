"""The sitting in which a body decides, and whether enough of its members are there."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.database import EVERYWHERE
from chassis.errors import FieldError
from chassis.principal import Principal
from contracts.ids import SittingId
from services.plans.approvals.models import (
    ApprovalStep,
    CountedByDecider,
    SittingNotNamed,
    SittingNotOfBody,
)
from services.plans.chains.rules import BodyKind
from services.plans.proceedings.quorum import quorum_on
from services.plans.proceedings.rules import Quorum
from services.plans.proceedings.service import must_be_day_of
from services.plans.sittings.models import Sitting, SittingNotFound
from services.plans.sittings.service import find_sitting


async def must_be_assembled(
    session: AsyncSession,
    step: ApprovalStep,
    named: SittingId | None,
    *,
    on: date,
    by: Principal,
) -> Quorum | None:
    """The quorum of the sitting where the body decides; none where it needs no sitting.

    Nothing is locked: attendance is read once, and what was counted is kept.
    """
    if named is None:
        if step.in_sitting:
            detail = f"name the sitting of {step.body_code}"
            raise SittingNotNamed(*_fault("sitting-not-named", detail))
        return None
    sitting = await _sitting_of(session, step, named)
    sitting.must_be_open()
    must_be_day_of(sitting, on, pointer="/sitting_id")
    quorum = await quorum_on(session, sitting, on)
    quorum.must_be_met()
    if by.sub in quorum.noted_by:
        raise CountedByDecider("you said who is there: somebody else decides")
    return quorum


async def _sitting_of(
    session: AsyncSession, step: ApprovalStep, named: SittingId
) -> Sitting:
    try:
        sitting = await find_sitting(session, named, drafts_in=EVERYWHERE)
    except SittingNotFound:
        sitting = None
    if sitting is None or not _is_of(sitting, step):
        detail = f"{named} is no sitting of {step.body_code}"
        raise SittingNotOfBody(*_fault("sitting-not-of-body", detail))
    return sitting


def _is_of(sitting: Sitting, step: ApprovalStep) -> bool:
    if step.body_kind is BodyKind.COUNCIL:
        return sitting.organ_code == step.body_code
    return sitting.is_held and sitting.structure_code == step.body_code


def _fault(rule: str, detail: str) -> tuple[str, list[FieldError]]:
    return detail, [FieldError("/sitting_id", rule, detail)]
