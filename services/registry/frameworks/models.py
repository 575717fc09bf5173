"""Frameworks, items, mappings and programmes, as the registry stated them from a day.

Stated                  what all have: from when and until when the registry says so
  Framework             one version of a framework, and the days it is in force
  FrameworkItem         something in it that plans may refer to
  FrameworkMapping      how an item relates to one of another framework
  Programme             a public programme and who leads it
"""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import MetaData
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import Table, tables
from chassis.errors import NotFound


class FrameworkNotFound(NotFound):
    """The registry knows no framework of this code."""


class FrameworkVersionNotFound(NotFound):
    """The framework has no such version, or none in force on that day."""


class FrameworksTable(Table):
    __abstract__ = True
    metadata: ClassVar[MetaData] = tables()


class Stated(FrameworksTable):
    """`record` names what is stated; the last statement has no `stated_to`."""

    __abstract__ = True
    said: ClassVar[tuple[str, ...]]
    """What a later statement may change."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    record: Mapped[str]
    stated_in: Mapped[str]
    stated_from: Mapped[date]
    stated_to: Mapped[date | None]

    def content(self) -> dict[str, Any]:
        """What is said, as JSON."""
        said = {name: getattr(self, name) for name in self.said}
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in said.items()
        }


class Framework(Stated):
    __tablename__ = "framework"
    said = ("name", "authority", "begins", "ends", "supersedes", "confidence", "source")

    framework: Mapped[str]
    version: Mapped[str]
    name: Mapped[str]
    authority: Mapped[str]
    begins: Mapped[date]
    ends: Mapped[date | None]
    supersedes: Mapped[str | None]
    confidence: Mapped[str]
    source: Mapped[str]

    def is_in_force(self, day: date) -> bool:
        return self.begins <= day and (self.ends is None or day < self.ends)


class FrameworkItem(Stated):
    __tablename__ = "framework_item"
    said = ("parent", "level", "title", "confidence")

    framework: Mapped[str]
    version: Mapped[str]
    code: Mapped[str]
    parent: Mapped[str | None]
    level: Mapped[int]
    title: Mapped[str]
    confidence: Mapped[str]


class FrameworkMapping(Stated):
    __tablename__ = "framework_mapping"
    said = ("relation", "confidence", "source")

    framework: Mapped[str]
    version: Mapped[str]
    code: Mapped[str]
    to_framework: Mapped[str]
    to_version: Mapped[str]
    to_code: Mapped[str]
    relation: Mapped[str]
    confidence: Mapped[str]
    source: Mapped[str]


class Programme(Stated):
    __tablename__ = "programme"
    said = ("name", "lead", "lead_organ", "begins", "ends", "confidence", "source")

    code: Mapped[str]
    name: Mapped[str]
    lead: Mapped[str]
    lead_organ: Mapped[str | None]
    begins: Mapped[date]
    ends: Mapped[date | None]
    confidence: Mapped[str]
    source: Mapped[str]
