"""Checking a draft for contradictions, deciding about them, reading them."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.errors import FieldError
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.principal import Principal
from contracts.events.plans_judging import ContradictionsChecked
from contracts.ids import ContradictionId
from services.plans.contradictions.models import (
    Contradicting,
    ContradictionCheck,
    ContradictionNotFound,
    ContradictionRow,
    ContradictionState,
    DecidingResolutionUnknown,
)
from services.plans.contradictions.promises import promises_of
from services.plans.contradictions.repository import (
    Contradictions,
    find_contradiction,
)
from services.plans.contradictions.rules import (
    Contradiction,
    ContradictionKind,
    Promise,
    contradictions,
)
from services.plans.contradictions.sequence import usual
from services.plans.documents.content import Intervention
from services.plans.documents.models import Plan
from services.plans.documents.repository import Interventions
from services.plans.documents.service import lock_plan
from services.plans.reference import service as reference


@dataclass(frozen=True)
class Found:
    """A page of what stands against a plan, and the version that was checked."""

    rows: Sequence[ContradictionRow]
    about: Mapping[str, Contradicting]
    checked_version: int | None


async def check_plan(
    session: AsyncSession, plan: Plan, *, by: Principal
) -> ContradictionCheck:
    """Look for contradictions in the draft as it stands; the plan is locked."""
    plan.must_be_draft()
    interventions = await Interventions(session, plan).all()
    promises = await promises_in(session, plan, interventions)
    found = await asyncio.to_thread(contradictions, promises, usual())
    opened, resolved = await _take_over(session, plan, found)
    check = ContradictionCheck(
        plan_id=plan.id,
        space_code=plan.space_code,
        plan_version=plan.version,
        found=len(found),
        opened=opened,
        resolved=resolved,
        checked_by=by.sub,
        checked_at=clock.now(),
    )
    await Contradictions(session, plan).note(check)
    outbox.record(
        session,
        ContradictionsChecked(
            plan_id=plan.id,
            plan_version=plan.version,
            space_code=plan.space_code,
            found=len(found),
            opened=opened,
            resolved=resolved,
        ),
    )
    return check


async def promises_in(
    session: AsyncSession, plan: Plan, interventions: Sequence[Intervention]
) -> list[Promise]:
    """Interventions of the plan as the rules see them, with the places they name."""
    codes = {code for each in interventions for code in each.location_codes}
    named = await reference.find_named(session, places=codes, organs=set())
    return promises_of(plan.space_code, interventions, named.places)


async def _take_over(
    session: AsyncSession, plan: Plan, found: Sequence[Contradiction]
) -> tuple[int, int]:
    """Bring what is known in line with what was found: how many open, how many end."""
    known = await Contradictions(session, plan).by_key()
    new = [_row(plan, each) for each in found if each.key not in known]
    Contradictions(session, plan).add(new)
    reopened = [
        each for each in found if each.key in known and known[each.key].is_found(each)
    ]
    still = {each.key for each in found}
    gone = [row for key, row in known.items() if key not in still and row.is_gone()]
    return len(new) + len(reopened), len(gone)


def _row(plan: Plan, found: Contradiction) -> ContradictionRow:
    return ContradictionRow(
        id=ContradictionId(new_id()),
        plan_id=plan.id,
        space_code=plan.space_code,
        key=found.key,
        kind=found.kind,
        codes=list(found.codes),
        score=found.score,
        evidence=dict(found.evidence),
        suggestion=found.suggestion,
        state=ContradictionState.OPEN,
        found_at=clock.now(),
        version=1,
    )


async def lock_contradiction(
    session: AsyncSession, contradiction_id: ContradictionId, *, by: Principal
) -> tuple[ContradictionRow, Plan]:
    """A contradiction of a draft, with the draft locked, to be decided about."""
    row = await find_contradiction(session, contradiction_id)
    if row is None:
        raise ContradictionNotFound(f"no contradiction {contradiction_id}")
    plan = await lock_plan(session, row.plan_id, by=by)
    plan.must_be_draft()
    await session.refresh(row)
    return row, plan


async def decide(  # noqa: PLR0913  what a decision says, and who made it
    session: AsyncSession,
    row: ContradictionRow,
    plan: Plan,
    state: ContradictionState,
    *,
    reason: str,
    resolution: str | None,
    by: Principal,
) -> Mapping[str, Contradicting]:
    """Set it aside or take it up; answers with the interventions it is about."""
    known = Contradictions(session, plan)
    if resolution is not None and not await known.was_resolved(resolution):
        detail = f"no sitting of {plan.space_code} adopted {resolution}"
        fault = FieldError("/resolution", "deciding-resolution-unknown", detail)
        raise DecidingResolutionUnknown(detail, [fault])
    decided = row.decide(
        state, reason=reason, resolution=resolution, by=by.sub, at=clock.now()
    )
    outbox.record(session, decided)
    return await known.about([row])


async def list_contradictions(  # noqa: PLR0913  filters and window of one list
    session: AsyncSession,
    plan: Plan,
    *,
    state: ContradictionState | None,
    kind: ContradictionKind | None,
    after: UUID | None,
    limit: int,
) -> Found:
    of_plan = Contradictions(session, plan)
    rows = await of_plan.page(state=state, kind=kind, after=after, limit=limit)
    check = await of_plan.last_check()
    about = await of_plan.about(rows)
    return Found(rows, about, None if check is None else check.plan_version)
