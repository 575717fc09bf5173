"""Submitting a plan, and what bodies decide about it; the last one needed adopts it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.database import Spaces
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.principal import Principal
from contracts.events.plans_adoption import BodyDecided, ConditionMet
from contracts.ids import (
    ApprovalRoundId,
    ApprovalStepId,
    ConditionId,
    DecisionId,
    PlanId,
)
from services.plans.adoption import service as adoption
from services.plans.adoption.models import Decision, Verdict
from services.plans.approvals.assembled import must_be_assembled
from services.plans.approvals.models import (
    ApprovalRound,
    ApprovalStep,
    ChainHasNoBodies,
    Condition,
    ConditionFulfilment,
    ConditionMetAlready,
    RoundStatus,
)
from services.plans.approvals.repository import ApprovalRounds
from services.plans.approvals.saying import Said, must_be_whole
from services.plans.approvals.seating import Seat, seats_of, speaker_of
from services.plans.chains import service as chains
from services.plans.content import service as content
from services.plans.documents import service as documents
from services.plans.documents.models import Plan
from services.plans.documents.repository import Authors


async def submit_plan(
    session: AsyncSession, plan: Plan, *, by: Principal
) -> ApprovalRound:
    """Put the plan before the bodies of the chain that applies to its space today."""
    plan.must_be_draft()
    now, today = clock.now(), clock.today()
    chain = await chains.chain_of(session, plan.space_code, on=today)
    if chain.is_single_approver:
        raise ChainHasNoBodies(f"one approver decides about plans of {plan.space_code}")
    plan.must_be_complete()
    await content.must_be_ready(session, plan, plan.completed())
    interventions = await documents.all_interventions(session, plan)
    seats = await seats_of(session, plan.space_code, chain, interventions, on=today)
    await Authors(session).note(plan, by)
    approval_round_id = ApprovalRoundId(new_id())
    plan.submit(approval_round_id, at=now)
    written = await adoption.write_down(session, plan)
    approval = ApprovalRound(
        id=approval_round_id,
        plan_id=plan.id,
        space_code=plan.space_code,
        plan_version=plan.version,
        chain=chain.name,
        rule_id=chain.rule_id,
        seal=written.seal,
        submitted_by=by.sub,
        submitted_at=now,
        status=RoundStatus.OPEN,
        steps=[_step(seat, plan.space_code) for seat in seats],
    )
    ApprovalRounds(session, plan).add(approval)
    await session.flush()
    outbox.record(session, approval.submitted())
    return approval


def _step(seat: Seat, space_code: str) -> ApprovalStep:
    return ApprovalStep(
        id=ApprovalStepId(new_id()),
        space_code=space_code,
        position=seat.step.position,
        step=seat.step.step,
        title=seat.step.title,
        body_kind=seat.step.body,
        body_code=seat.body_code,
        office_kinds=list(seat.step.office_kinds),
        needs=seat.step.needs,
        binding=seat.binding,
        in_sitting=seat.step.in_sitting,
        citation=seat.step.citation,
        decisions=[],
        conditions=[],
    )


async def withdraw_submission(
    session: AsyncSession, plan: Plan, reason: str, *, by: Principal
) -> ApprovalRound:
    """Take the plan back from the bodies, to change it."""
    approval = await ApprovalRounds(session, plan).open()
    _hand_back(session, plan, approval, reason, by=by)
    approval.end(RoundStatus.WITHDRAWN, reason, at=clock.now())
    return approval


async def decide_step(
    session: AsyncSession,
    plan: Plan,
    step_id: ApprovalStepId,
    said: Said,
    *,
    by: Principal,
) -> tuple[ApprovalRound, Decision]:
    """Record what a body decided; adopts the plan if it was the last to be needed."""
    approval = await ApprovalRounds(session, plan).open()
    step = approval.step(step_id)
    approval.must_be_due(step)
    await adoption.must_be_no_author(session, plan, by)
    today = clock.today()
    office = await speaker_of(session, step, by, on=today)
    must_be_whole(step, said)
    quorum = await must_be_assembled(session, step, said.sitting_id, on=today, by=by)
    decision = _decision(plan, approval, step, said, office=office, by=by)
    if quorum is not None:
        outbox.record(session, decision.count(quorum))
    step.decisions.append(decision)
    step.conditions.extend(_conditions(step, decision, said.conditions))
    await session.flush()
    outbox.record(session, _decided(approval, step, decision, office=office))
    if step.binding and said.decision is Verdict.OBJECT:
        reason = said.reason or ""
        _hand_back(session, plan, approval, reason, by=by, body=step.body_code)
        approval.end(RoundStatus.RETURNED, reason, at=decision.decided_at)
    else:
        await _adopt_if_satisfied(session, plan, approval, decision)
    return approval, decision


async def fulfil_condition(
    session: AsyncSession,
    plan: Plan,
    condition_id: ConditionId,
    evidence: str,
    *,
    by: Principal,
) -> tuple[ApprovalRound, Condition]:
    """Record that a condition is met, as the body says that set it."""
    approval = await ApprovalRounds(session, plan).open()
    step, condition = approval.condition(condition_id)
    if condition.is_met:
        raise ConditionMetAlready(f"condition {condition.id} is met")
    await adoption.must_be_no_author(session, plan, by)
    await speaker_of(session, step, by, on=clock.today())
    condition.fulfilment = ConditionFulfilment(
        space_code=plan.space_code,
        evidence=evidence,
        met_by=by.sub,
        met_at=clock.now(),
    )
    await session.flush()
    outbox.record(session, _met(plan, step, condition, by=by))
    await _adopt_if_satisfied(session, plan, approval, step.decisions[-1])
    return approval, condition


async def list_approval_rounds(
    session: AsyncSession,
    plan_id: PlanId,
    *,
    drafts_in: Spaces,
    after: UUID | None,
    limit: int,
) -> Sequence[ApprovalRound]:
    plan = await documents.find_plan(session, plan_id, drafts_in=drafts_in)
    return await ApprovalRounds(session, plan).page(after=after, limit=limit)


async def _adopt_if_satisfied(
    session: AsyncSession, plan: Plan, approval: ApprovalRound, last: Decision
) -> None:
    if not approval.is_satisfied:
        return
    now = clock.now()
    written = await adoption.write_down(session, plan)
    approval.end(RoundStatus.ADOPTED, None, at=now)
    await adoption.adopt(session, plan, written, last, at=now)


def _hand_back(  # noqa: PLR0913  what comes back, why, and who says so
    session: AsyncSession,
    plan: Plan,
    approval: ApprovalRound,
    reason: str,
    *,
    by: Principal,
    body: str | None = None,
) -> None:
    plan.hand_back(at=clock.now())
    outbox.record(session, approval.returned(reason, body=body, by=by.sub))


def _decision(  # noqa: PLR0913  a decision is of somebody, for a body, about a version
    plan: Plan,
    approval: ApprovalRound,
    step: ApprovalStep,
    said: Said,
    *,
    office: str,
    by: Principal,
) -> Decision:
    return Decision(
        id=DecisionId(new_id()),
        plan_id=plan.id,
        space_code=plan.space_code,
        plan_version=approval.plan_version,
        organ=by.organ,
        decided_by=by.sub,
        role=by.role,
        decision=said.decision,
        reason=said.reason,
        decided_at=clock.now(),
        content_sha256=approval.seal,
        step_id=step.id,
        body_code=step.body_code,
        office_code=office,
        present=[],
        reference=said.reference,
    )


def _conditions(
    step: ApprovalStep, decision: Decision, texts: Sequence[str]
) -> list[Condition]:
    return [
        Condition(
            id=ConditionId(new_id()),
            decision_id=decision.id,
            space_code=step.space_code,
            text=text,
            fulfilment=None,
        )
        for text in texts
    ]


def _decided(
    approval: ApprovalRound, step: ApprovalStep, decision: Decision, *, office: str
) -> BodyDecided:
    return BodyDecided(
        plan_id=approval.plan_id,
        plan_version=approval.plan_version,
        space_code=approval.space_code,
        approval_round_id=approval.id,
        step_id=step.id,
        body_code=step.body_code,
        decision_id=decision.id,
        decision=decision.decision,
        office_code=office,
        decided_by=decision.decided_by,
    )


def _met(
    plan: Plan, step: ApprovalStep, condition: Condition, *, by: Principal
) -> ConditionMet:
    return ConditionMet(
        plan_id=plan.id,
        space_code=plan.space_code,
        condition_id=condition.id,
        body_code=step.body_code,
        met_by=by.sub,
    )
