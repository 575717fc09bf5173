"""Reading what was adopted, byte for byte."""

from fastapi import Response

from chassis.web.auth import Anyone
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import PlanId
from services.plans.content.schemas import PlanDocument
from services.plans.sealing import service
from services.plans.sealing.models import NotSealed

routes = router("plans")

FOR_GOOD = "public, max-age=31536000, immutable"


@routes.get(
    "/plans/{plan_id}/sealed",
    response_model=PlanDocument,
    openapi_extra={"x-cacheable": True},
    responses=refusing(NotSealed),
)
async def get_sealed_plan(plan_id: PlanId, session: Session, _: Anyone) -> Response:
    """The adopted version in canonical JSON (RFC 8785), never changed again.

    The SHA-256 of these bytes is the plan's `seal`: `onedistrict verify-plan`.
    """
    sealed = await service.find_sealed(session, plan_id)
    return Response(
        sealed.content,
        media_type="application/json",
        headers={"ETag": f'"{sealed.seal}"', "Cache-Control": FOR_GOOD},
    )
