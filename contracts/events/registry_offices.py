"""Events published by registry about offices and who holds them."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from contracts.event import Event


class OfficeRecord(BaseModel):
    """An office of an organ of state. A higher `version` replaces a lower one.

    `kind` is such as executive_mayor, municipal_manager, premier, mec, hod,
    director_general or champion; `place_kind` and `place_code` say what it serves.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    title: str
    kind: str
    sphere: str
    organ_code: str | None
    place_kind: str | None
    place_code: str | None
    space_codes: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    version: int


class OfficesStated(Event):
    """These offices exist, from and to these days."""

    subject: ClassVar[str] = "onedistrict.registry.offices_stated.v1"
    ordered_by: ClassVar[str] = "batch"

    batch: str
    offices: tuple[OfficeRecord, ...]


class AppointmentRecord(BaseModel):
    """Who holds an office, from and to when. A higher `version` replaces a lower one.

    `capacity` is substantive or acting; `identity` is the subject of the holder's
    tokens, if they have any; `powers` are those delegated to an acting holder, null
    for all that the office has.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    appointment_id: UUID
    office_code: str
    holder: str
    identity: str | None
    capacity: str
    powers: tuple[str, ...] | None
    valid_from: date
    valid_to: date | None
    version: int


class AppointmentsStated(Event):
    """These people hold these offices, from and to these days."""

    subject: ClassVar[str] = "onedistrict.registry.appointments_stated.v1"
    ordered_by: ClassVar[str] = "batch"

    batch: str
    appointments: tuple[AppointmentRecord, ...]
