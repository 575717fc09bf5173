"""Whoever holds some office gets nothing by it that is not its own."""

from http import HTTPStatus
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.database import EVERYWHERE, transaction
from chassis.principal import OfficeHeld
from contracts.events.registry_offices import AppointmentsStated
from contracts.events.registry_structures import StructuresStated
from tests.harness import Running
from tests.plans.chain_of_bodies import (
    APPROVE,
    LOCALS,
    MANAGER,
    MAYOR,
    READING,
    SINCE,
    a_structure,
    a_submitted_plan,
    an_appointment,
    approval_of,
    approve_all,
    holding,
    say,
    state_chain,
    steps_of,
    with_the_full_chain,
)
from tests.plans.desk import a_ready_plan, an_adopted_plan, approve


@pytest.fixture
async def plans(start) -> Running:
    return await with_the_full_chain(start)


async def appoint(plans: Running, code: str, **changes: Any) -> None:
    stated = an_appointment(code, version=2, **changes)
    await plans.hears(AppointmentsStated(batch="x", appointments=(stated,)))


async def restructure(plans: Running, **changes: Any) -> None:
    """The technical forum as it is now stated."""
    usual = a_structure("DC45-TF", "technical_support_structure", MANAGER, [MANAGER])
    changed = usual.model_copy(update={"version": 2, **changes})
    await plans.hears(StructuresStated(batch="x", structures=(changed,)))


def an_office_held(code: str, scopes: frozenset[str], space: str) -> OfficeHeld:
    appointment = "0" * 32
    spaces = frozenset({space})
    return OfficeHeld(code, "acting", appointment, "DC45", scopes, spaces)


async def test_what_another_office_may_do_speaks_for_no_body(plans, planner) -> None:
    plan = await a_submitted_plan(planner)
    _, _, first = (await steps_of(planner, plan))[0]
    address = f"/v1/plans/{plan}/steps/{first}/decision"
    said = APPROVE
    await appoint(plans, MAYOR, identity=MANAGER)

    def with_powers(scopes: frozenset[str], space: str = "DC45") -> tuple[Any, ...]:
        mayor = an_office_held(MAYOR, READING, "DC45")
        return an_office_held(MANAGER, scopes, space), mayor

    powerless = with_powers(frozenset({"plans:read"}))
    async with holding(plans, MANAGER, offices=powerless) as acting:
        by_token = await acting.post(address, json=said)
    elsewhere = with_powers(READING, "DC9")
    async with holding(plans, MANAGER, offices=elsewhere) as acting:
        of_elsewhere = await acting.post(address, json=said)
    await appoint(plans, MANAGER, capacity="acting", powers=["plans:read"])
    async with holding(plans, MANAGER, MAYOR) as acting:
        by_appointment = await acting.post(address, json=said)

    for refused in (by_token, of_elsewhere, by_appointment):
        assert refused.json()["title"] == "NotInOffice"


async def test_a_structure_without_voters_or_that_ended_decides_nothing(
    plans, planner
) -> None:
    plan = await a_submitted_plan(planner)
    first = (await steps_of(planner, plan))[0]

    voters = a_structure("DC45-TF", "x", MANAGER, [MANAGER]).members
    silent = tuple(each.model_copy(update={"votes": False}) for each in voters)
    await restructure(plans, members=silent)
    nobody = await say(plans, plan, first)
    await restructure(plans, valid_to=SINCE.replace(year=2021))
    ended = await say(plans, plan, first)

    assert nobody.json()["title"] == "QuorumNotReached"
    assert ended.status_code == HTTPStatus.CONFLICT
    assert ended.json()["title"] == "BodyMissing"


async def test_a_chain_changed_on_the_way_is_for_the_next_submission(
    plans, planner, approver
) -> None:
    plan = await a_submitted_plan(planner)
    *rest, last = await steps_of(planner, plan)
    await approve_all(plans, plan, rest)

    await state_chain(plans, chain="single_approver")
    alone = await approve(approver, plan)
    adopted = await say(plans, plan, last)

    assert alone.json()["title"] == "ChainApplies"
    assert adopted.json()["status"] == "adopted"


async def test_a_chain_of_which_nothing_binds_here_takes_no_plan(
    plans, planner
) -> None:
    await state_chain(plans, binding=["metro_forum"])
    plan = await a_ready_plan(planner)

    refused = await planner.post(f"/v1/plans/{plan}/submission")

    assert refused.json()["title"] == "BodyMissing"


async def test_what_organs_commit_stands_still_before_bodies(plans, planner) -> None:
    plan = await a_submitted_plan(planner)
    cell = {"intervention_code": "JTG-01", "organ": "DC45", "period": "2026/27"}
    cell |= {"amount": "1.00", "state": "proposed"}

    async with plans.as_("district_planner", organ="DC45") as district:
        stated = await district.post(
            f"/v1/plans/{plan}/commitments", json={"cells": [cell]}
        )

    assert stated.json()["title"] == "CommitmentsClosed", stated.text


async def test_after_the_last_decision_nothing_is_taken_back(plans, planner) -> None:
    plan = await a_submitted_plan(planner)
    steps = await steps_of(planner, plan)
    await approve_all(plans, plan, steps)

    address = f"/v1/plans/{plan}/submission/withdrawal"
    withdrawn = await planner.post(address, json={"reason": "no"})
    objected = await say(plans, plan, steps[0], decision="object", reason="no")

    assert withdrawn.json()["title"] == objected.json()["title"] == "NotSubmitted"
    assert (await approval_of(planner, plan))["status"] == "adopted"


async def test_steps_and_conditions_of_another_plan_are_not_found(
    plans, planner
) -> None:
    one, other = await a_submitted_plan(planner), await a_submitted_plan(planner)
    step = (await steps_of(planner, other))[0]

    crossed = await say(plans, one, step)

    assert crossed.json()["title"] == "StepNotFound"


async def test_a_plan_adopted_meanwhile_is_superseded_by_the_last_one(
    plans, planner
) -> None:
    one, other = await a_submitted_plan(planner), await a_submitted_plan(planner)
    ways = {plan: await steps_of(planner, plan) for plan in (one, other)}

    await approve_all(plans, other, ways[other])
    await approve_all(plans, one, ways[one])

    status = {
        plan: (await planner.get(f"/v1/plans/{plan}")).json()["status"]
        for plan in (one, other)
    }
    assert status == {one: "adopted", other: "superseded"}


async def test_acting_without_the_power_signs_nothing_and_two_seats_sign_twice(
    plans, planner
) -> None:
    await state_chain(plans, chain="single_approver")
    plan = await an_adopted_plan(plans)
    seal = {"seal": (await planner.get(f"/v1/plans/{plan}")).json()["seal"]}
    address = f"/v1/plans/{plan}/signatures"
    first, second, third = LOCALS
    limited = {"capacity": "acting", "powers": ["plans:read"]}
    await appoint(plans, third, identity=MANAGER, **limited)
    await appoint(plans, second, identity=first)

    async with holding(plans, MANAGER, third) as acting:
        powerless = await acting.post(address, json=seal)
    async with holding(plans, first, second) as twice_mayor:
        signed = [await twice_mayor.post(address, json=seal) for _ in range(3)]

    assert powerless.json()["title"] == "NotInOffice"
    assert [each.status_code for each in signed] == [201, 201, 409]
    assert signed[2].json()["title"] == "SignedAlready"


async def test_signatures_are_over_the_seal_of_that_plan_while_it_stands(
    plans, planner
) -> None:
    await state_chain(plans, chain="single_approver")
    former, plan = await an_adopted_plan(plans), await an_adopted_plan(plans)
    seals = [
        (await planner.get(f"/v1/plans/{each}")).json()["seal"]
        for each in (former, plan)
    ]

    async with holding(plans, MAYOR) as mayor:
        borrowed = await mayor.post(
            f"/v1/plans/{plan}/signatures", json={"seal": seals[0]}
        )
        superseded = await mayor.post(
            f"/v1/plans/{former}/signatures", json={"seal": seals[0]}
        )

    assert borrowed.json()["title"] == "SealDiffers"
    assert superseded.json()["title"] == "CompactNotOpen"


async def test_drafts_of_another_space_are_not_printed(plans, planner) -> None:
    plan = await a_ready_plan(planner)

    async with plans.as_("district_planner", spaces=frozenset({"DC9"})) as other:
        refused = await other.get(f"/v1/plans/{plan}/print")

    assert refused.status_code == HTTPStatus.NOT_FOUND


async def test_no_organ_changes_its_figures_while_bodies_decide(plans, planner) -> None:
    plan = await a_submitted_plan(planner)
    cell = {"intervention_code": "I01", "organ": "DWS", "period": "2026/27"}

    async with plans.as_("district_planner", organ="DWS", client_id="dws") as officer:
        stated = await officer.post(
            f"/v1/plans/{plan}/commitments", json={"cells": [cell | {"amount": "1.00"}]}
        )

    assert stated.json()["title"] == "CommitmentsClosed"


@pytest.mark.parametrize(
    "change",
    [
        "update approval_round set seal = repeat('0', 64)",
        "update approval_round set status = 'open', ended_at = null",
        "update approval_round set submitted_by = 'somebody else'",
        "delete from approval_round",
    ],
)
async def test_what_was_before_bodies_is_kept_as_it_was(plans, planner, change) -> None:
    plan = await a_submitted_plan(planner)
    before = await approval_of(planner, plan)
    await planner.post(
        f"/v1/plans/{plan}/submission/withdrawal", json={"reason": "a slip"}
    )
    ended = await approval_of(planner, plan)

    with pytest.raises(DBAPIError, match="append-only"):
        async with transaction(plans.sessions, EVERYWHERE) as session:
            await session.execute(text(change))

    assert await approval_of(planner, plan) == ended
    assert (before["status"], ended["status"]) == ("open", "withdrawn")
