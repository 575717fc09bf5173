"""Events published by registry about frameworks that plans refer to."""

from datetime import date
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from contracts.event import Event


class FrameworkItemRecord(BaseModel):
    """An item of a framework that plans may refer to; level 1 has no parent."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    parent_code: str | None
    level: int
    title: str


class FrameworksStated(Event):
    """A version of a framework is in force on these days, and has these items.

    It comes whole, in parts of the same `revision`; a higher one replaces a lower one.
    `supersedes` is written FRAMEWORK/VERSION.
    """

    subject: ClassVar[str] = "onedistrict.registry.frameworks_stated.v1"
    ordered_by: ClassVar[str] = "framework"

    framework: str
    version: str
    name: str
    supersedes: str | None
    valid_from: date
    valid_to: date | None
    withdrawn: bool
    revision: int
    part: int
    parts: int
    items: tuple[FrameworkItemRecord, ...]
