"""The compact: who may sign the sealed plan, once, and when it is concluded."""

import asyncio
from http import HTTPStatus

import httpx
import pytest

from contracts.events.registry_offices import AppointmentsStated, OfficesStated
from tests.harness import Running
from tests.plans.chain_of_bodies import (
    MAYORS,
    an_appointment,
    an_office,
    holding,
    places_and_bodies,
)
from tests.plans.desk import a_ready_plan, an_adopted_plan, told

PREMIER, CHAMPION = "NC.premier", "DC45.national_champion"
SERVING = {PREMIER: ("premier", "NC"), CHAMPION: ("national_champion", "DC45")}


@pytest.fixture
async def plans(start) -> Running:
    """The service with everybody whose signature binds a plan of DC45."""
    running: Running = await start("plans", told=places_and_bodies)
    offices = tuple(
        an_office(code, kind).model_copy(update={"place_code": place})
        for code, (kind, place) in SERVING.items()
    )
    appointments = tuple(an_appointment(code) for code in SERVING)
    await running.hears(
        OfficesStated(batch="champions", offices=offices),
        AppointmentsStated(batch="champions", appointments=appointments),
    )
    return running


async def seal_of(plans: Running, plan: str) -> str:
    async with plans.as_anyone() as anyone:
        return str((await anyone.get(f"/v1/plans/{plan}")).json()["seal"])


async def sign(
    plans: Running, plan: str, office: str, seal: str | None = None
) -> httpx.Response:
    sent = {"seal": seal or await seal_of(plans, plan)}
    async with holding(plans, office) as somebody:
        return await somebody.post(f"/v1/plans/{plan}/signatures", json=sent)


async def compact(plans: Running, plan: str) -> dict[str, object]:
    async with plans.as_anyone() as anyone:
        found: dict[str, object] = (
            await anyone.get(f"/v1/plans/{plan}/compact")
        ).json()
    return found


async def test_the_last_signature_that_binds_concludes_the_compact(plans) -> None:
    plan = await an_adopted_plan(plans)

    signed = [await sign(plans, plan, office) for office in (*MAYORS, PREMIER)]
    assert (await compact(plans, plan))["is_concluded"] is False
    last = await sign(plans, plan, CHAMPION)

    assert {each.status_code for each in (*signed, last)} == {HTTPStatus.CREATED}
    assert last.json()["seat"] == "champion:DC45"
    assert (await compact(plans, plan))["is_concluded"] is True
    names = [name for name, _ in await told(plans, plan)]
    assert names.count("compact_signed") == 6
    assert names[-1] == "compact_concluded"


async def test_a_seat_signs_once_even_at_once(plans) -> None:
    plan = await an_adopted_plan(plans)

    answers = await asyncio.gather(*(sign(plans, plan, PREMIER) for _ in range(3)))

    assert sorted(each.status_code for each in answers) == [201, 409, 409]


async def test_a_signature_by_someone_not_in_office_is_refused(plans) -> None:
    plan = await an_adopted_plan(plans)
    ended = an_appointment(PREMIER, valid_to="2026-01-01", version=2)
    await plans.hears(AppointmentsStated(batch="end", appointments=(ended,)))

    former = await sign(plans, plan, PREMIER)
    manager = await sign(plans, plan, "DC45.municipal_manager")

    assert former.json()["title"] == manager.json()["title"] == "NotInOffice"
    assert (await compact(plans, plan))["witnesses"] == []


async def test_what_is_signed_is_what_was_sealed(plans) -> None:
    plan = await an_adopted_plan(plans)

    other = await sign(plans, plan, PREMIER, seal="0" * 64)

    assert other.json()["title"] == "SealDiffers"


async def test_a_draft_is_not_signed(plans, planner) -> None:
    plan = await a_ready_plan(planner)

    refused = await sign(plans, plan, PREMIER, seal="0" * 64)

    assert refused.json()["title"] == "CompactNotOpen"


async def test_partners_witness_and_organs_of_state_do_not(plans) -> None:
    plan = await an_adopted_plan(plans)
    sent = {"seal": await seal_of(plans, plan), "capacity": "witness"}
    address = f"/v1/plans/{plan}/signatures"

    async with plans.as_("approver", organ="KUMBA-SISHEN") as mine:
        witnessed = await mine.post(address, json=sent)
        twice = await mine.post(address, json=sent)
    async with plans.as_("approver", organ="DWS") as department:
        of_state = await department.post(address, json=sent)

    assert witnessed.status_code == HTTPStatus.CREATED, witnessed.text
    assert twice.json()["title"] == "SignedAlready"
    assert of_state.json()["title"] == "NotAPartner"
    assert (await compact(plans, plan))["is_concluded"] is False
