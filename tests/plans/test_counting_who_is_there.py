"""The count that a decision rests on is of people, and not the decider's own word."""

from http import HTTPStatus

import httpx
import pytest

from chassis import clock
from contracts.events.registry_offices import AppointmentsStated
from tests.harness import Running
from tests.plans.chain_of_bodies import (
    LOCALS,
    MAYORS,
    Step,
    a_sitting,
    an_appointment,
    before_the_forum,
    in_person,
    note,
    of_council,
    say,
    steps_of,
    with_the_full_chain,
)

FORUM = "DC45-IGF"
NAMES = ["P Deel", "P DEEL", "p  deel", "P Deel"]


@pytest.fixture
async def plans(start) -> Running:
    return await with_the_full_chain(start)


@pytest.fixture
async def at_the_forum(plans, planner) -> tuple[str, Step]:
    return await before_the_forum(plans, planner)


def title(answer: httpx.Response) -> str:
    return str(answer.json()["title"])


async def test_one_person_fills_one_seat_however_many_send_them(
    plans, at_the_forum
) -> None:
    plan, forum = at_the_forum
    sitting = await a_sitting(plans, FORUM)
    letters = [
        {
            "day": str(clock.today()),
            "office_code": code,
            "manner": "delegate",
            "person": name,
            "delegation": "A letter",
        }
        for code, name in zip(MAYORS, NAMES, strict=True)
    ]
    async with plans.as_("district_planner") as secretary:
        noted = await secretary.post(
            f"/v1/sittings/{sitting}/attendance", json={"entries": letters}
        )

    refused = await say(plans, plan, forum, sitting_id=sitting)

    assert noted.json()["quorum"][0]["present"] == 1
    assert title(refused) == "QuorumNotReached"


async def test_a_holder_is_counted_while_it_is_they_who_hold_the_office(
    plans, at_the_forum
) -> None:
    plan, forum = at_the_forum
    sitting = await a_sitting(plans, FORUM)
    await note(plans, sitting, MAYORS[:3])
    successor = an_appointment(LOCALS[0], holder="Somebody else", version=2)
    await plans.hears(AppointmentsStated(batch="x", appointments=(successor,)))

    too_few = await say(plans, plan, forum, sitting_id=sitting)

    assert title(too_few) == "QuorumNotReached"


async def test_who_says_who_is_there_does_not_decide_on_it(plans, at_the_forum) -> None:
    """A municipal manager may write and decide by office, and needs somebody else."""
    plan, forum = at_the_forum
    sitting = await a_sitting(plans, FORUM)
    async with plans.as_("district_planner", sub=MAYORS[0]) as chair:
        await chair.post(
            f"/v1/sittings/{sitting}/attendance", json={"entries": in_person(MAYORS)}
        )

    alone = await say(plans, plan, forum, sitting_id=sitting)
    await note(plans, sitting, MAYORS)
    together = await say(plans, plan, forum, sitting_id=sitting)

    assert alone.status_code == HTTPStatus.FORBIDDEN
    assert title(alone) == "CountedByDecider"
    assert together.is_success, together.text


async def test_who_reports_how_many_of_a_council_sat_does_not_decide_for_it(
    plans, planner, at_the_forum
) -> None:
    plan, forum = at_the_forum
    council = (await steps_of(planner, plan))[3]
    await say(plans, plan, forum)
    mayor = MAYORS[0] if council[1] == "DC45" else f"{council[1]}.mayor"
    async with plans.as_("district_planner", sub=mayor) as secretary:
        reported = await secretary.post("/v1/sittings", json=of_council(council[1]))

    alone = await say(plans, plan, council, sitting_id=reported.json()["id"])
    together = await say(plans, plan, council)

    assert title(alone) == "CountedByDecider"
    assert together.is_success, together.text
