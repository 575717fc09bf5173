"""Reading the chains there are, and stating which applies where."""

from http import HTTPStatus

from chassis.principal import NotPermittedInSpace
from chassis.web.auth import Anyone
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
from services.plans.chains import service
from services.plans.chains.models import ChainUnknown, RuleNotForward, StepUnknown
from services.plans.chains.rules import chain_steps
from services.plans.chains.schemas import (
    ApprovalRuleSent,
    ApprovalRuleView,
    ChainSteps,
    ChainStepView,
)
from services.plans.permissions import Configurer
from services.plans.reference.models import SpaceUnknown

routes = router("plans")


@routes.get("/approval-chains", openapi_extra={"x-cacheable": True})
async def list_approval_chains(_: Anyone) -> ChainSteps:
    """The approval chains there are, step by step, with citations."""
    return ChainSteps(
        items=[ChainStepView.model_validate(step) for step in chain_steps()]
    )


@routes.get(
    "/approval-rules",
    openapi_extra={"x-cacheable": True},
    responses=refusing(CursorMalformed),
)
async def list_approval_rules(
    session: Session, _: Anyone, page: Paging
) -> Page[ApprovalRuleView]:
    """Which chain applies where and since when; without a rule, a single approver."""
    found = await service.list_rules(
        session, after=after_identifier(page), limit=page.limit + 1
    )
    return page_of(page, found, ApprovalRuleView, lambda rule: rule.id)


@routes.post(
    "/approval-rules",
    status_code=HTTPStatus.CREATED,
    responses=refusing(
        NotPermittedInSpace, SpaceUnknown, ChainUnknown, StepUnknown, RuleNotForward
    ),
)
async def state_approval_rule(
    sent: ApprovalRuleSent, session: Session, caller: Configurer
) -> ApprovalRuleView:
    """State which chain applies to plans that are submitted from a day on."""
    rule = await service.state_rule(session, **sent.model_dump(), by=caller)
    return ApprovalRuleView.model_validate(rule)
