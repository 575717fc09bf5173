"""Scores, costs and funding gaps, and what stands in the way of approval."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from chassis.errors import FieldError
from contracts.money import CENT
from services.plans.improvement_content.models import ImprovementAction, ImprovementGap

HIGHEST_PRODUCT = 125
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class YearOfMoney:
    """A financial year: what actions cost, what was pledged, what is lacking.

    More pledged than needed is a gap below zero.
    """

    financial_year: str
    cost: Decimal
    pledged: Decimal

    @property
    def gap(self) -> Decimal:
        return self.cost - self.pledged


def priority(severity: int, reach: int, feasibility: int) -> Decimal:
    """Between 0.008 and 1, exactly: severity x reach x feasibility / 125."""
    return Decimal(severity * reach * feasibility) / HIGHEST_PRODUCT


def ranked(gaps: Iterable[ImprovementGap]) -> list[ImprovementGap]:
    """The gravest first; more people affected first where scores are equal."""
    return sorted(
        gaps,
        key=lambda gap: (
            -priority(gap.severity, gap.reach, gap.feasibility),
            -gap.affected_population,
            gap.code,
        ),
    )


def shortfall(standard: Decimal, actual: Decimal, *, lower_is_better: bool) -> Decimal:
    """How far the actual is from the standard; below zero where it is better."""
    return actual - standard if lower_is_better else standard - actual


def cost_of(quantity: Decimal, unit_cost: Decimal) -> Decimal:
    """To the cent, a half up; sums are of these."""
    return (quantity * unit_cost).quantize(CENT, ROUND_HALF_UP)


def funding(actions: Iterable[ImprovementAction]) -> list[YearOfMoney]:
    """Cost and pledges of all actions by financial year."""
    costs: dict[str, Decimal] = defaultdict(lambda: ZERO)
    pledges: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for action in actions:
        for item in action.costs:
            amount = cost_of(Decimal(item["quantity"]), Decimal(item["unit_cost"]))
            costs[item["financial_year"]] += amount
        for pledge in action.pledges:
            pledges[pledge["financial_year"]] += Decimal(pledge["amount"])
    years = sorted(costs.keys() | pledges.keys())
    return [YearOfMoney(year, costs[year], pledges[year]) for year in years]


def obstacles(
    gaps: Sequence[ImprovementGap],
    actions: Sequence[ImprovementAction],
    *,
    validated: bool,
) -> list[FieldError]:
    """Why no body may decide yet: each thing that is missing, named."""
    addressed = {code for action in actions for code in action.gaps}
    found: list[FieldError] = []
    if not validated:
        told = "hold a validation meeting first"
        found.append(FieldError("/validation_meetings", "not-validated", told))
    if not gaps:
        found.append(FieldError("/gaps", "no-gaps", "the plan names no gap"))
    for gap in gaps:
        if gap.code not in addressed and gap.deferred_reason is None:
            told = "no action addresses it, and it is not deferred with a reason"
            found.append(FieldError(f"/gaps/{gap.code}", "gap-open", told))
    for action in actions:
        if not action.costs:
            told = "it has no cost items"
            found.append(
                FieldError(f"/actions/{action.code}", "action-not-costed", told)
            )
    return found


def unfinished(
    actions: Sequence[ImprovementAction], percent: dict[str, int]
) -> list[ImprovementAction]:
    """Actions whose latest reported progress is below 100 percent."""
    return [each for each in actions if percent.get(each.code, 0) < 100]  # noqa: PLR2004  percent
