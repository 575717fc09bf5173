"""What is known of a municipality's past and future, and what is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from chassis.errors import Conflict, NotFound, Unprocessable


class LineageNotFound(NotFound):
    """No municipality ever had this code."""


class WeightsNotEstablished(Conflict):
    """What was divided is apportioned by established weights only; these are not.

    Nobody has established which share of the old municipality lies in which new one.
    """


class ApportionmentBackwards(Unprocessable):
    """Figures are carried from earlier boundaries to later ones."""


class ApportionmentSourceUnknown(NotFound):
    """No municipality of this code stood on the day of the figures."""


@dataclass(frozen=True)
class Lineage:
    """A municipality with what it came from and what it became, as JSON objects."""

    code: str
    name: str
    since: date
    valid_to: date | None
    space_code: str
    province_code: str
    predecessors: Sequence[dict[str, Any]]
    successors: Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Part:
    """A share of an old municipality: which one of today, how much, and says who."""

    code: str
    since: date
    weight: Decimal
    space_code: str
    amount: Decimal | None = None


@dataclass(frozen=True)
class Apportionment:
    """Figures of `code` on the boundaries of `as_of`, on those of `target`."""

    code: str
    as_of: date
    target: date
    space_code: str
    parts: Sequence[Part]
