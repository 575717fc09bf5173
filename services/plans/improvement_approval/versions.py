"""The next version of an approved plan: all of its content, or what is unfinished."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.principal import Principal
from services.plans.improvement.models import ImprovementPlan, ImprovementStatus
from services.plans.improvement.repository import ImprovementPlans
from services.plans.improvement.service import beginning, start
from services.plans.improvement.templates import templates
from services.plans.improvement_approval.refusals import VersionNeedsApprovedPlan
from services.plans.improvement_approval.repository import Records, RecordsOf
from services.plans.improvement_content import rules
from services.plans.improvement_content.repository import Content, Items


async def begin_version(
    session: AsyncSession,
    plan: ImprovementPlan,
    *,
    starts_on: date,
    only_unfinished: bool,
    by: Principal,
) -> ImprovementPlan:
    """The next version as a draft: all of the content, or what is unfinished."""
    if plan.status is not ImprovementStatus.APPROVED:
        raise VersionNeedsApprovedPlan(f"improvement plan {plan.id} is {plan.status}")
    await ImprovementPlans(session).start_one_at_a_time()
    standing = await ImprovementPlans(session).standing(
        [plan.space_code], plan.template
    )
    if standing[plan.space_code] is ImprovementStatus.DRAFT:
        raise VersionNeedsApprovedPlan(f"{plan.space_code} has a draft already")
    template = templates()[plan.template, plan.template_version]
    content = await Items(session, plan).all()
    records = await RecordsOf(session, plan).all()
    now = clock.now()
    after = ImprovementPlan(
        **beginning(template, by=by),
        authors=sorted({*plan.authors, by.sub}),
        space_code=plan.space_code,
        title=plan.title,
        provenance=plan.provenance,
        version=plan.version + 1,
        replaces=plan.id,
        starts_on=starts_on,
        drafted_at=now,
        updated_at=now,
    )
    await start(session, [after], template)
    kept = _unfinished(content, records) if only_unfinished else content
    await Items(session, after).take_over(kept)
    return after


def _unfinished(content: Content, records: Records) -> Content:
    """Unfinished actions with their gaps, and gaps that were deferred."""
    percent = {
        each["action"]: each["percent"]
        for review in records.reviews
        for each in review.progress
    }
    actions = rules.unfinished(content.actions, percent)
    open_gaps = {code for action in actions for code in action.gaps}
    gaps = [g for g in content.gaps if g.code in open_gaps or g.deferred_reason]
    measured = {gap.assessment for gap in gaps}
    assessments = [each for each in content.assessments if each.code in measured]
    return Content(assessments, gaps, actions)
