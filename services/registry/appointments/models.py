"""Who holds an office from when to when, or that nobody does."""

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, MetaData, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import Table, one_of, tables
from chassis.errors import NotPermitted
from chassis.periods import stands
from contracts.events.registry_offices import AppointmentRecord


class IdentityNotShown(NotPermitted):
    """Only those who read proposals of changes ask for the identity of tokens."""


class Capacity(StrEnum):
    """How an office stands: held, held for now, stated as vacant, its holder away."""

    SUBSTANTIVE = "substantive"
    ACTING = "acting"
    VACANT = "vacant"
    ABSENT = "absent"


HELD = frozenset({Capacity.SUBSTANTIVE, Capacity.ACTING})


class OfficeStatus(StrEnum):
    """`not_recorded` is not `vacant`: nobody has told the registry who holds it."""

    FILLED = "filled"
    ACTING = "acting"
    ABSENT = "absent"
    VACANT = "vacant"
    NOT_RECORDED = "not_recorded"


class AppointmentsTable(Table):
    __abstract__ = True
    metadata: ClassVar[MetaData] = tables()


class Appointment(AppointmentsTable):
    """A period of an office: who holds it, in which capacity; or that nobody does.

    `powers` are those delegated to an acting holder, None for all the office has;
    `identity` is the `sub` of the holder's tokens, None while they have none.
    """

    __tablename__ = "appointment"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    office_code: Mapped[str]
    capacity: Mapped[Capacity] = mapped_column(one_of(Capacity))
    holder: Mapped[str | None]
    identity: Mapped[str | None]
    powers: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    instrument: Mapped[str | None]
    reason: Mapped[str | None]
    illustrative: Mapped[bool]
    version: Mapped[int]

    @property
    def key(self) -> tuple[str, Capacity, date]:
        return self.office_code, self.capacity, self.valid_from

    def is_in_force(self, day: date) -> bool:
        return stands(self, day)

    def overlaps(self, other: "Appointment") -> bool:
        return (self.valid_to is None or other.valid_from < self.valid_to) and (
            other.valid_to is None or self.valid_from < other.valid_to
        )

    def says(self) -> dict[str, Any]:
        """What is stated of it, as JSON."""
        return {
            "office_code": self.office_code,
            "capacity": self.capacity.value,
            "holder": self.holder,
            "identity": self.identity,
            "powers": sorted(self.powers) if self.powers is not None else None,
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
            "instrument": self.instrument,
            "reason": self.reason,
            "illustrative": self.illustrative,
        }

    def record(self) -> AppointmentRecord:
        """What other services keep of this appointment."""
        return AppointmentRecord(
            appointment_id=self.id,
            office_code=self.office_code,
            holder=self.holder or "",
            identity=self.identity,
            capacity=self.capacity.value,
            powers=None if self.powers is None else tuple(self.powers),
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            version=self.version,
        )

    def record_of_none(self) -> AppointmentRecord:
        """It was taken back before it was history: for others it is never in force."""
        return self.record().model_copy(update={"valid_to": self.valid_from})
