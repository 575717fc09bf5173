"""Beginning a draft that says what a template says."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.principal import Principal
from services.plans.content import service as content
from services.plans.content.repository import Records
from services.plans.documents.models import Plan, PlanStatus
from services.plans.documents.service import draft_plan, note_change
from services.plans.templates.models import (
    PlanNotATemplate,
    Template,
    TemplateNotFound,
    template_of,
    templates,
)


def named(code: str) -> Template:
    found = templates().get(code)
    if found is None:
        raise TemplateNotFound(
            f"no template {code}; there are: {', '.join(templates())}"
        )
    return found


async def adopted(session: AsyncSession, plan: Plan) -> Template:
    if plan.status is PlanStatus.DRAFT:
        raise PlanNotATemplate(f"plan {plan.id} is a draft")
    return template_of(await content.find_whole(session, plan))


async def begin_from(
    session: AsyncSession,
    template: Template,
    source: Plan | None,
    *,
    by: Principal,
    **drafted: Any,  # noqa: ANN401  what `draft_plan` takes
) -> Plan:
    """A draft with the records of the template, as its planner's own words from now."""
    plan = await draft_plan(session, **drafted, by=by)
    plan.based_on = source.id if source else None
    for entity, records in template.records.items():
        for said in records:
            Records(session, plan, entity).add(entity(**said))
        codes = [said["code"] for said in records]
        await note_change(session, plan, entity.noun, "added", codes, by=by)
    return plan
