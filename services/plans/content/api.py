"""A plan's content as a whole or as a tree, and many records stated at once."""

from fastapi import Response

from chassis.principal import NotPermittedInSpace
from chassis.web.conditional import IfMatch, VersionStale, tag
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import PlanId
from services.plans.content import service, stating
from services.plans.content.coverage import coverage_of
from services.plans.content.models import (
    ContentNotValid,
    Issue,
    Outcome,
    PlanLink,
    Strategy,
)
from services.plans.content.records_api import RECORDS, as_kept, serve
from services.plans.content.schemas import (
    ContentStated,
    ContentStatement,
    PlanDocument,
)
from services.plans.content.stating import Statement
from services.plans.content.tree import tree_of
from services.plans.content.views import Coverage, PlanTree
from services.plans.documents.models import PlanNotDraft, PlanNotFound
from services.plans.documents.service import find_plan, lock_plan
from services.plans.permissions import DraftsIn, Planner

routes = router("plans")
for kind in RECORDS:
    serve(routes, kind)


@routes.get("/plans/{plan_id}/document", responses=refusing(PlanNotFound))
async def get_plan_document(
    plan_id: PlanId, session: Session, drafts_in: DraftsIn
) -> PlanDocument:
    """Everything a plan says, as its seal is taken over it."""
    plan = await find_plan(session, plan_id, drafts_in=drafts_in)
    whole = await service.find_whole(session, plan)
    return PlanDocument.model_validate(whole)


@routes.get("/plans/{plan_id}/tree", responses=refusing(PlanNotFound))
async def get_plan_tree(
    plan_id: PlanId, session: Session, drafts_in: DraftsIn
) -> PlanTree:
    """Outcomes with their strategies, and these with their interventions."""
    plan = await find_plan(session, plan_id, drafts_in=drafts_in)
    return tree_of(await service.find_whole(session, plan))


@routes.get("/plans/{plan_id}/coverage", responses=refusing(PlanNotFound))
async def get_plan_coverage(
    plan_id: PlanId, session: Session, drafts_in: DraftsIn
) -> Coverage:
    """How far the plan is tied to IDP, SDF, APP, PGDS, MTDP, NDP and SDG items."""
    plan = await find_plan(session, plan_id, drafts_in=drafts_in)
    return coverage_of(await service.find_whole(session, plan))


@routes.post(
    "/plans/{plan_id}/content",
    responses=refusing(
        PlanNotFound, NotPermittedInSpace, PlanNotDraft, ContentNotValid, VersionStale
    ),
)
async def state_content(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: PlanId,
    sent: ContentStatement,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    if_match: IfMatch,
) -> ContentStated:
    """Add and change many records of a draft: all of them, or none and the reasons.

    Send If-Match with the plan's ETag to state them only over what you read.
    """
    plan = await lock_plan(session, plan_id, by=caller)
    if_match.must_be(plan.revision)
    stated = await stating.state_content(
        session, plan, said_by(sent), dry_run=sent.dry_run, by=caller
    )
    tag(response, plan.revision)
    return ContentStated(
        plan_id=plan.id,
        space_code=plan.space_code,
        plan_version=plan.version,
        dry_run=sent.dry_run,
        **vars(stated),
    )


def said_by(sent: ContentStatement) -> Statement:
    return Statement(
        vision=sent.vision,
        records={
            Issue: [as_kept(each) for each in sent.issues],
            Outcome: [as_kept(each) for each in sent.outcomes],
            Strategy: [as_kept(each) for each in sent.strategies],
            PlanLink: [as_kept(each) for each in sent.links],
        },
        tree=sent.tree,
    )
