"""What an intervention may say about places, organs, years and its dependencies."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from typing import Any, Protocol

from services.plans.documents.horizons import LONGEST_YEARS
from services.plans.reference.models import Place
from services.plans.reference.service import Named


@dataclass(frozen=True)
class Breach:
    """A rule that something said breaks, and where it was said."""

    column: str
    value: object
    rule: str
    detail: str


class HasYears(Protocol):
    """Whatever has a horizon and milestones: an intervention, a row of a file."""

    @property
    def start_year(self) -> int | None: ...

    @property
    def end_year(self) -> int | None: ...

    @property
    def milestones(self) -> Sequence[Mapping[str, Any]]: ...


def check_places(
    codes: Collection[str], named: Named, space: Place, *, at: str
) -> Iterator[Breach]:
    """Places stand today, in the space or being its province or the country."""
    for code in codes:
        places = named.places.get(code)
        if not places:
            detail = "the registry knows no place with this code today"
            yield Breach(at, code, "place-unknown", detail)
        elif not any(place.concerns(space) for place in places):
            detail = f"neither in {space.code} nor its province or country"
            yield Breach(at, code, "place-outside-space", detail)


def check_lead(lead_organ: str, sphere: str, named: Named) -> Iterator[Breach]:
    organ = named.organs.get(lead_organ)
    if organ is None:
        detail = "the registry knows no organ with this code"
        yield Breach("lead_organ", lead_organ, "organ-unknown", detail)
    elif organ.sphere != sphere:
        detail = f"{organ.code} is registered as {organ.sphere}"
        yield Breach("sphere", sphere, "sphere-differs", detail)


def check_organs(codes: Collection[str], named: Named, *, at: str) -> Iterator[Breach]:
    for code in codes:
        if code not in named.organs:
            detail = "the registry knows no organ with this code"
            yield Breach(at, code, "organ-unknown", detail)


def check_points(
    places: Iterable[str], location_codes: Collection[str]
) -> Iterator[Breach]:
    """`places` are those of the points."""
    for code in places:
        if code not in location_codes:
            detail = "a point lies in one of the intervention's places"
            yield Breach("points", code, "point-elsewhere", detail)


def check_horizon(
    start: int | None, end: int | None, *, at: str = "end_year"
) -> Iterator[Breach]:
    """An end comes after its start, within 30 years; `at` is what was given."""
    if start is None or end is None:
        return
    value, other = (end, f"it starts in {start}")
    if at == "start_year":
        value, other = (start, f"it ends in {end}")
    if end < start:
        yield Breach(at, value, "end-before-start", other)
    elif end - start >= LONGEST_YEARS:
        detail = f"{other}: a horizon has 1 to {LONGEST_YEARS} years"
        yield Breach(at, value, "horizon-too-long", detail)


def check_years(
    stated: HasYears, planned: Mapping[str, Decimal], *, at: str = "end_year"
) -> Iterator[Breach]:
    """A horizon makes sense; its money and milestones stand in it."""
    years = stated.start_year, stated.end_year
    wrong = list(check_horizon(*years, at=at))
    yield from wrong
    if not wrong:
        yield from _planned(planned, *years)
        yield from _milestones(stated.milestones or (), *years)


def _planned(
    planned: Mapping[str, Decimal], start: int | None, end: int | None
) -> Iterator[Breach]:
    for year in sorted(year for year, amount in planned.items() if amount):
        detail = beyond_horizon(year, start, end)
        if detail is not None:
            yield Breach("planned", year, "planned-outside-horizon", detail)


def beyond_horizon(year: str, start: int | None, end: int | None) -> str | None:
    """How a financial year misses a horizon that it should touch, if it does."""
    begins = int(year[:4])
    if start is not None and begins + 1 < start:
        return f"money before the horizon, which starts in {start}"
    if end is not None and begins > end:
        return f"money after the horizon, which ends in {end}"
    return None


def _milestones(
    milestones: Iterable[Mapping[str, Any]], start: int | None, end: int | None
) -> Iterator[Breach]:
    """Milestones are due in the horizon, or by the end of its last financial year."""
    for day in (milestone["due_on"] for milestone in milestones):
        year = int(day[:4])
        if start is not None and year < start:
            detail = f"due before the horizon, which starts in {start}"
        elif end is not None and year > end + 1:
            detail = f"due after the horizon, which ends in {end}"
        else:
            continue
        yield Breach("milestones", day, "milestone-outside-horizon", detail)


def check_strategies(codes: Iterable[str], known: Collection[str]) -> Iterator[Breach]:
    """Interventions stand under strategies of their plan."""
    for code in codes:
        if code not in known:
            detail = "the plan has no strategy with this code"
            yield Breach("strategies", code, "strategy-unknown", detail)


def check_dependencies(
    code: str, others: Iterable[str], known: Collection[str]
) -> Iterator[Breach]:
    """An intervention waits for others that there are, not for itself."""
    for other in others:
        if other == code:
            detail = "an intervention cannot wait for itself"
            yield Breach("depends_on", other, "dependency-on-itself", detail)
        elif other not in known:
            detail = "the plan has no intervention with this code"
            yield Breach("depends_on", other, "dependency-unknown", detail)


def check_circle(code: str, circle: Collection[str]) -> Iterator[Breach]:
    if code in circle:
        way = f"it would wait for itself: {' > '.join(circle)}"
        yield Breach("depends_on", code, "dependency-cycle", way)


def circle_in(graph: Mapping[str, set[str]]) -> list[str]:
    """A way from an intervention back to itself, if there is one."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle
    return []
