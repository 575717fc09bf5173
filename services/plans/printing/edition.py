"""All that one printed edition says: plain data, the same on every day.

It goes to the press, a process of its own, as JSON.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Phased:
    """Amounts by financial year, and one for which no year is named."""

    planned: Mapping[str, Decimal]
    unphased: Decimal | None

    @property
    def total(self) -> Decimal:
        return sum(self.planned.values(), self.unphased or Decimal(0))


@dataclass(frozen=True)
class Pledge(Phased):
    """What one organ commits to an intervention, as far as it stands alike."""

    organ: str
    state: str


@dataclass(frozen=True)
class Row(Phased):
    """An intervention as a line of the commitment matrix.

    `points` are documents with `lon`, `lat`, `label` and `place_code`.
    """

    code: str
    title: str
    organ: str
    sphere: str
    places: Sequence[str]
    points: Sequence[Mapping[str, str | None]] = ()
    pledges: Sequence[Pledge] = ()


@dataclass(frozen=True)
class Mark:
    """Somebody's decision or signature, for which body or seat, by which office."""

    what: str
    body: str
    who: str
    office: str
    on: str


@dataclass(frozen=True)
class Edition:
    """A plan to be printed; `seal` and `address` are those of an adopted one.

    `municipalities` and `organs` are names by code.
    """

    title: str
    vision: str | None
    space_code: str
    space_name: str
    version: int
    generation: int
    status: str
    provenance: str
    adopted_on: str | None
    seal: str | None
    address: str | None
    municipalities: Mapping[str, str]
    organs: Mapping[str, str]
    rows: Sequence[Row]
    marks: Sequence[Mark]

    @property
    def is_draft(self) -> bool:
        return self.seal is None

    @property
    def warning(self) -> str | None:
        """What is written across every page."""
        words = [
            "DRAFT" if self.is_draft else "",
            "SUPERSEDED" if self.status == "superseded" else "",
            "ILLUSTRATIVE" if self.provenance == "illustrative" else "",
        ]
        return " - ".join(filter(None, words)) or None

    @property
    def years(self) -> list[str]:
        lines = [line for row in self.rows for line in (row, *row.pledges)]
        return sorted({year for line in lines for year in line.planned})

    def written(self) -> Json:
        return asdict(self)


def read(written: Json) -> Edition:
    """The edition that was written, amounts exact again."""
    rows = [_row(row) for row in written["rows"]]
    marks = [Mark(**mark) for mark in written["marks"]]
    return Edition(**(written | {"rows": rows, "marks": marks}))


def _row(written: Json) -> Row:
    pledges = tuple(Pledge(**(each | _exact(each))) for each in written["pledges"])
    return Row(**(written | _exact(written) | {"pledges": pledges}))


def _exact(written: Json) -> Json:
    """The amounts of a line, exact again."""
    planned = {year: Decimal(amount) for year, amount in written["planned"].items()}
    unphased = written["unphased"]
    return {
        "planned": planned,
        "unphased": None if unphased is None else Decimal(unphased),
    }
