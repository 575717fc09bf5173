"""What two plans of a space say differently, and a new draft from one of them."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Query, Response
from fastapi.responses import PlainTextResponse
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.database import Spaces
from chassis.principal import NotPermittedInSpace
from chassis.web.conditional import tagged
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import PlanId
from services.plans.content.schemas import PlanDocument
from services.plans.documents.models import PlanNotFound
from services.plans.documents.schemas import PlanView
from services.plans.documents.service import find_plan
from services.plans.permissions import DraftsIn, Planner
from services.plans.versions import service
from services.plans.versions.differences import differences_between
from services.plans.versions.models import PlansOfTwoSpaces
from services.plans.versions.schemas import CloneSent, Differences
from services.plans.versions.telling import lines

routes = router("plans")

Before = Annotated[PlanId, Query(alias="with", description="The plan to compare with.")]
NOTHING = "Both plans say the same."
TEXT: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/plain": {"schema": {"type": "string"}}}}
}


@routes.get(
    "/plans/{plan_id}/differences", responses=refusing(PlanNotFound, PlansOfTwoSpaces)
)
async def compare_plans(
    plan_id: PlanId, session: Session, drafts_in: DraftsIn, before: Before
) -> Differences:
    """What a plan says otherwise than another of its space, `with`, the earlier one.

    Record by record and field by field, and in `text` as sentences.
    """
    return await _compared(session, plan_id, before, drafts_in)


@routes.get(
    "/plans/{plan_id}/differences/text",
    response_class=PlainTextResponse,
    responses=refusing(PlanNotFound, PlansOfTwoSpaces) | TEXT,
)
async def tell_differences(
    plan_id: PlanId, session: Session, drafts_in: DraftsIn, before: Before
) -> Response:
    """The same to be read or sent on: a sentence per change, by focus area."""
    found = await _compared(session, plan_id, before, drafts_in)
    return PlainTextResponse("\n".join(found.text or [NOTHING]) + "\n")


async def _compared(
    session: AsyncSession, after: PlanId, before: PlanId, drafts_in: Spaces
) -> Differences:
    new_plan = await find_plan(session, after, drafts_in=drafts_in)
    old_plan = await find_plan(session, before, drafts_in=drafts_in)
    old, new = await service.find_both(session, old_plan, new_plan)
    was, stands = PlanDocument.model_validate(old), PlanDocument.model_validate(new)
    found = differences_between(was, stands)
    writers = await service.find_writers(session, new_plan, found.codes())
    before_and_after = (was.model_dump(mode="json"), stands.model_dump(mode="json"))
    text = lines(found, *before_and_after, writers)
    return found.model_copy(update={"text": text})


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
    return tagged(response, plan, PlanView)
