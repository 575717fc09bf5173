"""Everything that is wrong with the cells an organ states, found at once."""

from collections.abc import Iterator, Mapping, Sequence

from chassis.errors import FieldError
from services.plans.commitments.models import (
    HORIZON,
    Cell,
    Commitment,
    CommitmentState,
)
from services.plans.documents.horizons import Years
from services.plans.documents.rules import beyond_horizon, check_places
from services.plans.reference.models import Place
from services.plans.reference.service import Named

Key = tuple[str, str, str]


def faults_of(
    cells: Sequence[Cell],
    *,
    standing: Mapping[Key, Commitment],
    horizons: Mapping[str, Years],
    named: Named,
    space: Place,
) -> Iterator[FieldError]:
    """`standing` is what stands in the plan, `horizons` those of what is in it."""
    seen: set[Key] = set()
    for position, cell in enumerate(cells):
        at = f"/cells/{position}"
        if cell.key in seen:
            yield FieldError(at, "cell-repeated", "this cell is stated before")
            continue
        seen.add(cell.key)
        yield from _planned(cell, horizons, at)
        yield from _names(cell, named, space, at)
        yield from _over(cell, standing.get(cell.key), at)


def _planned(
    cell: Cell, horizons: Mapping[str, Years], at: str
) -> Iterator[FieldError]:
    """The plan has the intervention, and money comes while it lasts."""
    if cell.intervention_code not in horizons:
        detail = f"the plan has no intervention {cell.intervention_code}"
        yield FieldError(f"{at}/intervention_code", "intervention-unknown", detail)
    elif cell.period != HORIZON and cell.amount:
        beyond = beyond_horizon(cell.period, *horizons[cell.intervention_code])
        if beyond is not None:
            yield FieldError(f"{at}/period", "period-outside-horizon", beyond)


def _names(cell: Cell, named: Named, space: Place, at: str) -> Iterator[FieldError]:
    if cell.organ not in named.organs:
        detail = f"the registry knows no organ {cell.organ}"
        yield FieldError(f"{at}/organ", "organ-unknown", detail)
    if cell.place_code is not None:
        for breach in check_places([cell.place_code], named, space, at="place_code"):
            yield FieldError(f"{at}/place_code", breach.rule, breach.detail)


def _over(cell: Cell, known: Commitment | None, at: str) -> Iterator[FieldError]:
    """Whether it may be said over what stands there."""
    where = f"{at}/revision"
    if known is None:
        if cell.revision is not None:
            yield FieldError(where, "revision-stale", "there is no commitment here")
        return
    if known.says(cell):
        return
    if cell.revision is None:
        detail = f"send the revision you read; it is {known.revision}"
        yield FieldError(where, "revision-missing", detail)
    elif cell.revision != known.revision:
        yield FieldError(where, "revision-stale", f"it is at {known.revision}")
    elif known.state is CommitmentState.CONFIRMED:
        yield FieldError(at, "commitment-confirmed", "withdraw it, then state another")
