"""What plans remember of offices, who holds them, and the structures they sit in."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Numeric, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.errors import Unprocessable
from chassis.periods import stands
from contracts.events.registry_structures import MemberRecord
from services.plans.tables import PlansTable

ACTING = "acting"
CHAIRS = ("chair", "co_chair")


class StructureUnknown(Unprocessable):
    """A sitting is one of an intergovernmental structure that stands on that day."""


class Office(PlansTable):
    """An office during one period; people hold it by appointment."""

    __tablename__ = "office"

    code: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    kind: Mapped[str]
    organ_code: Mapped[str | None]
    place_code: Mapped[str | None]
    version: Mapped[int]


class Appointment(PlansTable):
    """Who holds an office, from and to when; `powers` null are all of the office."""

    __tablename__ = "appointment"

    appointment_id: Mapped[UUID] = mapped_column(primary_key=True)
    office_code: Mapped[str]
    holder: Mapped[str]
    identity: Mapped[str | None]
    capacity: Mapped[str]
    powers: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    version: Mapped[int]


class Structure(PlansTable):
    """An intergovernmental structure during one period, with its seats by office."""

    __tablename__ = "structure"

    code: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    name: Mapped[str]
    kind: Mapped[str]
    tier: Mapped[str]
    space_code: Mapped[str | None]
    province_code: Mapped[str | None]
    reports_to: Mapped[str | None]
    secretariat_organ_code: Mapped[str | None]
    quorum_share: Mapped[Decimal] = mapped_column(Numeric(5, 4))
    quorum_exceeds: Mapped[bool]
    members: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    version: Mapped[int]

    def seats(self, *, on: date) -> list[MemberRecord]:
        """Who sits in it on a day, chairs first."""
        seats = [MemberRecord.model_validate(member) for member in self.members]
        seated = [seat for seat in seats if stands(seat, on)]
        return sorted(seated, key=lambda s: (s.role not in CHAIRS, s.office_code))

    def voters(self, *, on: date) -> frozenset[str]:
        """The offices that vote in it on a day."""
        return frozenset(seat.office_code for seat in self.seats(on=on) if seat.votes)

    def chairs(self, *, on: date) -> frozenset[str]:
        """The office that chairs it on a day, or those that do so together."""
        seats = self.seats(on=on)
        return frozenset(seat.office_code for seat in seats if seat.role in CHAIRS)

    def is_quorate(self, present: Collection[str], *, on: date) -> bool:
        """Whether enough of the voting offices are present; nobody is never enough."""
        voters = self.voters(on=on)
        there = len(voters & frozenset(present))
        if not there:
            return False
        share, needed = Fraction(there, len(voters)), Fraction(self.quorum_share)
        return share > needed if self.quorum_exceeds else share >= needed
