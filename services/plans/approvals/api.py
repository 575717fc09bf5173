"""Submitting plans, and recording what bodies decide about them."""

from http import HTTPStatus

from fastapi import Response

from chassis.web.conditional import IfMatch, VersionStale, tag
from chassis.web.paging import (
    CursorMalformed,
    Page,
    Paging,
    after_identifier,
    page_of,
)
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import ApprovalStepId, ConditionId, PlanId
from services.plans.adoption.models import SeparationOfDuties
from services.plans.adoption.schemas import DecisionView
from services.plans.approvals import service
from services.plans.approvals.models import (
    BodyMissing,
    ChainHasNoBodies,
    ConditionMetAlready,
    ConditionNotFound,
    ConditionsNotNamed,
    CountedByDecider,
    NotInOffice,
    NotSubmitted,
    ObjectionNeedsReason,
    ResolutionNotNamed,
    SittingNotNamed,
    SittingNotOfBody,
    StepConcluded,
    StepNotFound,
    StepOutOfOrder,
)
from services.plans.approvals.saying import Said
from services.plans.approvals.schemas import (
    ApprovalRoundView,
    BodyDecisionMade,
    BodyDecisionSent,
    ConditionMade,
    ConditionView,
    FulfilmentSent,
    WithdrawalSent,
)
from services.plans.content.models import StageNotReady
from services.plans.documents.models import (
    PlanNotDraft,
    PlanNotFound,
    StagesIncomplete,
)
from services.plans.documents.service import lock_plan
from services.plans.permissions import DraftsIn, OfficeHolder, Planner
from services.plans.proceedings.models import DayNotOfSitting, QuorumNotReached
from services.plans.sittings.models import SittingNotOpen

routes = router("plans")


@routes.post(
    "/plans/{plan_id}/submission",
    status_code=HTTPStatus.CREATED,
    responses=refusing(
        PlanNotFound,
        PlanNotDraft,
        StagesIncomplete,
        StageNotReady,
        ChainHasNoBodies,
        BodyMissing,
        VersionStale,
    ),
)
async def submit_plan(
    plan_id: PlanId,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    if_match: IfMatch,
) -> ApprovalRoundView:
    """Put a draft before the bodies of the chain that applies to its space today.

    Its content stands still until they adopt it, or it comes back.
    """
    plan = await lock_plan(session, plan_id, by=caller)
    if_match.must_be(plan.revision)
    approval = await service.submit_plan(session, plan, by=caller)
    tag(response, plan.revision)
    return ApprovalRoundView.model_validate(approval)


@routes.get(
    "/plans/{plan_id}/approval-rounds",
    responses=refusing(PlanNotFound, CursorMalformed),
)
async def list_approval_rounds(
    plan_id: PlanId, session: Session, drafts_in: DraftsIn, page: Paging
) -> Page[ApprovalRoundView]:
    """How often a plan was submitted, oldest first: each body, and what it said."""
    found = await service.list_approval_rounds(
        session,
        plan_id,
        drafts_in=drafts_in,
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    return page_of(page, found, ApprovalRoundView, lambda approval: approval.id)


@routes.post(
    "/plans/{plan_id}/submission/withdrawal",
    responses=refusing(PlanNotFound, NotSubmitted),
)
async def withdraw_submission(
    plan_id: PlanId, sent: WithdrawalSent, session: Session, caller: Planner
) -> ApprovalRoundView:
    """Take a plan back from the bodies to change it; they decide anew after that."""
    plan = await lock_plan(session, plan_id, by=caller)
    approval = await service.withdraw_submission(session, plan, sent.reason, by=caller)
    return ApprovalRoundView.model_validate(approval)


@routes.post(
    "/plans/{plan_id}/steps/{step_id}/decision",
    responses=refusing(
        PlanNotFound,
        NotSubmitted,
        StepNotFound,
        StepConcluded,
        StepOutOfOrder,
        SeparationOfDuties,
        BodyMissing,
        NotInOffice,
        SittingNotNamed,
        SittingNotOfBody,
        SittingNotOpen,
        DayNotOfSitting,
        QuorumNotReached,
        CountedByDecider,
        ObjectionNeedsReason,
        ConditionsNotNamed,
        ResolutionNotNamed,
    ),
)
async def decide_step(
    plan_id: PlanId,
    step_id: ApprovalStepId,
    sent: BodyDecisionSent,
    session: Session,
    caller: OfficeHolder,
) -> BodyDecisionMade:
    """Record what a body decided, by an office that speaks for it today.

    The last approval that is needed adopts the plan; an objection of a body that binds
    returns it for revision.
    """
    plan = await lock_plan(session, plan_id, by=caller)
    said = Said(**sent.model_dump())
    approval, decision = await service.decide_step(
        session, plan, step_id, said, by=caller
    )
    view = DecisionView.model_validate(decision)
    return BodyDecisionMade(
        **view.model_dump(), status=plan.status, round_status=approval.status
    )


@routes.post(
    "/plans/{plan_id}/conditions/{condition_id}/fulfilment",
    responses=refusing(
        PlanNotFound,
        NotSubmitted,
        ConditionNotFound,
        ConditionMetAlready,
        SeparationOfDuties,
        BodyMissing,
        NotInOffice,
    ),
)
async def fulfil_condition(
    plan_id: PlanId,
    condition_id: ConditionId,
    sent: FulfilmentSent,
    session: Session,
    caller: OfficeHolder,
) -> ConditionMade:
    """Record that a condition is met, by an office of the body that set it.

    The last one adopts the plan, if every body that binds has approved.
    """
    plan = await lock_plan(session, plan_id, by=caller)
    approval, condition = await service.fulfil_condition(
        session, plan, condition_id, sent.evidence, by=caller
    )
    view = ConditionView.model_validate(condition)
    return ConditionMade(
        **view.model_dump(),
        space_code=plan.space_code,
        round_status=approval.status,
    )
