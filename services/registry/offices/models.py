"""An office, from when to when, and what its kind lets holders do where it acts."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ARRAY, MetaData, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import Table, tables
from chassis.errors import NotFound
from chassis.periods import stands
from contracts.events.registry_offices import OfficeRecord
from services.registry.periods import PROPOSAL


class OfficeNotFound(NotFound):
    """No office has this code on that day."""


class OfficesTable(Table):
    __abstract__ = True
    metadata: ClassVar[MetaData] = tables()


class OfficeKind(OfficesTable):
    """What offices of a kind are called, and the kind of place each serves.

    `champion` is the tier of the District Development Model that holders champion.
    """

    __tablename__ = "office_kind"

    kind: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    sphere: Mapped[str]
    place_kind: Mapped[str]
    champion: Mapped[str | None]
    valid_from: Mapped[date]
    source: Mapped[str]


class OfficePower(OfficesTable):
    """The scopes a kind of office gives from `valid_from` to before `valid_to`."""

    __tablename__ = "office_power"

    kind: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    source: Mapped[str]


class Office(OfficesTable):
    """An office as it was from `valid_from` until the day before `valid_to`.

    `space_codes` are the spaces it covers, `*` for all; `origin` is pack or proposal.
    """

    __tablename__ = "office"

    code: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    title: Mapped[str]
    kind: Mapped[str]
    organ_code: Mapped[str | None]
    place_code: Mapped[str]
    space_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    origin: Mapped[str]
    version: Mapped[int]

    def stood_on(self, day: date) -> bool:
        return stands(self, day)

    def restated(self, **changes: object) -> "Office":
        """A copy that differs in this, as somebody states it."""
        columns = self.__table__.columns.keys()
        values = {name: getattr(self, name) for name in columns}
        stated = {"origin": PROPOSAL, "version": self.version + 1}
        return Office(**values | stated | changes)

    def says(self) -> dict[str, object]:
        """What is stated of it, as JSON."""
        return {
            "title": self.title,
            "kind": self.kind,
            "organ_code": self.organ_code,
            "place_code": self.place_code,
            "space_codes": sorted(self.space_codes),
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
        }

    def record(self, kind: OfficeKind) -> OfficeRecord:
        """What other services keep of this office."""
        return OfficeRecord(
            code=self.code,
            title=self.title,
            kind=self.kind,
            sphere=kind.sphere,
            organ_code=self.organ_code,
            place_kind=kind.place_kind,
            place_code=self.place_code,
            space_codes=tuple(self.space_codes),
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            version=self.version,
        )
