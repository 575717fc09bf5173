"""What plans remember of places and organs."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from chassis.errors import Unprocessable
from services.plans.tables import PlansTable

COUNTRY, PROVINCE, SPACE = "country", "province", "space"
MUNICIPALITY = "municipality"


class SpaceUnknown(Unprocessable):
    """A One Plan is for one of the spaces that the registry holds today."""


class Place(PlansTable):
    """A place while it stood; a space and its municipality are two, with one code."""

    __tablename__ = "place"

    kind: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    name: Mapped[str]
    space_code: Mapped[str | None]
    province_code: Mapped[str | None]

    def concerns(self, space: "Place") -> bool:
        """Whether a plan for the space may be about this place.

        It lies within the space, or is the space's province or the country.
        """
        if self.kind == COUNTRY:
            return True
        if self.kind == PROVINCE:
            return self.code == space.province_code
        return self.space_code == space.code


class Organ(PlansTable):
    """An organ of state or another party; `sphere` may also be `soe` or `private`."""

    __tablename__ = "organ"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    sphere: Mapped[str]
    place_code: Mapped[str | None]
    version: Mapped[int]


class OrganEnd(PlansTable):
    """The day from which an organ stands no more; null while no end is known."""

    __tablename__ = "organ_end"

    code: Mapped[str] = mapped_column(primary_key=True)
    ended_on: Mapped[date | None]
    version: Mapped[int]
