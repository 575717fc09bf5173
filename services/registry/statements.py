"""How master data is stated: rows in force from a day on, and what they change.

Every kind of record that a change proposal may carry offers one `Subject`. A dry run,
a proposal's preview and its application are the same call, `state`; the first two are
undone by a savepoint, so what is shown is what would happen.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.errors import FieldError, Unprocessable
from chassis.tabular.layout import Layout
from chassis.web.fields import Sent
from services.registry.layouts import Cells, layout_of

R = TypeVar("R", bound=Sent)

MOST_ERRORS = 500


class StatementRefused(Unprocessable):
    """Rows break rules of the registry; each error names its row, field and rule.

    Errors point to `/rows/<index>/<field>`; at most 500 are listed.
    """


class Effect(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"


class Confidence(StrEnum):
    """How sure the registry is of a fact."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True)
class Difference:
    """What a statement does to one record: its fields before and after, as JSON.

    The same rows on the same records always yield the same differences: no identifiers
    made up on the way, no time of day.
    """

    record: str
    effect: Effect
    effective: date
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Subject(Generic[R]):
    """One kind of record: its row on the wire, and how rows are stated.

    `state` writes the rows as in force from the day on, records the events that tell
    the other services, and returns what changed; a row that changes nothing yields no
    difference. It raises `StatementRefused` with pointers `/rows/<index>/<field>`. No
    other statement is under way while it runs.
    """

    name: str
    row: type[R]
    state: Callable[[AsyncSession, Sequence[R], date], Awaitable[list[Difference]]]

    @cached_property
    def layout(self) -> Layout[Cells]:
        """Its file: a column per field of the row."""
        return layout_of(self.row)


class Stated(Protocol):
    """Whatever a proposal may carry: a subject, or a set of files.

    A set of files is sent to an address of its own; its rows are read there, and kept.
    """

    @property
    def name(self) -> str: ...

    @property
    def row(self) -> type[Sent]: ...

    @property
    def state(
        self,
    ) -> Callable[[AsyncSession, Sequence[Any], date], Awaitable[list[Difference]]]: ...


@dataclass(frozen=True)
class FileSet(Generic[R]):
    """Records that only files state; see `Subject` for what `state` does."""

    name: str
    row: type[R]
    state: Callable[[AsyncSession, Sequence[R], date], Awaitable[list[Difference]]]


@dataclass
class Faults:
    """What is wrong in which row: collected for all of them, then refused at once."""

    errors: list[FieldError] = field(default_factory=list)
    total: int = 0

    def add(self, index: int, column: str, rule: str, detail: str) -> None:
        self.total += 1
        if len(self.errors) < MOST_ERRORS:
            self.errors.append(FieldError(f"/rows/{index}/{column}", rule, detail))

    def refuse(self) -> None:
        """Raise `StatementRefused` if anything was added."""
        if self.total:
            raise StatementRefused(
                f"{self.total} errors in the rows; nothing was changed", self.errors
            )
