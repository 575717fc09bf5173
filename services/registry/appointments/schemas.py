"""Offices, their holders and their powers on the wire."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.registry.appointments.models import Capacity, OfficeStatus


class HolderView(BaseModel):
    """Who holds an office, since when, and until when if that is known.

    `illustrative` marks people who are invented.
    """

    name: str
    since: date
    until: date | None
    illustrative: bool


class OfficeView(BaseModel):
    """An office as of a day.

    `not_recorded`: nobody told the registry who holds it; `vacant`: it is stated that
    nobody does; `absent`: its holder is away and nobody acts. `champion` is the tier
    of the District Development Model that its holder champions.
    """

    code: str
    title: str
    kind: str
    sphere: str
    champion: str | None
    organ_code: str | None
    place_kind: str
    place_code: str
    space_codes: list[str] = Field(description="`*` is every space.")
    valid_from: date
    valid_to: date | None
    version: int
    status: OfficeStatus
    holder: HolderView | None
    acting: HolderView | None
    vacant_since: date | None
    absent_since: date | None

    @classmethod
    def of(cls, row: dict[str, Any]) -> "OfficeView":
        people = {
            "holder": _person(row["holder"], row, "held", "holder"),
            "acting": _person(row["acting"], row, "acting", "acting"),
        }
        return cls.model_validate(row | people)


class VacancyView(BaseModel):
    """An office stated as vacant, for how many days, and who acts in it."""

    office_code: str
    title: str
    kind: str
    organ_code: str | None
    place_code: str
    space_codes: list[str]
    vacant_since: date
    days: int
    reason: str | None
    acting: HolderView | None

    @classmethod
    def of(cls, row: dict[str, Any]) -> "VacancyView":
        stated = {
            "office_code": row["code"],
            "days": row["vacant_days"],
            "reason": row["vacant_reason"],
            "acting": _person(row["acting"], row, "acting", "acting"),
        }
        return cls.model_validate(row | stated)


class AppointmentView(BaseModel):
    """What was stated of who holds an office: somebody, or nobody.

    `powers` are those delegated to who acts, null for all that the office has.
    `identity`, the `sub` of the holder's tokens, is shown to those who may read
    proposals of changes and to the holder; null for everybody else.
    """

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    office_code: str
    capacity: Capacity
    holder: str | None
    identity: str | None
    powers: list[str] | None
    valid_from: date
    valid_to: date | None
    instrument: str | None
    reason: str | None
    illustrative: bool
    version: int


class Days(BaseModel):
    """From a day to the day before another; null while it lasts."""

    valid_from: date
    valid_to: date | None


class PowerView(Days):
    """What one appointment gives an identity, except on the days it is `away`."""

    appointment_id: UUID
    identity: str
    capacity: Capacity
    office_code: str
    organ_code: str | None
    space_codes: list[str]
    scopes: list[str]
    away: list[Days]


class PowersView(BaseModel):
    """A part of what appointments give; `edition` changes when any of it does."""

    edition: int
    items: list[PowerView]
    next_cursor: str | None


def _person(
    name: str | None, row: dict[str, Any], times: str, who: str
) -> HolderView | None:
    if name is None:
        return None
    return HolderView(
        name=name,
        since=row[f"{times}_since"],
        until=row[f"{times}_until"],
        illustrative=row[f"{who}_illustrative"],
    )
