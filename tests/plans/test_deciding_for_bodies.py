"""A decision is recorded by somebody who holds an office of the body that day."""

from datetime import date
from http import HTTPStatus

import httpx
import pytest

from chassis.identifiers import new_id
from chassis.principal import OfficeHeld
from contracts.events.registry_offices import AppointmentsStated
from contracts.events.registry_structures import StructuresStated
from tests.harness import Running
from tests.plans.chain_of_bodies import a_structure, an_appointment
from tests.plans.improvers import Office

KINDS = {
    "DTPC": ("district_technical_planning_committee", "cao"),
    "DEC": ("district_executive_committee", "chairperson"),
    "COUNCIL": ("district_council", "speaker"),
}
GIVEN = frozenset({"plans:read", "plans:decide"})


async def seat_the_bodies(plans: Running, space: str) -> None:
    """The registry tells of the three bodies of a district, and who sits in them."""
    structures = tuple(
        a_structure(
            f"{space}-{body}", kind, f"{space}.{office}", [f"{space}.{office}"]
        ).model_copy(update={"space_code": space})
        for body, (kind, office) in KINDS.items()
    )
    appointments = [an_appointment(f"{space}.{office}") for _, office in KINDS.values()]
    former = {"valid_from": date(2020, 1, 1), "valid_to": date(2021, 1, 1)}
    appointments.append(
        an_appointment(
            f"{space}.cao", identity="former", appointment_id=new_id(), **former
        )
    )
    appointments.append(
        an_appointment(
            f"{space}.cao",
            identity="limited",
            appointment_id=new_id(),
            capacity="acting",
            powers=("plans:read",),
        )
    )
    await plans.hears(
        StructuresStated(batch=str(new_id()), structures=structures),
        AppointmentsStated(batch=str(new_id()), appointments=tuple(appointments)),
    )


def bearer(plans: Running, space: str, office: str, sub: str = "") -> httpx.AsyncClient:
    code = f"{space}.{office}"
    held = OfficeHeld(
        code, "substantive", str(new_id()), space, GIVEN, frozenset({space})
    )
    claims = {"sub": sub or code, "scopes": frozenset(), "spaces": frozenset()}
    return plans.as_("national_viewer", **claims, offices=(held,))


@pytest.fixture
async def seated(office: Office) -> tuple[Office, str, str]:
    """A plan to decide about, where the registry knows the bodies."""
    space = office.a_district()
    await seat_the_bodies(office.plans, space)
    plan = await office.a_plan(space)
    await office.write_example(plan)
    await office.meet(plan)
    return office, space, plan


async def said(
    client: httpx.AsyncClient, plan: str, body: str, **more: str
) -> httpx.Response:
    sent = {"body": body, "verdict": "agrees", "decided_on": "2026-11-02"}
    async with client:
        return await client.post(f"{plan}/decisions", json=sent | more)


async def test_each_body_decides_by_one_of_its_own(seated) -> None:
    office, space, plan = seated
    plans = office.plans

    scope_alone = await office.decide(plan, "dtpc")
    of_another_body = await said(bearer(plans, space, "speaker"), plan, "dtpc")
    first = await said(bearer(plans, space, "cao"), plan, "dtpc")
    second = await said(bearer(plans, space, "chairperson"), plan, "dec")
    third = await said(
        bearer(plans, space, "speaker"), plan, "council", minute_no="46/COU/2026"
    )

    for refused in (scope_alone, of_another_body):
        assert refused.status_code == HTTPStatus.FORBIDDEN
        assert refused.json()["title"] == "NotOfTheBody"
    assert [each.status_code for each in (first, second, third)] == [201, 201, 201]
    assert (await office.read(plan))["status"] == "approved"


@pytest.mark.parametrize("sub", ["former", "limited", "nobody"])
async def test_a_token_is_not_enough_without_an_appointment_that_may_decide(
    seated, sub: str
) -> None:
    office, space, plan = seated

    refused = await said(bearer(office.plans, space, "cao", sub), plan, "dtpc")

    assert refused.json()["title"] == "NotOfTheBody"
    assert (await office.read(plan))["decided"] == 0


async def test_a_body_elsewhere_does_not_decide_here(seated) -> None:
    office, _, plan = seated
    elsewhere = office.a_district()
    await seat_the_bodies(office.plans, elsewhere)

    refused = await said(bearer(office.plans, elsewhere, "cao"), plan, "dtpc")

    assert refused.status_code == HTTPStatus.NOT_FOUND


async def test_where_no_seats_are_known_a_partner_decides_nothing(office) -> None:
    plan = await office.a_plan()
    await office.write_example(plan)
    await office.meet(plan)

    partner = office.plans.as_("partner", organ="MINE-A")
    refused = await said(partner, plan, "dtpc")
    alone = await office.decide(plan, "dtpc")

    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert refused.json()["title"] == "NotOfTheBody"
    assert alone.status_code == HTTPStatus.CREATED, alone.text


async def test_a_seat_and_a_scope_from_elsewhere_are_not_the_power_to_decide(
    seated,
) -> None:
    """A partner may sign, and sits in the body by an office that decides nothing."""
    office, space, plan = seated
    code = f"{space}.cao"
    seat = OfficeHeld(
        code,
        "substantive",
        str(new_id()),
        space,
        frozenset({"plans:read"}),
        frozenset({space}),
    )
    partner = office.plans.as_("partner", sub=code, offices=(seat,))

    refused = await said(partner, plan, "dtpc")

    assert refused.json()["title"] == "NotOfTheBody"
