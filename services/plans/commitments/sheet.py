"""The matrix as a table: a row per commitment, for a spreadsheet."""

from collections.abc import Sequence

from chassis.tabular.writing import Sheet
from services.plans.commitments.models import Commitment

HEADER = (
    "intervention_code",
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


def sheet_of(commitments: Sequence[Commitment]) -> Sheet:
    """Amounts in rand."""
    rows = [
        tuple(_shown(getattr(commitment, name)) for name in HEADER)
        for commitment in commitments
    ]
    return Sheet("commitments", HEADER, rows)


def _shown(value: object) -> str:
    return "" if value is None else str(value)
