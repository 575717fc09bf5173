"""Starting improvement plans in many districts at once, and finding them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.database import Spaces
from chassis.errors import FieldError
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.principal import NotPermittedInSpace, Principal
from contracts.ids import ImprovementPlanId
from services.plans.improvement.models import ImprovementPlan, ImprovementStatus, Wanted
from services.plans.improvement.refusals import (
    DistrictsNotReady,
    TemplateUnknown,
)
from services.plans.improvement.repository import ImprovementPlans
from services.plans.improvement.schedule import due_dates
from services.plans.improvement.tasks import PENDING, ImprovementTask
from services.plans.improvement.templates import ImprovementTemplate, newest, templates
from services.plans.reference.models import SPACE
from services.plans.reference.service import find_named


@dataclass(frozen=True)
class Batch:
    """Plans to start from one template, on one day, in many districts."""

    template: str
    template_version: int | None
    title: str
    starts_on: date
    provenance: str
    space_codes: Sequence[str]


async def start_batch(
    session: AsyncSession, batch: Batch, *, by: Principal
) -> tuple[UUID, list[ImprovementPlan]]:
    """Start a plan in every district of the batch, or in none and say why."""
    template = _template(batch.template, batch.template_version)
    await _check_districts(session, batch, by)
    batch_id, now = new_id(), clock.now()
    plans = [
        ImprovementPlan(
            **beginning(template, by=by),
            authors=[by.sub],
            space_code=space_code,
            batch_id=batch_id,
            title=batch.title,
            provenance=batch.provenance,
            version=1,
            replaces=None,
            starts_on=batch.starts_on,
            drafted_at=now,
            updated_at=now,
        )
        for space_code in batch.space_codes
    ]
    await start(session, plans, template)
    return batch_id, plans


def list_templates() -> list[ImprovementTemplate]:
    return list(templates().values())


async def list_plans(
    session: AsyncSession, wanted: Wanted, *, after: UUID | None, limit: int
) -> Sequence[ImprovementPlan]:
    return await ImprovementPlans(session).page(wanted, after=after, limit=limit)


async def find_improvement_plan(
    session: AsyncSession, plan_id: ImprovementPlanId, *, drafts_in: Spaces
) -> ImprovementPlan:
    return await ImprovementPlans(session).find(plan_id, drafts_in=drafts_in)


async def lock_improvement_plan(
    session: AsyncSession, plan_id: ImprovementPlanId, *, by: Principal
) -> ImprovementPlan:
    """The plan, to be changed by somebody who may act in its district."""
    plan = await ImprovementPlans(session).get(plan_id, lock=True)
    by.must_act_in(plan.space_code)
    return plan


def _template(code: str, version: int | None) -> ImprovementTemplate:
    found = newest(code) if version is None else templates().get((code, version))
    if found is None:
        told = f"there is no template {code}" + (f" v{version}" if version else "")
        raise TemplateUnknown(told, [FieldError("/template", "template-unknown", told)])
    return found


async def _check_districts(session: AsyncSession, batch: Batch, by: Principal) -> None:
    codes = list(batch.space_codes)
    strange = [
        FieldError(f"/space_codes/{index}", "space-not-yours", f"not yours: {code}")
        for index, code in enumerate(codes)
        if not by.may_act_in(code)
    ]
    if strange:
        raise NotPermittedInSpace(f"you may not act in {len(strange)} of them", strange)
    named = await find_named(session, places=set(codes), organs=set())
    spaces = {
        code
        for code, places in named.places.items()
        if any(place.kind == SPACE for place in places)
    }
    plans = ImprovementPlans(session)
    await plans.start_one_at_a_time()
    standing = await plans.standing(codes, batch.template)
    errors = list(_faults(codes, spaces, standing))
    if errors:
        raise DistrictsNotReady(f"{len(errors)} of {len(codes)} are in the way", errors)


def _faults(
    codes: Sequence[str], spaces: set[str], standing: Mapping[str, ImprovementStatus]
) -> Iterator[FieldError]:
    for index, code in enumerate(codes):
        pointer = f"/space_codes/{index}"
        if code in codes[:index]:
            yield FieldError(pointer, "space-repeated", f"{code} stands before")
        elif code not in spaces:
            yield FieldError(pointer, "space-unknown", f"no space is {code}")
        elif standing.get(code) is ImprovementStatus.DRAFT:
            told = f"{code} has a draft from this template"
            yield FieldError(pointer, "draft-exists", told)
        elif code in standing:
            told = f"{code} has an approved plan: begin its next version"
            yield FieldError(pointer, "plan-approved", told)


def beginning(template: ImprovementTemplate, *, by: Principal) -> dict[str, Any]:
    """What every new version has in common."""
    return {
        "id": ImprovementPlanId(new_id()),
        "template": template.code,
        "template_version": template.version,
        "currency": template.currency,
        "status": ImprovementStatus.DRAFT,
        "revision": 1,
        "round": 1,
        "decided": 0,
        "validated": False,
        "drafted_by": by.sub,
    }


async def start(
    session: AsyncSession,
    plans: Sequence[ImprovementPlan],
    template: ImprovementTemplate,
) -> None:
    """Add these drafts with their tasks, and tell of them."""
    tasks = [row for plan in plans for row in _tasks(plan, template)]
    await ImprovementPlans(session).add_all(plans, tasks)
    for plan in plans:
        outbox.record(session, plan.started())


def _tasks(
    plan: ImprovementPlan, template: ImprovementTemplate
) -> list[dict[str, Any]]:
    due = due_dates(template.tasks, plan.starts_on)
    unset = dict.fromkeys(ImprovementTask.__table__.columns.keys())
    return [
        unset
        | task.model_dump(mode="json")
        | {
            "plan_id": plan.id,
            "space_code": plan.space_code,
            "position": position,
            "due_on": due[task.code],
            "ticked": [],
            "status": PENDING,
            "percent": 0,
            "revision": 1,
        }
        for position, task in enumerate(template.tasks)
    ]
