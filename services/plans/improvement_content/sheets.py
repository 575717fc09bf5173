"""An improvement plan as tables: what actions cost and who pledged, or all of it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from chassis.tabular.writing import Sheet
from services.plans.improvement.models import ImprovementPlan
from services.plans.improvement.tasks import ImprovementTask
from services.plans.improvement_content import rules
from services.plans.improvement_content.models import ImprovementAction
from services.plans.improvement_content.repository import Content

Row = tuple[str, ...]
TASKS = ("task", "step", "title", "role", "responsible", "after", "due_on", "status")
ASSESSMENTS = ("assessment", "area", "measure", "unit", "standard", "actual", "source")
GAPS = (
    "rank",
    "gap",
    "title",
    "assessment",
    "place",
    "priority",
    "affected",
    "deferred",
)
MONEY = (
    *("action", "title", "gaps", "responsible", "kind", "financial_year", "what"),
    *("unit", "quantity", "unit_cost", "amount", "currency"),
)
FUNDING = ("financial_year", "cost", "pledged", "gap", "currency")


def of_plan(
    plan: ImprovementPlan, tasks: Sequence[ImprovementTask], content: Content
) -> list[Sheet]:
    """Tasks, content, costs and pledges, and the funding of each year."""
    return [
        Sheet("tasks", (*TASKS, "percent", "done_on"), [_task(each) for each in tasks]),
        _assessments(content),
        _gaps(content),
        money(plan, content),
        _funding(plan, content),
    ]


def money(plan: ImprovementPlan, content: Content) -> Sheet:
    """A row per target, cost and pledge of each action."""
    rows = [row for each in content.actions for row in _money(each, plan.currency)]
    return Sheet("actions", MONEY, rows)


def _money(action: ImprovementAction, currency: str) -> Iterator[Row]:
    about = (action.code, action.title, " ".join(action.gaps), action.responsible)
    for each in action.targets:
        yield (*about, "target", each["financial_year"], each["target"], *[""] * 5)
    for each in action.costs:
        inputs = (each["unit"], each["quantity"], each["unit_cost"])
        cost = rules.cost_of(Decimal(each["quantity"]), Decimal(each["unit_cost"]))
        what = (each["financial_year"], each["item"])
        yield (*about, "cost", *what, *inputs, f"{cost:f}", currency)
    for each in action.pledges:
        what = (each["financial_year"], each["source"])
        yield (*about, "pledge", *what, *[""] * 3, each["amount"], currency)


def _task(task: ImprovementTask) -> Row:
    who = (task.role, task.responsible or "", " ".join(task.after))
    state = (str(task.due_on), task.status, str(task.percent), str(task.done_on or ""))
    return (task.code, task.step, task.title, *who, *state)


def _assessments(content: Content) -> Sheet:
    rows = [
        (
            *(each.code, each.area, each.measure, each.unit),
            *(f"{each.standard:f}", f"{each.actual:f}", each.source),
        )
        for each in content.assessments
    ]
    return Sheet("assessments", ASSESSMENTS, rows)


def _gaps(content: Content) -> Sheet:
    rows = [
        (
            *(str(rank), gap.code, gap.title, gap.assessment, gap.place_code or ""),
            f"{rules.priority(gap.severity, gap.reach, gap.feasibility):.3f}",
            *(str(gap.affected_population), gap.deferred_reason or ""),
        )
        for rank, gap in enumerate(rules.ranked(content.gaps), start=1)
    ]
    return Sheet("gaps", GAPS, rows)


def _funding(plan: ImprovementPlan, content: Content) -> Sheet:
    rows = [
        (
            each.financial_year,
            *(f"{amount:f}" for amount in (each.cost, each.pledged, each.gap)),
            plan.currency,
        )
        for each in rules.funding(content.actions)
    ]
    return Sheet("funding", FUNDING, rows)
