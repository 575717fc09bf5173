"""An organ of state or another party, from when to when it was what.

A row is a period during which nothing the registry says of the organ changed. Its id
stays through renames and changes of vote; its code is never given to another organ,
except that a municipality may take the code of one that ended.
"""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy import MetaData, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import Table, tables
from chassis.errors import NotFound, Unprocessable
from chassis.periods import stands
from contracts.events.registry import OrganRecord
from contracts.events.registry_organs import (
    OrganHistoryRecord,
    OrganPeriodRecord,
    OrganSuccessionRecord,
)

DEMARCATION = "demarcation"
"""The origin of municipalities: they follow their places."""


class OrganNotFound(NotFound):
    """No organ has this code on that day; the detail names what took its place."""


class FunctionNotFound(NotFound):
    """The country's classification has no function of this code."""


class FunctionPlaceUnknown(Unprocessable):
    """`place` is the code of a municipality or a space that stands on that day."""


class OrgansTable(Table):
    __abstract__ = True
    metadata: ClassVar[MetaData] = tables()


class Organ(OrgansTable):
    """An organ as it was from `valid_from` until the day before `valid_to`.

    `origin` is pack, proposal or demarcation. `version` counts the statements about
    the organ and is the same in all of its periods.
    """

    __tablename__ = "organ"

    code: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    id: Mapped[UUID]
    name: Mapped[str]
    kind: Mapped[str]
    sphere: Mapped[str]
    place_code: Mapped[str | None]
    parent_code: Mapped[str | None]
    vote: Mapped[int | None]
    functions: Mapped[list[str]] = mapped_column(ARRAY(Text))
    confidence: Mapped[str | None]
    source: Mapped[str | None]
    illustrative: Mapped[bool]
    origin: Mapped[str]
    version: Mapped[int]

    def stood_on(self, day: date) -> bool:
        return stands(self, day)

    def record(self) -> OrganRecord:
        """What other services keep of this organ while it is so."""
        return OrganRecord(
            code=self.code,
            name=self.name,
            kind=self.kind,
            sphere=self.sphere,
            place_code=self.place_code,
            version=self.version,
        )

    def period(self) -> OrganPeriodRecord:
        return OrganPeriodRecord(
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            name=self.name,
            kind=self.kind,
            sphere=self.sphere,
            place_code=self.place_code,
            parent_code=self.parent_code,
            vote=self.vote,
            functions=tuple(self.functions),
        )


def history(periods: Sequence[Organ]) -> OrganHistoryRecord:
    """What other services keep of one organ's periods, oldest first."""
    last = periods[-1]
    return OrganHistoryRecord(
        organ_id=last.id,
        code=last.code,
        periods=tuple(organ.period() for organ in periods),
        version=last.version,
    )


class OrganSuccession(OrgansTable):
    """What became of one organ in one other, on one day."""

    __tablename__ = "organ_succession"

    effective: Mapped[date] = mapped_column(primary_key=True)
    old_code: Mapped[str] = mapped_column(primary_key=True)
    new_code: Mapped[str] = mapped_column(primary_key=True)
    change: Mapped[str]
    confidence: Mapped[str | None]
    source: Mapped[str | None]
    origin: Mapped[str]

    @property
    def key(self) -> tuple[date, str, str]:
        return self.effective, self.old_code, self.new_code

    def record(self) -> OrganSuccessionRecord:
        return OrganSuccessionRecord(
            effective=self.effective,
            old_code=self.old_code,
            new_code=self.new_code,
            change=self.change,
        )


class SocialLabourPlan(OrgansTable):
    """What a company owes municipalities under a right, for the years of a plan."""

    __tablename__ = "social_labour_plan"

    right_number: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date]
    organ_code: Mapped[str]
    beneficiaries: Mapped[list[str]] = mapped_column(ARRAY(Text))
    source: Mapped[str | None]
    illustrative: Mapped[bool]
    origin: Mapped[str]
