"""Where a line may be: at a place that stood in each of the line's years.

The boundaries of a financial year are those of its middle day, so that a municipality
that ended in a year's second month has no money of that year, and its successors do.
"""

from collections.abc import Sequence
from datetime import date

from chassis import clock
from contracts.boundaries import Step, middle_of
from services.budgets.imports.rows import LineRow
from services.budgets.reference.models import Place
from services.budgets.reference.service import Named

Fault = tuple[str, str]


def place_fault(row: LineRow, named: Named) -> Fault | None:
    """The rule that the line's place breaks, and how; None when it is in order."""
    periods = named.places.get(row.location_code)
    if not periods:
        return "place-unknown", "the registry knows no place with this code"
    days = {middle_of(year, row.sphere) for year in row.amount} or {clock.today()}
    for day in sorted(days):
        fault = _fault_on(day, periods, named)
        if fault is not None:
            return fault
    return None


def _fault_on(day: date, periods: Sequence[Place], named: Named) -> Fault | None:
    standing = [place for place in periods if place.stood_on(day)]
    if any(place.concerns(named.space) for place in standing):
        return None
    if standing:
        detail = f"neither in {named.space.code} nor its province or country"
        return "place-outside-space", detail
    if day < periods[0].valid_from:
        detail = f"{periods[0].code} stands since {periods[0].valid_from}"
        return "place-not-yet", detail + _predecessors(periods[0], named.steps)
    ended = max(place.valid_to for place in periods if place.valid_to is not None)
    return "place-ended", f"{periods[0].code} ended on {ended}" + _successors(
        periods[0].code, ended, named.steps
    )


def _successors(code: str, ended: date, steps: Sequence[Step]) -> str:
    after = sorted(
        step.new[0] for step in steps if (step.old[0], step.effective) == (code, ended)
    )
    return _listed(after, "follows it", "follow it")


def _predecessors(place: Place, steps: Sequence[Step]) -> str:
    began = (place.code, place.valid_from)
    before = sorted(
        step.old[0] for step in steps if (step.new[0], step.effective) == began
    )
    return _listed(before, "came before it", "came before it")


def _listed(codes: Sequence[str], one: str, many: str) -> str:
    if not codes:
        return ""
    return f"; {', '.join(codes)} {one if len(codes) == 1 else many}"
