"""A plan on paper."""

import json
from hashlib import sha256
from typing import Any

from fastapi import Request, Response

from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import PlanId
from services.plans.documents.models import PlanNotFound
from services.plans.permissions import DraftsIn
from services.plans.printing import service
from services.plans.printing.edition import Edition
from services.plans.printing.pressing import PlanTooLongToPrint, PressesBusy, printed

routes = router("plans")

PDF = "application/pdf"
PAPER: dict[int | str, dict[str, Any]] = {
    200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}
}


@routes.get(
    "/plans/{plan_id}/print",
    response_class=Response,
    openapi_extra={"x-cacheable": True},
    responses=refusing(PlanNotFound, PlanTooLongToPrint, PressesBusy) | PAPER,
)
async def print_plan(
    plan_id: PlanId, session: Session, drafts_in: DraftsIn, request: Request
) -> Response:
    """The plan as PDF: commitments, places, decisions, signatures, and its seal.

    The same plan, committed to in the same way, gives the same bytes. Drafts are marked
    as such on every page.
    """
    edition = await service.edit_plan(session, plan_id, drafts_in=drafts_in)
    tag = _tag(edition)
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"ETag": tag})
    name = f"one-plan-{edition.space_code}-v{edition.version}.pdf"
    return Response(
        await printed(edition),
        media_type=PDF,
        headers={"ETag": tag, "Content-Disposition": f'inline; filename="{name}"'},
    )


def _tag(edition: Edition) -> str:
    """Known before anything is printed, for whoever has it already."""
    written = json.dumps(edition.written(), default=str).encode()
    return f'"{sha256(written).hexdigest()[:32]}"'
