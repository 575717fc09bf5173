"""Funds, allocations and lines as values: compared whole, written many at a time.

FundTerms    what a fund is
Allocation   what it has to give, by year
Line         what draws on it, by year
Changes      how rows that are wanted differ from those that stand
Wanted       which lines somebody asks for
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from services.budgets.lines.models import (
    GenderMarker,
    LineClass,
    Provenance,
    Sphere,
)

Amounts = Mapping[str, Decimal]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FundTerms:
    """No allowed functions means: pays for any function."""

    space_code: str
    code: str
    name: str
    grant_code: str | None
    dora_schedule: str | None
    allowed_function_codes: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """Rand by financial year, and the posting of those that are not zero."""

    space_code: str
    fund: str
    provenance: Provenance
    amounts: Amounts
    transaction_id: UUID | None = field(default=None, compare=False)

    @property
    def key(self) -> str:
        return self.fund


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A budget line; rand by financial year, where a stated zero is a statement."""

    space_code: str
    line_id: str
    title: str
    organ: str
    sphere: Sphere
    location_code: str
    fund: str
    function_code: str | None
    intervention_code: str | None
    line_class: LineClass
    in_idp: bool | None
    gender_marker: GenderMarker | None
    has_protocol: bool
    provenance: Provenance
    amounts: Amounts
    transaction_id: UUID | None = field(default=None, compare=False)

    @property
    def key(self) -> str:
        return self.line_id


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


Row = TypeVar("Row", bound=Keyed)


@dataclass(frozen=True, slots=True)
class Changes(Generic[Row]):
    """New rows, changed rows as (before, after), and how many stay as they are."""

    created: tuple[Row, ...]
    updated: tuple[tuple[Row, Row], ...]
    unchanged: int

    def __bool__(self) -> bool:
        return bool(self.created or self.updated)

    @property
    def after(self) -> list[Row]:
        return [*self.created, *(after for _, after in self.updated)]


def changes(standing: Mapping[str, Row], wanted: Iterable[Row]) -> Changes[Row]:
    """What is to be written so that the wanted rows stand."""
    created: list[Row] = []
    updated: list[tuple[Row, Row]] = []
    unchanged = 0
    for row in wanted:
        before = standing.get(row.key)
        if before is None:
            created.append(row)
        elif before == row:
            unchanged += 1
        else:
            updated.append((before, row))
    return Changes(tuple(created), tuple(updated), unchanged)


@dataclass(frozen=True)
class Wanted:
    """Which lines are asked for; `None` asks for any."""

    space_code: str | None = None
    fund: str | None = None
    organ: str | None = None
    intervention_code: str | None = None
