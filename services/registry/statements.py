"""How master data is stated: rows in force from a day on, and what they change.

Every kind of record that a change proposal may carry offers one `Subject`. A dry run,
a proposal's preview and its application are the same call, `state`; the first two are
undone by a savepoint, so what is shown is what would happen.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.errors import Unprocessable
from chassis.tabular.layout import Layout
from chassis.web.fields import Sent

R = TypeVar("R", bound=Sent)


class StatementRefused(Unprocessable):
    """Rows break rules of the registry; each error names its row, field and rule."""


class Effect(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"


@dataclass(frozen=True)
class Difference:
    """What a statement does to one record: its fields before and after, as JSON."""

    record: str
    effect: Effect
    effective: date
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Subject(Generic[R]):
    """One kind of record: its row on the wire, its file, and how rows are stated.

    `state` writes the rows as in force from the day on, records the events that tell
    the other services, and returns what changed; a row that changes nothing yields no
    difference. It raises `StatementRefused` with pointers `/rows/<index>/<field>`.
    """

    name: str
    row: type[R]
    layout: Layout[Any]
    state: Callable[[AsyncSession, Sequence[R], date], Awaitable[list[Difference]]]
