"""What monitoring does with checks, and what may be asked of it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.identifiers import new_id
from chassis.messaging import outbox
from contracts.events.budgets import AlignmentChecked, FundingAssessed
from contracts.ids import PlanId
from services.monitoring.commitments.models import Baseline, Commitment, Wanted
from services.monitoring.commitments.repository import Baselines, Commitments


async def note_funding(session: AsyncSession, assessed: FundingAssessed) -> None:
    """Take over a part of the funding states; the check that follows closes them."""
    await Baselines(session).ensure(
        assessed.plan_id, assessed.plan_version, space_code=assessed.space_code
    )
    await Commitments(session).upsert(
        [
            {
                "id": new_id(),
                "plan_id": assessed.plan_id,
                "plan_version": assessed.plan_version,
                "space_code": assessed.space_code,
                "check_id": assessed.check_id,
                "intervention_code": state.intervention_code,
                "financial_year": state.financial_year,
                "title": state.title,
                "lead_organ": state.lead_organ,
                "planned": state.planned,
                "budgeted": state.budgeted,
                "funding_state": state.state,
            }
            for state in assessed.states
        ]
    )


async def open_or_refresh_baseline(
    session: AsyncSession, check: AlignmentChecked
) -> Baseline:
    """Open the baseline of a plan version, or bring it to its latest check."""
    baseline = await Baselines(session).ensure(
        check.plan_id, check.plan_version, space_code=check.space_code
    )
    watched = await Commitments(session).drop_unless_checked_by(
        check.check_id, plan_id=check.plan_id, plan_version=check.plan_version
    )
    opened = baseline.refresh(check, commitments=watched)
    if opened is not None:
        outbox.record(session, opened)
    return baseline


async def stop_watching(
    session: AsyncSession, *, plan_id: PlanId, plan_version: int, space_code: str
) -> None:
    """A superseded plan is watched no longer, also when its check arrives later."""
    baseline = await Baselines(session).ensure(
        plan_id, plan_version, space_code=space_code
    )
    baseline.supersede()


async def list_baselines(
    session: AsyncSession, *, space_code: str | None, after: UUID | None, limit: int
) -> Sequence[Baseline]:
    return await Baselines(session).list(
        space_code=space_code, after=after, limit=limit
    )


async def list_commitments(
    session: AsyncSession, wanted: Wanted, *, after: UUID | None, limit: int
) -> Sequence[Commitment]:
    return await Commitments(session).list(wanted, after=after, limit=limit)
