"""What a person states about frameworks and programmes: rows of change proposals."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from chassis.web.fields import Code, Name, Sent
from services.registry.statements import Confidence

VersionName = Annotated[
    str,
    StringConstraints(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}/[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"
    ),
]
"""A version of a framework, written FRAMEWORK/VERSION."""


class ItemRelation(StrEnum):
    """How one item relates to another."""

    CONTRIBUTES_TO = "contributes_to"
    EQUALS = "equals"
    SUCCEEDED_BY = "succeeded_by"


class StatedRow(Sent):
    """What is stated from the effective day on; `withdrawn` ends it instead."""

    key: ClassVar[tuple[str, ...]]

    withdrawn: bool = False

    @property
    def record(self) -> str:
        return "/".join(getattr(self, name) for name in self.key)


class FrameworkRow(StatedRow):
    """A version of a framework, in force from `begins` until the day before `ends`."""

    key = ("framework", "version")

    framework: Code = Field(examples=["MTDP"])
    version: Code = Field(examples=["2024-29"])
    name: Name
    authority: Name
    begins: date
    ends: date | None = None
    supersedes: VersionName | None = Field(default=None, examples=["MTSF/2019-24"])
    confidence: Confidence = Confidence.HIGH
    source: Name


class FrameworkItemRow(StatedRow):
    """An item of a version; its title in a few words of our own."""

    key = ("framework", "version", "code")

    framework: Code
    version: Code
    code: Code
    parent: Code | None = None
    level: int = Field(default=1, ge=1, le=9)
    title: Name
    confidence: Confidence = Confidence.HIGH


class FrameworkMappingRow(StatedRow):
    """How an item of one framework relates to an item of another."""

    key = ("framework", "version", "code", "to_framework", "to_version", "to_code")

    framework: Code
    version: Code
    code: Code
    to_framework: Code
    to_version: Code
    to_code: Code
    relation: ItemRelation = ItemRelation.CONTRIBUTES_TO
    confidence: Confidence = Confidence.HIGH
    source: Name

    @property
    def ends_of_it(self) -> tuple[str, str]:
        """The two items, by record."""
        return (
            f"{self.framework}/{self.version}/{self.code}",
            f"{self.to_framework}/{self.to_version}/{self.to_code}",
        )


class ProgrammeRow(StatedRow):
    """A public programme, who leads it, and its days."""

    key = ("code",)

    code: Code = Field(examples=["EPWP"])
    name: Name
    lead: Name
    lead_organ: Code | None = None
    begins: date
    ends: date | None = None
    confidence: Confidence = Confidence.HIGH
    source: Name
