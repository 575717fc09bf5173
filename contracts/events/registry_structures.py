"""Events published by registry about intergovernmental structures and their seats."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from contracts.event import Event


class MemberRecord(BaseModel):
    """A seat in a structure, by office; `role`: chair, co_chair, member, observer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    office_code: str
    role: str
    votes: bool
    valid_from: date
    valid_to: date | None


class StructureRecord(BaseModel):
    """An intergovernmental structure. A higher `version` replaces a lower one.

    `quorum_share` is the share of voting members that a sitting needs, to four
    decimals, and is reached by more than it where `quorum_exceeds`; `reports_to` is
    the structure to which matters are escalated.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name: str
    kind: str
    tier: str
    space_code: str | None
    province_code: str | None
    reports_to: str | None
    secretariat_organ_code: str | None
    quorum_share: Decimal
    quorum_exceeds: bool
    members: tuple[MemberRecord, ...]
    valid_from: date
    valid_to: date | None
    version: int


class StructuresStated(Event):
    """These structures sit, with these members by office."""

    subject: ClassVar[str] = "onedistrict.registry.structures_stated.v1"
    ordered_by: ClassVar[str] = "batch"

    batch: str
    structures: tuple[StructureRecord, ...]
