"""What budgets remember of places, organs and interventions."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Numeric
from sqlalchemy.orm import Mapped, mapped_column

from chassis.errors import Unprocessable
from chassis.periods import stands
from services.budgets.tables import BudgetsTable

COUNTRY, PROVINCE, SPACE = "country", "province", "space"
MUNICIPALITY = "municipality"


class SpaceUnknown(Unprocessable):
    """A One Budget is for one of the spaces that the registry holds today."""


class Place(BudgetsTable):
    """A place while it stood; a space and its municipality are two, with one code."""

    __tablename__ = "place"

    kind: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    name: Mapped[str]
    category: Mapped[str | None]
    miif_class: Mapped[str | None]
    parent_code: Mapped[str | None]
    space_code: Mapped[str | None]
    province_code: Mapped[str | None]
    population_2016: Mapped[int | None]

    def stood_on(self, day: date) -> bool:
        return stands(self, day)

    def concerns(self, space: "Place") -> bool:
        """Whether money of the space may be located at this place.

        It lies within the space, or is the space's province or the country.
        """
        if self.kind == COUNTRY:
            return True
        if self.kind == PROVINCE:
            return self.code == space.province_code
        return self.space_code == space.code


class PlaceTransition(BudgetsTable):
    """What became of one municipality in one other; null weight: not established."""

    __tablename__ = "place_transition"

    effective: Mapped[date] = mapped_column(primary_key=True)
    old_code: Mapped[str] = mapped_column(primary_key=True)
    old_since: Mapped[date]
    old_space_code: Mapped[str]
    new_code: Mapped[str] = mapped_column(primary_key=True)
    new_since: Mapped[date]
    new_space_code: Mapped[str]
    change: Mapped[str]
    weight: Mapped[Decimal | None] = mapped_column(Numeric(13, 12))


class Organ(BudgetsTable):
    """An organ of state or another party; `sphere` may also be `soe` or `private`."""

    __tablename__ = "organ"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    sphere: Mapped[str]
    place_code: Mapped[str | None]
    version: Mapped[int]


class KnownIntervention(BudgetsTable):
    """A code that a plan of the space has used, drafted or adopted."""

    __tablename__ = "known_intervention"

    space_code: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(primary_key=True)
