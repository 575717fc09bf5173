"""What two plans of a space say differently, and a new draft from one of them."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Query, Response

from chassis.principal import NotPermittedInSpace
from chassis.web.auth import Anyone
from chassis.web.conditional import tag
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import PlanId
from services.plans.content.schemas import PlanDocument
from services.plans.documents.models import PlanNotFound
from services.plans.documents.schemas import PlanView
from services.plans.documents.service import find_plan
from services.plans.permissions import Planner
from services.plans.versions import service
from services.plans.versions.differences import differences_between
from services.plans.versions.models import PlansOfTwoSpaces
from services.plans.versions.schemas import CloneSent, Differences

routes = router("plans")


@routes.get(
    "/plans/{plan_id}/differences", responses=refusing(PlanNotFound, PlansOfTwoSpaces)
)
async def compare_plans(
    plan_id: PlanId,
    session: Session,
    caller: Anyone,
    before: Annotated[
        PlanId, Query(alias="with", description="The plan to compare with.")
    ],
) -> Differences:
    """What a plan says otherwise than another of its space, `with`, the earlier one.

    Record by record and field by field, and in `text` as sentences.
    """
    sees = caller.sees("plans:read")
    old, new = await service.find_both(
        session,
        await find_plan(session, before, drafts_in=sees),
        await find_plan(session, plan_id, drafts_in=sees),
    )
    return differences_between(
        PlanDocument.model_validate(old), PlanDocument.model_validate(new)
    )


@routes.post(
    "/plans/{plan_id}/clone",
    status_code=HTTPStatus.CREATED,
    responses=refusing(PlanNotFound, NotPermittedInSpace),
)
async def clone_plan(
    plan_id: PlanId,
    sent: CloneSent,
    session: Session,
    caller: Planner,
    response: Response,
) -> PlanView:
    """Begin a draft with all that a plan of the space says: last year's, for example.

    Stages, decisions and commitments are not copied; the provenance of the figures is,
    unless another is sent. `based_on` names the source.
    """
    source = await find_plan(session, plan_id, drafts_in=caller.sees("plans:write"))
    plan = await service.clone_plan(
        session, source, title=sent.title, provenance=sent.provenance, by=caller
    )
    response.headers["Location"] = f"/v1/plans/{plan.id}"
    tag(response, plan.revision)
    return PlanView.model_validate(plan)
