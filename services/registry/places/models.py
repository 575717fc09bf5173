"""A place: what it is called, where it belongs, and from when to when."""

from datetime import date
from typing import ClassVar

from sqlalchemy import MetaData
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import Table, tables
from chassis.errors import NotFound
from contracts.events.registry import PlaceRecord


class SpaceNotFound(NotFound):
    """No space has this code on that day."""


class MunicipalityNotFound(NotFound):
    """No municipality has this code on that day."""


class PlacesTable(Table):
    __abstract__ = True
    metadata: ClassVar[MetaData] = tables()


class Place(PlacesTable):
    """A place as it was from `valid_from` until the day before `valid_to`.

    A space and its district municipality share a code and are two places.
    """

    __tablename__ = "place"

    kind: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    name: Mapped[str]
    category: Mapped[str | None]
    miif_class: Mapped[str | None]
    seat: Mapped[str | None]
    parent_code: Mapped[str | None]
    space_code: Mapped[str | None]
    province_code: Mapped[str | None]
    population_2011: Mapped[int | None]
    population_2016: Mapped[int | None]

    def record(self) -> PlaceRecord:
        """What other services keep of this place."""
        return PlaceRecord(
            code=self.code,
            name=self.name,
            kind=self.kind,
            category=self.category,
            miif_class=self.miif_class,
            parent_code=self.parent_code,
            space_code=self.space_code,
            province_code=self.province_code,
            population_2011=self.population_2011,
            population_2016=self.population_2016,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )
