"""The columns of a file of a sitting's agenda, challenges, resolutions and actions."""

import re
from dataclasses import dataclass
from datetime import date

from typing_extensions import override

from chassis.tabular.columns import Column
from chassis.tabular.kinds import CellRefused, choice, code, day, text
from chassis.tabular.layout import Layout
from chassis.tabular.table import Cell
from services.plans.resolutions.models import (
    LETTERS,
    MatterKind,
    MatterStatus,
    ResolutionOutcome,
)

AGENDA = "agenda_item"
LABEL = re.compile(r"([CPAI]?)([1-9][0-9]{0,4})")
KINDS = {letter: kind.value for kind, letter in LETTERS.items()} | {"I": AGENDA}
LONGEST_CONTENT = 2000


@dataclass(frozen=True, order=True)
class Label:
    """A kind and a number within the sitting.

    `C1` is a challenge, `P1` a proposal, `1` a resolution, `A1` an action, `I1` an
    agenda item.
    """

    kind: str
    seq: int

    @override
    def __str__(self) -> str:
        letter = next(letter for letter, kind in KINDS.items() if kind == self.kind)
        return f"{letter}{self.seq}"


def label(cell: Cell) -> Label:
    found = LABEL.fullmatch(str(text(20)(cell)))
    if found is None:
        raise CellRefused("label-not-valid", "such as C1, P1, 1, A1 or I1")
    return Label(KINDS[found[1]], int(found[2]))


@dataclass(frozen=True, kw_only=True)
class MatterRow:
    """One row; what may be blank has a default."""

    row: int
    label: Label
    content: str
    kind: str | None = None
    outcome: str | None = None
    commission: str | None = None
    follows: Label | None = None
    on: date | None = None
    owner_organ: str | None = None
    owner_as_found: str | None = None
    due_on: date | None = None
    evidence: str | None = None
    tabled_by: str | None = None
    source: str | None = None
    status: str | None = None
    reference: str | None = None


LAYOUT = Layout(
    MatterRow,
    (
        Column("label", label, required=True, unique=True),
        Column("content", text(LONGEST_CONTENT), required=True),
        Column("kind", choice([*(kind.value for kind in MatterKind), AGENDA])),
        Column("outcome", choice([outcome.value for outcome in ResolutionOutcome])),
        Column("commission", text(200)),
        Column("follows", label),
        Column("on", day),
        Column("owner_organ", code),
        Column("owner_as_found", text(200)),
        Column("due_on", day),
        Column("evidence", text(LONGEST_CONTENT)),
        Column("tabled_by", code),
        Column("source", text(LONGEST_CONTENT)),
        Column("status", choice([status.value for status in MatterStatus])),
        Column("reference", text(200)),
    ),
)

HEADER = tuple(column.name for column in LAYOUT.columns)
