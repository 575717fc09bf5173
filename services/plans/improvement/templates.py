"""Templates of improvement plans: packaged, versioned, checked when they are read."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Act = Literal["endorses", "recommends", "approves"]
Gate = Literal["validated", "approved"]
Version = tuple[str, int]
COMMON_YEAR = 2001
"""A year without a leap day."""


class _Packaged(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ImprovementBody(_Packaged):
    """A body that decides in its turn; the last one approves.

    `structure_kind` says which structure of the registry it is, where that knows it.
    """

    code: str
    name: str
    act: Act
    needs_minute: bool
    structure_kind: str | None = None


class ImprovementTemplateTask(_Packaged):
    """A task: due so many days after those before it, or by a day of the year later.

    `gate` is what must be true of the plan before the task is done.
    """

    code: str
    step: str
    title: str
    role: str
    after: tuple[str, ...]
    days: int = Field(ge=0, le=1000)
    by_day: str | None = Field(default=None, pattern=r"^\d\d-\d\d$")
    checklist: tuple[str, ...]
    gate: Gate | None = None

    @field_validator("by_day")
    @classmethod
    def is_in_every_year(cls, day: str | None) -> str | None:
        if day is not None:
            date.fromisoformat(f"{COMMON_YEAR}-{day}")
        return day


class ImprovementTemplate(_Packaged):
    """Linked tasks, the bodies in order, and the currency of costs."""

    code: str
    version: int
    title: str
    country: str | None
    currency: str
    years: int
    source: str
    confidence: Literal["high", "medium", "low"]
    bodies: tuple[ImprovementBody, ...] = Field(min_length=1)
    tasks: tuple[ImprovementTemplateTask, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def is_linked(self) -> Self:
        """Tasks come after those they wait for, so that there is no cycle."""
        seen: set[str] = set()
        for task in self.tasks:
            if task.code in seen or not set(task.after) <= seen:
                raise ValueError(f"{task.code} is repeated or comes too early")
            seen.add(task.code)
        if [body.act for body in self.bodies].count("approves") != 1:
            raise ValueError("one body approves")
        if self.bodies[-1].act != "approves":
            raise ValueError("the last body approves")
        return self

    def body_at(self, turn: int) -> ImprovementBody:
        return self.bodies[turn]


@cache
def templates() -> Mapping[Version, ImprovementTemplate]:
    """Every packaged template by code and version, in that order."""
    found = [
        ImprovementTemplate.model_validate_json(file.read_bytes())
        for file in files(__package__).joinpath("templates").iterdir()
        if file.name.endswith(".json")
    ]
    by_version = sorted(found, key=lambda each: (each.code, each.version))
    if any(
        a.code == b.code and a.version == b.version for a, b in pairwise(by_version)
    ):
        raise ValueError("a template has one file per version")
    return MappingProxyType({(each.code, each.version): each for each in by_version})


def newest(code: str) -> ImprovementTemplate | None:
    """The template's latest version."""
    versions = [each for each in templates().values() if each.code == code]
    return versions[-1] if versions else None
