"""Interventions one by one; many at once come by file (`/v1/plans/{id}/imports`)."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from fastapi import Response

from chassis.principal import NotPermittedInSpace
from chassis.web.conditional import IfMatch, IfMatchRequired, VersionStale, tagged
from chassis.web.fields import Code
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import PlanId
from services.plans.documents.models import PlanNotDraft, PlanNotFound
from services.plans.documents.schemas import InterventionView
from services.plans.documents.service import find_plan, lock_plan
from services.plans.interventions import service
from services.plans.interventions.models import (
    InterventionExists,
    InterventionNotFound,
    InterventionNotValid,
    InterventionStillNamed,
)
from services.plans.interventions.schemas import InterventionChanges, InterventionDraft
from services.plans.permissions import DraftsIn, Planner

routes = router("plans")

WRITES = (PlanNotFound, NotPermittedInSpace, PlanNotDraft)
STANDS = (*WRITES, InterventionNotFound, VersionStale, IfMatchRequired)


@routes.post(
    "/plans/{plan_id}/interventions",
    status_code=HTTPStatus.CREATED,
    responses=refusing(*WRITES, InterventionExists, InterventionNotValid),
)
async def add_intervention(
    plan_id: PlanId,
    draft: InterventionDraft,
    session: Session,
    caller: Planner,
    response: Response,
) -> InterventionView:
    """Add an intervention to a draft."""
    said = as_kept(draft, InterventionDraft.model_fields)
    added = await service.add_intervention(session, plan_id, said, by=caller)
    path = f"/v1/plans/{plan_id}/interventions/{added.code}"
    response.headers["Location"] = path
    return tagged(response, added, InterventionView)


@routes.get(
    "/plans/{plan_id}/interventions/{code}",
    responses=refusing(PlanNotFound, InterventionNotFound),
)
async def get_intervention(
    plan_id: PlanId,
    code: Code,
    session: Session,
    drafts_in: DraftsIn,
    response: Response,
) -> InterventionView:
    """One intervention of a plan."""
    plan = await find_plan(session, plan_id, drafts_in=drafts_in)
    found = await service.find_intervention(session, plan, code)
    return tagged(response, found, InterventionView)


@routes.patch(
    "/plans/{plan_id}/interventions/{code}",
    responses=refusing(*STANDS, InterventionNotValid),
)
async def change_intervention(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: PlanId,
    code: Code,
    changes: InterventionChanges,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    if_match: IfMatch,
) -> InterventionView:
    """Change an intervention of a draft; nobody's change is lost to another's."""
    said = as_kept(changes, changes.model_fields_set)
    plan = await service.lock_plan_for(session, plan_id, said, by=caller)
    intervention = await service.find_intervention(session, plan, code)
    if_match.must_be(intervention.revision)
    await service.change_intervention(session, plan, intervention, said, by=caller)
    return tagged(response, intervention, InterventionView)


@routes.delete(
    "/plans/{plan_id}/interventions/{code}",
    status_code=HTTPStatus.NO_CONTENT,
    responses=refusing(*STANDS, InterventionStillNamed),
)
async def remove_intervention(
    plan_id: PlanId,
    code: Code,
    *,
    session: Session,
    caller: Planner,
    if_match: IfMatch,
) -> None:
    """Take an intervention out of a draft, unless others stand on it."""
    plan = await lock_plan(session, plan_id, by=caller)
    intervention = await service.find_intervention(session, plan, code)
    if_match.must_be(intervention.revision)
    await service.remove_intervention(session, plan, intervention, by=caller)


def as_kept(
    sent: InterventionDraft | InterventionChanges, names: Iterable[str]
) -> dict[str, Any]:
    """What was said, by name, its documents in the form they are kept in."""
    kept: dict[str, Any] = {name: getattr(sent, name) for name in names}
    if "depends_on" in kept:
        kept["depends_on"] = [
            link.model_dump(mode="json", exclude_defaults=True)
            for link in sent.depends_on
        ]
    for name in kept.keys() & {"points", "milestones"}:
        kept[name] = [each.model_dump(mode="json") for each in kept[name]]
    return kept
