"""Signing the compact, and reading who has."""

from http import HTTPStatus

from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import PlanId
from services.plans.approvals.models import NotInOffice
from services.plans.documents.models import PlanNotFound
from services.plans.documents.service import find_plan, lock_plan
from services.plans.permissions import DraftsIn, OfficeHolder
from services.plans.signing import service
from services.plans.signing.models import (
    CompactNotOpen,
    NotAPartner,
    SealDiffers,
    SignedAlready,
)
from services.plans.signing.schemas import CompactView, SignatureSent, SignatureView

routes = router("plans")


@routes.get("/plans/{plan_id}/compact", responses=refusing(PlanNotFound))
async def get_compact(
    plan_id: PlanId, session: Session, drafts_in: DraftsIn
) -> CompactView:
    """Whose signature binds under this plan, who has signed, and who witnessed it."""
    plan = await find_plan(session, plan_id, drafts_in=drafts_in)
    return CompactView.model_validate(await service.compact_of(session, plan))


@routes.post(
    "/plans/{plan_id}/signatures",
    status_code=HTTPStatus.CREATED,
    responses=refusing(
        PlanNotFound,
        CompactNotOpen,
        SealDiffers,
        SignedAlready,
        NotInOffice,
        NotAPartner,
    ),
)
async def sign_compact(
    plan_id: PlanId, sent: SignatureSent, session: Session, caller: OfficeHolder
) -> SignatureView:
    """Sign the adopted plan over its seal: in an office that binds, or as a witness."""
    plan = await lock_plan(session, plan_id, by=caller)
    signature = await service.sign_compact(
        session, plan, sent.capacity, sent.seal, by=caller
    )
    return SignatureView.model_validate(signature)
