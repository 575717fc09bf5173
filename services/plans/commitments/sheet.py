"""The matrix and its sums as tables, for a spreadsheet; amounts in rand."""

from collections.abc import Sequence
from datetime import datetime

from chassis.tabular.writing import Sheet
from services.plans.commitments.models import Explained, Sums, summed

OF_THE_COMMITMENT = (
    "organ",
    "period",
    "amount",
    "output",
    "place_code",
    "state",
    "pledged_by",
    "confirmed_by",
    "reason",
    "revision",
    "updated_at",
)
HEADER = ("intervention_code", "intervention", "focus_area", "sphere")
SUMS = ("commitments", "proposed", "pledged", "confirmed", "withdrawn", "standing")


def sheet_of(commitments: Sequence[Explained]) -> Sheet:
    """A row per commitment, with what its codes mean."""
    rows = [
        (
            each.commitment.intervention_code,
            each.title,
            each.focus_area,
            _shown(each.sphere),
            *(_shown(getattr(each.commitment, name)) for name in OF_THE_COMMITMENT),
        )
        for each in commitments
    ]
    return Sheet("commitments", (*HEADER, *OF_THE_COMMITMENT), rows, {"amount"})


def pivot_sheet(by: Sequence[str], rows: Sequence[Sums]) -> Sheet:
    """A row per sum, and their total."""
    lines = [(*(_shown(row.keys[name]) for name in by), *_figures(row)) for row in rows]
    words = ("total", *("" for _ in by[1:]))
    total = (*words, *_figures(summed(rows)))
    return Sheet("pivot", (*by, *SUMS), [*lines, total], SUMS)


def _figures(row: Sums) -> tuple[str, ...]:
    written = row.written()
    amounts = (f"{written[name]:.2f}" for name in SUMS[1:])
    return (str(row.commitments), *amounts)


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return "" if value is None else str(value)
