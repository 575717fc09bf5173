"""What content a legal stage needs: rules as dated data, judged all at once.

Each rule is a function from the whole plan to its faults; `gates.csv` says which stage
it guards, plans of which provenance it binds, and since when.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from chassis.errors import FieldError
from chassis.tabular.packaged import Dated, Words, in_force, packaged
from services.plans.content.whole import Whole
from services.plans.documents.content import FocusArea
from services.plans.documents.models import Stage

AREAS = [area for area in FocusArea if area is not FocusArea.UNKNOWN]
Fault = tuple[str, str]
"""Where in the plan's document, and what is missing there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate(Dated):
    rule: str
    stage: Stage
    binds: Words


@dataclass(frozen=True)
class Judgement:
    """What is missing, and the rules that are broken and do not bind this plan."""

    missing: list[FieldError]
    waived: list[str]


def judge(whole: Whole, stages: Collection[Stage], *, on: date) -> Judgement:
    """Everything these stages need of the plan that day and do not find."""
    found = Judgement([], [])
    for gate in in_force(gates(), on):
        if gate.stage not in stages:
            continue
        faults = list(RULES[gate.rule](whole))
        if faults and whole.plan.provenance not in gate.binds:
            found.waived.append(gate.rule)
            continue
        found.missing.extend(FieldError(where, gate.rule, it) for where, it in faults)
    return found


@cache
def gates() -> tuple[Gate, ...]:
    return packaged(Gate, __package__, "gates.csv")


def _areas(whole: Whole) -> Iterator[Fault]:
    covered = {issue.focus_area for issue in whole.issues}
    for area in AREAS:
        if area not in covered:
            yield "/issues", f"no issue in {area}"


def _sources(whole: Whole) -> Iterator[Fault]:
    for issue in whole.issues:
        if not any(source.get("published_on") for source in issue.sources):
            yield f"/issues/{issue.code}/sources", f"{issue.code} has no dated source"


def _vision(whole: Whole) -> Iterator[Fault]:
    if not whole.plan.vision:
        yield "/vision", "the vision is not stated"


def _outcomes(whole: Whole) -> Iterator[Fault]:
    if not whole.outcomes:
        yield "/outcomes", "no outcome"


def _measures(whole: Whole) -> Iterator[Fault]:
    needed = ("indicator", "baseline", "baseline_year", "target", "target_year")
    for outcome in whole.outcomes:
        for name in needed:
            if getattr(outcome, name) is None:
                yield f"/outcomes/{outcome.code}/{name}", f"{outcome.code}: no {name}"


def _strategies(whole: Whole) -> Iterator[Fault]:
    if not whole.strategies:
        yield "/strategies", "no strategy"


def _answers(whole: Whole) -> Iterator[Fault]:
    for strategy in whole.strategies:
        if not strategy.answers:
            where = f"/strategies/{strategy.code}/answers"
            yield where, f"{strategy.code} answers no issue"


def _serves(whole: Whole) -> Iterator[Fault]:
    for strategy in whole.strategies:
        if not strategy.serves:
            where = f"/strategies/{strategy.code}/serves"
            yield where, f"{strategy.code} serves no outcome"


def _in_tree(whole: Whole) -> Iterator[Fault]:
    for each in whole.interventions:
        if not each.strategies:
            where = f"/interventions/{each.code}/strategies"
            yield where, f"{each.code} belongs to no strategy"


def _amounts(whole: Whole) -> Iterator[Fault]:
    for each in whole.interventions:
        if not any(each.planned.values()) and not each.unphased:
            yield f"/interventions/{each.code}/planned", f"{each.code} has no amount"


def _years(whole: Whole) -> Iterator[Fault]:
    for each in whole.interventions:
        if not each.planned and each.end_year is None:
            yield f"/interventions/{each.code}/end_year", f"{each.code} has no year"


RULES: dict[str, Callable[[Whole], Iterator[Fault]]] = {
    "focus-area-without-issue": _areas,
    "issue-without-dated-source": _sources,
    "vision-without-statement": _vision,
    "vision-without-outcome": _outcomes,
    "outcome-not-measurable": _measures,
    "no-strategy": _strategies,
    "strategy-answers-no-issue": _answers,
    "strategy-serves-no-outcome": _serves,
    "intervention-without-strategy": _in_tree,
    "intervention-without-amount": _amounts,
    "intervention-without-year": _years,
}
