"""Who the money of the space reaches: villages and towns, women and men.

Urban-rural balance and gender budgeting are objectives of the District Development
Model. Only public money located in the space is counted; per cent are rounded once,
at the end.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from services.budgets.alignment.rules.comparison import Comparison, sum_of
from services.budgets.alignment.rules.findings import (
    HUNDRED,
    ZERO,
    Evidence,
    Finding,
    FindingType,
    Severity,
    Unit,
    evidence,
    figure,
    rands,
    rounded,
)
from services.budgets.alignment.rules.rows import Place


def rural_urban_imbalance(comparison: Comparison) -> Iterator[Finding]:
    """Rural municipalities get less of the located money than they have people.

    Less by more than the gap allowed. Applies where some but not all municipalities of
    the space are rural, and the population of each is known.
    """
    places = comparison.registry.municipalities_in(comparison.space_code)
    settings = comparison.configuration
    rural = [place for place in places if place.miif_class in settings.rural_classes]
    located = located_public_budget(comparison)
    money = sum_of(located.values())
    everyone = sum(place.population or 0 for place in places)
    if (
        not money
        or len(rural) in {0, len(places)}
        or not all(p.population for p in places)
    ):
        return
    people_share = HUNDRED * sum(place.population or 0 for place in rural) / everyone
    money_share = HUNDRED * sum_of(located[place.code] for place in rural) / money
    if money_share < people_share - settings.rural_gap:
        names = ", ".join(place.code for place in rural)
        yield Finding(
            FindingType.RURAL_URBAN_IMBALANCE,
            Severity.MEDIUM,
            comparison.space_code,
            rounded(people_share - money_share),
            f"Review what {names} gets: {figure(people_share)} % of the people live"
            f" there, {figure(money_share)} % of the located public money goes there.",
            expected=figure(people_share),
            actual=figure(money_share),
            unit=Unit.PERCENTAGE_POINTS,
            evidence=tuple(_share_of(place, located) for place in places),
        )


def _share_of(place: Place, located: Mapping[str, Decimal]) -> Evidence:
    return evidence(
        "place",
        place.code,
        miif_class=place.miif_class or "",
        population=str(place.population),
        public_budget=located[place.code],
    )


def gender_share_below_target(comparison: Comparison) -> Iterator[Finding]:
    """The weighted share of money marked for gender equality is below the target.

    A line whose marker is not stated counts nothing.
    """
    settings = comparison.configuration
    by_marker = _public_budget_by_marker(comparison)
    money = sum_of(by_marker.values())
    if not money:
        return
    weighted = sum_of(
        amount * settings.gender_weights.get(marker, ZERO)
        for marker, amount in by_marker.items()
    )
    share = HUNDRED * weighted / money
    if share < settings.gender_target:
        needed = money * settings.gender_target / HUNDRED - weighted
        yield Finding(
            FindingType.GENDER_SHARE_BELOW_TARGET,
            Severity.MEDIUM,
            comparison.space_code,
            rounded(settings.gender_target - share),
            f"Turn another {rands(needed)} of the public money of"
            f" {comparison.space_code} to gender equality, or mark what already is.",
            expected=figure(settings.gender_target),
            actual=figure(share),
            unit=Unit.PERCENTAGE_POINTS,
            evidence=tuple(
                evidence("gender_marker", marker or "not stated", public_budget=amount)
                for marker, amount in sorted(by_marker.items())
            ),
        )


def located_public_budget(comparison: Comparison) -> Mapping[str, Decimal]:
    """Public rand within the window at each local municipality of the space."""
    places = comparison.registry.municipalities_in(comparison.space_code)
    located = dict.fromkeys((place.code for place in places), ZERO)
    for line, total in comparison.with_money():
        if line.is_public and line.location_code in located:
            located[line.location_code] += total
    return located


def _public_budget_by_marker(comparison: Comparison) -> Mapping[str, Decimal]:
    by_marker: dict[str, Decimal] = {}
    for line, total in comparison.with_money():
        if line.is_public and comparison.is_in_space(line):
            marker = line.gender_marker or ""
            by_marker[marker] = by_marker.get(marker, ZERO) + total
    return by_marker
