"""Writing in a draft: assessments, gaps and actions, each by its code."""

from collections.abc import Collection, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.errors import FieldError
from chassis.messaging import outbox
from chassis.principal import Principal
from chassis.tabular.writing import SheetFormat, workbook
from contracts.money import LARGEST
from services.plans.improvement import working
from services.plans.improvement.models import ImprovementPlan
from services.plans.improvement_content import rules, sheets
from services.plans.improvement_content.models import (
    ImprovementAction,
    ImprovementAssessment,
    ImprovementGap,
    Item,
)
from services.plans.improvement_content.refusals import (
    AmountsTooLarge,
    GapAddressedAndDeferred,
    GapOutsideSpace,
    ItemStillNamed,
    ItemUnknown,
)
from services.plans.improvement_content.repository import Items
from services.plans.reference.models import SPACE
from services.plans.reference.service import find_named

KINDS: dict[type[Item], str] = {
    ImprovementAssessment: "assessment",
    ImprovementGap: "gap",
    ImprovementAction: "action",
}


async def record_assessment(
    session: AsyncSession,
    plan: ImprovementPlan,
    assessment: ImprovementAssessment,
    *,
    by: Principal,
) -> None:
    await _write(session, plan, assessment, by=by)


async def record_gap(
    session: AsyncSession, plan: ImprovementPlan, gap: ImprovementGap, *, by: Principal
) -> None:
    """Write a gap against an assessment of the plan, in its district."""
    parts = Items(session, plan)
    await _must_have(parts, ImprovementAssessment, [gap.assessment], "/assessment")
    if gap.place_code is not None:
        await _must_lie_in(session, plan, gap.place_code)
    if gap.deferred_reason is not None:
        acting = await parts.actions_on(gap.code)
        if acting:
            raise GapAddressedAndDeferred(f"addressed by {', '.join(acting)}")
    await _write(session, plan, gap, by=by)


async def record_action(
    session: AsyncSession,
    plan: ImprovementPlan,
    action: ImprovementAction,
    *,
    by: Principal,
) -> None:
    """Write an action on gaps of the plan; a deferred gap is taken up by it."""
    parts = Items(session, plan)
    await _must_have(parts, ImprovementGap, action.gaps, "/gaps")
    content = await parts.all()
    gaps = content.gaps
    deferred = [g.code for g in gaps if g.code in action.gaps and g.deferred_reason]
    if deferred:
        raise GapAddressedAndDeferred(
            f"{', '.join(deferred)} is deferred with a reason"
        )
    others = [each for each in content.actions if each.code != action.code]
    _must_sum_up([*others, action])
    await _write(session, plan, action, by=by)


async def remove_item(
    session: AsyncSession,
    plan: ImprovementPlan,
    kind: type[Item],
    code: str,
    *,
    by: Principal,
) -> None:
    """Take an assessment, gap or action out of the draft."""
    parts = Items(session, plan)
    naming: Collection[str] = ()
    if kind is ImprovementAssessment:
        naming = await parts.gaps_of(code)
    if kind is ImprovementGap:
        naming = await parts.actions_on(code)
    if naming:
        raise ItemStillNamed(f"{code} is named by {', '.join(naming)}")
    changed = plan.change(KINDS[kind], code, removed=True, by=by.sub, at=clock.now())
    await parts.remove(kind, code)
    outbox.record(session, changed)


async def export(
    session: AsyncSession, plan: ImprovementPlan, form: SheetFormat
) -> bytes:
    """Actions with their money as CSV, or tasks, content and funding on sheets."""
    content = await Items(session, plan).all()
    if form is SheetFormat.CSV:
        return sheets.money(plan, content).written(form)
    tasks = await working.read_tasks(session, plan)
    return workbook(sheets.of_plan(plan, tasks.tasks, content))


async def _write(
    session: AsyncSession, plan: ImprovementPlan, item: Item, *, by: Principal
) -> None:
    changed = plan.change(
        KINDS[type(item)], item.code, removed=False, by=by.sub, at=clock.now()
    )
    await Items(session, plan).write(item)
    outbox.record(session, changed)


async def _must_have(
    parts: Items, kind: type[Item], codes: Collection[str], pointer: str
) -> None:
    missing = sorted(set(codes) - await parts.has(kind, codes))
    if missing:
        told = f"the plan has no {KINDS[kind]} {', '.join(missing)}"
        raise ItemUnknown(told, [FieldError(pointer, f"{KINDS[kind]}-unknown", told)])


def _must_sum_up(actions: Sequence[ImprovementAction]) -> None:
    for name in ("cost", "pledged"):
        if sum(getattr(year, name) for year in rules.funding(actions)) > LARGEST:
            pointer = {"cost": "/costs", "pledged": "/pledges"}[name]
            told = f"all {pointer.strip('/')} of the plan come to more than {LARGEST}"
            fault = FieldError(pointer, "amounts-too-large", told)
            raise AmountsTooLarge(told, [fault])


async def _must_lie_in(
    session: AsyncSession, plan: ImprovementPlan, place_code: str
) -> None:
    codes = {plan.space_code, place_code}
    named = await find_named(session, places=codes, organs=set())
    spaces = [p for p in named.places.get(plan.space_code, ()) if p.kind == SPACE]
    places = named.places.get(place_code, ())
    if not any(p.space_code == s.code for p in places for s in spaces):
        told = f"no place {place_code} lies in {plan.space_code}"
        fault = FieldError("/place_code", "place-outside-space", told)
        raise GapOutsideSpace(told, [fault])
