"""Offices, holders and structures as plans know them: as the registry told last."""

from collections.abc import AsyncGenerator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.database import NOWHERE, transaction
from chassis.identifiers import new_id
from contracts.events.registry_offices import (
    AppointmentRecord,
    AppointmentsStated,
    OfficeRecord,
    OfficesStated,
)
from contracts.events.registry_structures import (
    MemberRecord,
    StructureRecord,
    StructuresStated,
)
from services.plans.reference import bodies
from services.plans.reference.offices import StructureUnknown
from tests.harness import Running

DAY = date(2026, 7, 1)
MAYOR = "DC45.executive_mayor"
MEMBER = {"role": "member", "votes": True, "valid_from": date(2020, 1, 1)}


def a_seat(**changes: Any) -> MemberRecord:
    record = {"office_code": MAYOR, "valid_to": None} | MEMBER | changes
    return MemberRecord.model_validate(record)


def a_forum(*seats: MemberRecord, **changes: Any) -> StructuresStated:
    record = {
        "code": "DC45-IGF",
        "name": "Forum",
        "kind": "district_intergovernmental_forum",
        "tier": "district",
        "space_code": "DC45",
        "province_code": "NC",
        "reports_to": "NC-PIF",
        "secretariat_organ_code": "DC45",
        "quorum_share": Decimal("0.5"),
        "quorum_exceeds": True,
        "members": seats,
        "valid_from": date(2020, 1, 1),
        "valid_to": None,
        "version": 1,
    }
    told = StructureRecord.model_validate(record | changes)
    return StructuresStated(batch=str(new_id()), structures=(told,))


def an_office(**changes: Any) -> OfficesStated:
    record = {
        "code": MAYOR,
        "title": "Executive mayor",
        "kind": "executive_mayor",
        "sphere": "local",
        "organ_code": "DC45",
        "place_kind": "municipality",
        "place_code": "DC45",
        "space_codes": ("DC45",),
        "valid_from": date(2000, 12, 5),
        "valid_to": None,
        "version": 1,
    }
    told = OfficeRecord.model_validate(record | changes)
    return OfficesStated(batch=str(new_id()), offices=(told,))


def an_appointment(**changes: Any) -> AppointmentsStated:
    record = {
        "appointment_id": new_id(),
        "office_code": MAYOR,
        "holder": "A",
        "identity": "mayor-a",
        "capacity": "substantive",
        "powers": None,
        "valid_from": date(2026, 1, 1),
        "valid_to": None,
        "version": 1,
    }
    told = AppointmentRecord.model_validate(record | changes)
    return AppointmentsStated(batch=str(new_id()), appointments=(told,))


@pytest.fixture
async def service(start) -> Running:
    running: Running = await start("plans")
    return running


@pytest.fixture
async def session(service: Running) -> AsyncGenerator[AsyncSession]:
    """A look at the copies once they were told."""
    async with transaction(service.sessions, NOWHERE) as looking:
        yield looking


async def test_an_office_has_the_holders_of_that_day_acting_ones_first(
    service, session
) -> None:
    acting = {"holder": "B", "identity": "b", "capacity": "acting"}
    leave = {"valid_from": date(2026, 6, 1), "valid_to": date(2026, 8, 1)}
    await service.hears(an_office(), an_appointment())
    await service.hears(an_appointment(**acting, **leave, powers=("plans:write",)))

    on_leave = await bodies.holders(session, {MAYOR, "other"}, on=DAY)
    after = await bodies.holders(session, {MAYOR}, on=date(2026, 8, 1))
    held = await bodies.offices_held(session, "b", on=DAY)

    assert [found.holder for found in on_leave[MAYOR]] == ["B", "A"]
    assert [found.holder for found in after[MAYOR]] == ["A"]
    assert "other" not in on_leave
    assert [found.office_code for found in held] == [MAYOR]
    assert not await bodies.offices_held(session, "b", on=date(2026, 8, 1))


async def test_an_older_version_of_an_appointment_revives_nobody(
    service, session
) -> None:
    same = UUID(int=7)
    ended = {"valid_to": date(2026, 3, 1), "version": 2}
    await service.hears(an_appointment(appointment_id=same, **ended))
    await service.hears(an_appointment(appointment_id=same))

    assert not await bodies.holders(session, {MAYOR}, on=DAY)


async def test_a_structure_has_the_seats_of_that_day(service, session) -> None:
    gone = a_seat(office_code="NC451.mayor", valid_to=date(2024, 1, 1))
    watches = a_seat(office_code="NC.cogta", role="observer", votes=False)
    await service.hears(a_forum(a_seat(role="chair"), gone, watches))

    forum = await bodies.structure(session, "DC45-IGF", on=DAY)

    assert [seat.role for seat in forum.seats(on=DAY)] == ["chair", "observer"]
    assert forum.voters(on=DAY) == {MAYOR}
    assert forum.chairs(on=DAY) == {MAYOR}
    assert forum.voters(on=date(2023, 1, 1)) == {MAYOR, "NC451.mayor"}


async def test_a_structure_keeps_what_it_was_before_it_changed(
    service, session
) -> None:
    change = date(2026, 7, 1)
    await service.hears(a_forum(valid_to=change, version=2))
    await service.hears(a_forum(name="Renamed", valid_from=change, version=1))

    before = await bodies.structure(session, "DC45-IGF", on=date(2026, 6, 30))
    after = await bodies.structures_of_space(session, "DC45", on=change)

    assert before.name == "Forum"
    assert [found.name for found in after] == ["Renamed"]


async def test_half_of_the_votes_is_no_quorum_where_it_must_be_exceeded(
    service, session
) -> None:
    seats = [a_seat(office_code=f"NC45{number}.mayor") for number in range(1, 5)]
    await service.hears(a_forum(*seats))

    forum = await bodies.structure(session, "DC45-IGF", on=DAY)

    there = ["NC451.mayor", "NC452.mayor", "NC453.mayor"]
    assert forum.is_quorate(there, on=DAY)
    assert not forum.is_quorate(there[:2], on=DAY)
    assert not forum.is_quorate([*there[:2], "guest"], on=DAY)
    assert not forum.is_quorate([], on=DAY)


async def test_what_nobody_told_is_refused_by_name(session) -> None:
    with pytest.raises(StructureUnknown) as structure:
        await bodies.structure(session, "NOWHERE", on=DAY)

    assert structure.value.errors[0].pointer == "/structure_code"


async def test_telling_everything_again_changes_nothing(service, session) -> None:
    await service.hears(a_forum(a_seat()), a_forum(a_seat()), an_office(), an_office())

    forum = await bodies.structure(session, "DC45-IGF", on=DAY)

    assert len(forum.seats(on=DAY)) == 1
