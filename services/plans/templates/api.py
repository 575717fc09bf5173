"""Templates of plans, and drafts begun from them."""

from http import HTTPStatus

from fastapi import Response

from chassis.principal import NotPermittedInSpace
from chassis.web.auth import Anyone
from chassis.web.conditional import tagged
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.plans.documents.models import PlanNotFound
from services.plans.documents.schemas import PlanView
from services.plans.documents.service import find_plan
from services.plans.permissions import DraftsIn, Planner
from services.plans.reference.models import SpaceUnknown
from services.plans.templates import models, service
from services.plans.templates.models import PlanNotATemplate, TemplateNotFound
from services.plans.templates.schemas import DraftFromTemplate, Templates, TemplateView

routes = router("plans")

OF_THE_TEMPLATE = {"template", "plan_id"}


@routes.get("/plan-templates")
async def list_plan_templates(_: Anyone) -> Templates:
    """The named templates, with the issues to answer and the outcomes to measure."""
    found = models.templates().values()
    return Templates(items=[TemplateView.model_validate(each) for each in found])


@routes.post(
    "/plans/from-template",
    status_code=HTTPStatus.CREATED,
    responses=refusing(
        TemplateNotFound,
        PlanNotFound,
        PlanNotATemplate,
        NotPermittedInSpace,
        SpaceUnknown,
    ),
)
async def draft_from_template(
    sent: DraftFromTemplate,
    session: Session,
    caller: Planner,
    drafts_in: DraftsIn,
    response: Response,
) -> PlanView:
    """Begin a One Plan with the questions of a template, or of a plan adopted anywhere.

    Issues come without sources, outcomes without values, and nothing with places or
    money: those are the space's own to find.
    """
    source = None
    if sent.plan_id is not None:
        source = await find_plan(session, sent.plan_id, drafts_in=drafts_in)
        template = await service.adopted(session, source)
    else:
        template = service.named(str(sent.template))
    drafted = sent.model_dump(exclude=OF_THE_TEMPLATE)
    plan = await service.begin_from(session, template, source, by=caller, **drafted)
    response.headers["Location"] = f"/v1/plans/{plan.id}"
    return tagged(response, plan, PlanView)
