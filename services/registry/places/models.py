"""A place: what it is called, where it belongs, and from when to when.

A row is a period during which nothing the registry says of the place changed: its
name, parent, class and boundaries. What a code stood for is therefore one look-up.
"""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import MetaData, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import Table, tables
from chassis.errors import NotFound, Unprocessable
from chassis.periods import stands
from contracts.events.registry import PlaceRecord, TransitionRecord

COUNTRY, PROVINCE, SPACE = "country", "province", "space"
MUNICIPALITY, WARD = "municipality", "ward"

CENSUS_2011 = date(2011, 10, 9)
"""The night of which the census asked."""

CONTINUING = frozenset({"continued", "moved", "renamed", "reclassified"})
"""What begins a new period of the same place; anything else begins another place."""

SAME_BOUNDARIES = CONTINUING - {"continued"}


class PlaceNotFound(NotFound):
    """No place of this kind has this code on that day."""


class SpaceNotFound(NotFound):
    """No space has this code on that day; the detail names what took its place."""


class MunicipalityNotFound(NotFound):
    """No municipality has this code on that day; the detail names its successors."""


class CategoryUnknown(Unprocessable):
    """The country has no such category of places of this kind."""


class PlacesTable(Table):
    __abstract__ = True
    metadata: ClassVar[MetaData] = tables()


class Place(PlacesTable):
    """A place as it was from `valid_from` until the day before `valid_to`.

    `since` is the first day the registry holds of this place under this code,
    `boundaries_since` the first day of its present boundaries, `begun_by` what began
    the period, `vintage` the demarcation that last told us of it. A space and its
    district municipality share a code and are two places.
    """

    __tablename__ = "place"

    kind: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    since: Mapped[date]
    boundaries_since: Mapped[date]
    begun_by: Mapped[str]
    vintage: Mapped[str]
    name: Mapped[str]
    category: Mapped[str | None]
    miif_class: Mapped[str | None]
    seat: Mapped[str | None]
    parent_code: Mapped[str | None]
    space_code: Mapped[str | None]
    province_code: Mapped[str | None]
    population_2011: Mapped[int | None]
    population_2016: Mapped[int | None]

    @property
    def populations_comparable(self) -> bool:
        """Whether both figures were counted on the boundaries of this period."""
        return self.boundaries_since <= CENSUS_2011

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.code

    @property
    def above(self) -> tuple[str, str] | None:
        """Kind and code of the place above in the tree of areas.

        A municipality lies in a space, whoever its parent as an organ is.
        """
        over = {
            PROVINCE: (COUNTRY, self.parent_code),
            SPACE: (PROVINCE, self.province_code),
            MUNICIPALITY: (SPACE, self.space_code),
            WARD: (MUNICIPALITY, self.parent_code),
        }.get(self.kind)
        return None if over is None else (over[0], over[1] or "")

    def stood_on(self, day: date) -> bool:
        return stands(self, day)

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


class Transition(PlacesTable):
    """What became of one municipality, in one other, on one day.

    `weight` is the share of the old one that lies in the new one; null while nobody
    established it. A municipality is its code and its first day (`since`).
    """

    __tablename__ = "place_transition"

    effective: Mapped[date] = mapped_column(primary_key=True)
    old_code: Mapped[str] = mapped_column(primary_key=True)
    new_code: Mapped[str] = mapped_column(primary_key=True)
    old_since: Mapped[date]
    new_since: Mapped[date]
    old_change: Mapped[str]
    new_change: Mapped[str]
    change: Mapped[str]
    old_space_code: Mapped[str]
    new_space_code: Mapped[str]
    weight: Mapped[Decimal | None] = mapped_column(Numeric(13, 12))
    weight_basis: Mapped[str | None]
    weight_source: Mapped[str | None]
    vintage: Mapped[str]

    @property
    def crosses_spaces(self) -> bool:
        return self.old_space_code != self.new_space_code

    def record(self) -> TransitionRecord:
        """What other services keep of this transition."""
        return TransitionRecord(
            effective=self.effective,
            old_code=self.old_code,
            old_since=self.old_since,
            old_space_code=self.old_space_code,
            new_code=self.new_code,
            new_since=self.new_since,
            new_space_code=self.new_space_code,
            change=self.change,
            weight=self.weight,
        )
