"""Events published by registry about organs over time."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from contracts.event import Event


class OrganPeriodRecord(BaseModel):
    """An organ as it is from `valid_from` until the day before `valid_to`.

    `vote` is the number of its vote in the budget of its sphere; `functions` are the
    functions it was given beside those that follow from what it is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    valid_from: date
    valid_to: date | None
    name: str
    kind: str
    sphere: str
    place_code: str | None
    parent_code: str | None
    vote: int | None
    functions: tuple[str, ...]


class OrganHistoryRecord(BaseModel):
    """An organ in all its periods, oldest first. A higher `version` replaces a lower.

    `organ_id` stays the same whatever the organ is called.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    organ_id: UUID
    code: str
    periods: tuple[OrganPeriodRecord, ...]
    version: int


class OrgansStated(Event):
    """These organs of state and other parties were, are or will be so, over time."""

    subject: ClassVar[str] = "onedistrict.registry.organs_stated.v1"
    ordered_by: ClassVar[str] = "batch"

    batch: str
    organs: tuple[OrganHistoryRecord, ...]


class OrganSuccessionRecord(BaseModel):
    """What became of one organ in one other on a day.

    `change` is renamed, merged, split, absorbed or transferred.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    effective: date
    old_code: str
    new_code: str
    change: str


class OrgansSucceeded(Event):
    """Organs went over into others; what is told again changes nothing."""

    subject: ClassVar[str] = "onedistrict.registry.organs_succeeded.v1"
    ordered_by: ClassVar[str] = "batch"

    batch: str
    successions: tuple[OrganSuccessionRecord, ...]
