"""Completing stages, deciding, and what a decision causes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.database import Spaces
from chassis.errors import FieldError
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.principal import Principal
from contracts.ids import DecisionId, PlanId
from contracts.seal import seal_of
from services.plans.adoption.models import (
    ChainApplies,
    Decision,
    RejectionNeedsReason,
    SeparationOfDuties,
    Verdict,
)
from services.plans.adoption.parts import in_parts
from services.plans.adoption.repository import Decisions
from services.plans.chains import service as chains
from services.plans.content import service as content
from services.plans.documents.content import Intervention
from services.plans.documents.models import Plan, Stage
from services.plans.documents.repository import Authors, Interventions, Plans
from services.plans.reviews import service as reviews
from services.plans.sealing import service as sealing
from services.plans.sealing.document import document_of


async def complete_stage(
    session: AsyncSession, plan: Plan, stage: Stage, *, by: Principal
) -> None:
    has_interventions = await Interventions(session, plan).exist()
    plan.must_come_to(stage, has_interventions=has_interventions)
    waived = await content.must_be_ready(session, plan, [stage])
    completed = plan.complete(stage, by=by.sub, at=clock.now(), waived=waived)
    await Authors(session).note(plan, by)
    outbox.record(session, completed)


@dataclass(frozen=True)
class Written:
    """All that a plan says, and the document that its seal is taken over."""

    interventions: Sequence[Intervention]
    document: bytes

    @property
    def seal(self) -> str:
        return seal_of(self.document)


async def write_down(session: AsyncSession, plan: Plan) -> Written:
    """The plan's content as it stands now, in the form that is sealed."""
    whole = await content.find_whole(session, plan)
    return Written(whole.interventions, document_of(whole))


async def decide(
    session: AsyncSession,
    plan: Plan,
    verdict: Verdict,
    *,
    reason: str | None,
    by: Principal,
) -> Decision:
    """Decide about the plan as it stands, alone; an approval adopts it."""
    plan.must_await_decision()
    await must_be_no_author(session, plan, by)
    chain = await chains.chain_of(session, plan.space_code, on=clock.today())
    if plan.approval_round_id is not None or not chain.is_single_approver:
        raise ChainApplies(f"the chain {chain.name} decides: submit the plan to it")
    if verdict is Verdict.REJECT and reason is None:
        fault = FieldError("/reason", "rejection-needs-reason", "say why")
        raise RejectionNeedsReason("a rejection says why", [fault])
    if verdict is Verdict.APPROVE:
        await content.must_be_ready(session, plan, plan.completed())
    written = await write_down(session, plan)
    decision = Decision(
        id=DecisionId(new_id()),
        plan_id=plan.id,
        space_code=plan.space_code,
        plan_version=plan.version,
        organ=by.organ,
        decided_by=by.sub,
        role=by.role,
        decision=verdict,
        reason=reason,
        decided_at=clock.now(),
        content_sha256=written.seal,
    )
    await Decisions(session, plan).keep(decision)
    if verdict is Verdict.APPROVE:
        await adopt(session, plan, written, decision, at=decision.decided_at)
    else:
        outbox.record(session, decision.rejected(reason or ""))
    return decision


async def must_be_no_author(session: AsyncSession, plan: Plan, who: Principal) -> None:
    """Refuse whoever had a hand in the plan: `SeparationOfDuties`."""
    if await Authors(session).include(plan, who):
        raise SeparationOfDuties("you had a hand in this plan: somebody else decides")


async def adopt(
    session: AsyncSession,
    plan: Plan,
    written: Written,
    decision: Decision,
    *,
    at: datetime,
) -> None:
    """Adopt the plan, as the decision has it that was the last to be needed."""
    parts = in_parts(plan, written.interventions)
    await _supersede_the_adopted(session, plan, decision, at=at)
    adopted = plan.adopt(
        decision.id,
        by=decision.decided_by,
        at=at,
        content_sha256=written.seal,
        intervention_count=len(written.interventions),
        parts=len(parts),
    )
    await sealing.seal_plan(session, plan, written.document, at=at)
    for part in parts:
        outbox.record(session, part)
    outbox.record(session, adopted)
    await reviews.plan_adopted(session, plan)


async def _supersede_the_adopted(
    session: AsyncSession, plan: Plan, decision: Decision, *, at: datetime
) -> None:
    await Decisions(session, plan).adopt_one_at_a_time()
    standing = await Plans(session).adopted_in(plan.space_code)
    if standing is None:
        return
    outbox.record(session, standing.supersede(by=plan.id, at=at))
    plan.supersedes = standing.id
    await session.flush()
    await reviews.plan_superseded(session, standing, by=decision.decided_by)


async def all_decisions(session: AsyncSession, plan: Plan) -> Sequence[Decision]:
    """Every decision about a plan that was found, oldest first."""
    return await Decisions(session, plan).all()


async def list_decisions(
    session: AsyncSession,
    plan_id: PlanId,
    *,
    drafts_in: Spaces,
    after: UUID | None,
    limit: int,
) -> Sequence[Decision]:
    plan = await Plans(session).find(plan_id, drafts_in=drafts_in)
    return await Decisions(session, plan).page(after=after, limit=limit)
