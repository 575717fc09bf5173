"""Spaces ask hubs for support, and hubs answer."""

import asyncio
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from chassis.database import EVERYWHERE, transaction
from tests.harness import Running

WISH = {
    "space_code": "DC45",
    "hub_code": "HUB-DC45",
    "organ_code": "DC45",
    "title": "Settle two water plans that contradict each other",
    "description": "The plans of two organs name the same reservoir.",
    "function": "deep_planning",
    "priority": "high",
}
PATH = "/v1/hub-support-requests"


@pytest.fixture
async def open_request(registry: Running) -> dict[str, Any]:
    async with registry.as_("district_planner") as planner:
        opened = await planner.post(PATH, json=WISH)
    assert opened.status_code == 201, opened.text
    return opened.json()


async def answer(
    hub: httpx.AsyncClient, request: str, what: str, version: int, **more: Any
) -> httpx.Response:
    return await hub.post(
        f"{PATH}/{request}/answers",
        json={"answer": what} | more,
        headers={"if-match": f'"{version}"'},
    )


async def test_a_request_goes_from_open_to_resolved_with_its_history(
    registry, open_request
) -> None:
    request = open_request["id"]

    async with registry.as_("hub_practitioner") as hub:
        for version, what in enumerate(("accept", "start", "resolve"), start=1):
            moved = await answer(hub, request, what, version, text="Done.")
            assert moved.status_code == 200, moved.text
        read = (await hub.get(f"{PATH}/{request}")).json()

    assert read["state"] == "resolved"
    assert read["closed_at"] is not None
    states = [(line["state_before"], line["state_after"]) for line in read["history"]]
    assert states == [
        ("open", "accepted"),
        ("accepted", "in_progress"),
        ("in_progress", "resolved"),
    ]


async def test_every_move_is_told(registry: Running, open_request) -> None:
    async with registry.as_("hub_practitioner") as hub:
        await answer(hub, open_request["id"], "accept", 1)

    async with transaction(registry.sessions, EVERYWHERE) as session:
        told = await session.scalars(
            text(
                "select split_part(subject, '.', 3) from outbox "
                "where aggregate = :id order by aggregate_seq"
            ),
            {"id": open_request["id"]},
        )
        assert list(told) == ["support_request_opened", "support_request_moved"]


@pytest.mark.parametrize("what", ["start", "resolve"])
async def test_a_step_cannot_be_skipped(registry, open_request, what: str) -> None:
    async with registry.as_("hub_practitioner") as hub:
        refused = await answer(hub, open_request["id"], what, 1)
        read = (await hub.get(f"{PATH}/{open_request['id']}")).json()

    assert refused.status_code == 409
    assert refused.json()["title"] == "TransitionNotAllowed"
    assert (read["state"], read["history"]) == ("open", [])


async def test_who_declines_says_why_and_that_is_the_end(
    registry, open_request
) -> None:
    async with registry.as_("hub_practitioner") as hub:
        silent = await answer(hub, open_request["id"], "decline", 1)
        said = await answer(hub, open_request["id"], "decline", 1, text="No engineer.")
        again = await answer(hub, open_request["id"], "accept", 2)

    assert silent.json()["errors"][0]["code"] == "reason-missing"
    assert said.json()["state"] == "declined"
    assert again.json()["title"] == "TransitionNotAllowed"


async def test_a_space_takes_its_request_back_once(registry, open_request) -> None:
    path = f"{PATH}/{open_request['id']}/withdrawal"
    async with registry.as_("district_planner") as planner:
        bare = await planner.post(path, json={})
        taken = await planner.post(path, json={}, headers={"if-match": '"1"'})
        again = await planner.post(path, json={}, headers={"if-match": '"2"'})

    assert bare.status_code == 428
    assert taken.json()["state"] == "withdrawn"
    assert again.json()["title"] == "TransitionNotAllowed"


async def test_a_hub_does_not_withdraw_what_a_space_asked(
    registry, open_request
) -> None:
    path = f"{PATH}/{open_request['id']}"
    async with registry.as_("hub_practitioner") as hub:
        refused = await hub.post(
            f"{path}/withdrawal", json={}, headers={"if-match": '"1"'}
        )
        read = (await hub.get(path)).json()

    assert refused.status_code == 403
    assert refused.json()["title"] == "WithdrawnBySpaceOnly"
    assert (read["state"], read["history"]) == ("open", [])


async def test_of_two_answers_at_once_one_holds(registry, open_request) -> None:
    async with registry.as_("hub_practitioner") as hub:
        answers = await asyncio.gather(
            *(answer(hub, open_request["id"], "accept", 1) for _ in range(4))
        )
        read = (await hub.get(f"{PATH}/{open_request['id']}")).json()

    assert sorted(each.status_code for each in answers) == [200, 412, 412, 412]
    assert len(read["history"]) == 1


async def test_comments_at_once_all_stay(registry, open_request) -> None:
    path = f"{PATH}/{open_request['id']}"
    async with registry.as_("district_planner") as planner:
        await asyncio.gather(
            *(
                planner.post(f"{path}/comments", json={"text": f"line {number}"})
                for number in range(4)
            )
        )
        read = (await planner.get(path)).json()

    assert {line["text"] for line in read["history"]} == {
        f"line {number}" for number in range(4)
    }
    assert read["state"] == "open"
    assert read["version"] == 5


async def test_a_planner_does_not_answer_for_the_hub(registry, open_request) -> None:
    async with registry.as_("district_planner") as planner:
        refused = await answer(planner, open_request["id"], "accept", 1)

    assert refused.json()["title"] == "ScopeMissing"


async def test_other_spaces_do_not_learn_of_a_request(registry, open_request) -> None:
    elsewhere = {"spaces": frozenset({"DC21"})}
    async with registry.as_("hub_practitioner", **elsewhere) as other:
        read = await other.get(f"{PATH}/{open_request['id']}")
        answered = await answer(other, open_request["id"], "accept", 1)
        listed = (await other.get(PATH)).json()["items"]
        opened = await other.post(PATH, json=WISH)

    assert read.status_code == answered.status_code == 404
    assert listed == []
    assert opened.json()["title"] == "NotPermittedInSpace"


async def test_an_auditor_reads_requests_with_their_age(registry, open_request) -> None:
    sent = {"space": "DC45", "state": "open", "priority": "high", "hub": "HUB-DC45"}
    async with registry.as_("auditor") as auditor:
        listed = (await auditor.get(PATH, params=sent)).json()["items"]

    mine = [each for each in listed if each["id"] == open_request["id"]]
    assert [(each["age_days"], each["days_in_state"]) for each in mine] == [(0, 0)]


@pytest.mark.parametrize(
    ("change", "pointer", "rule"),
    [
        ({"hub_code": "HUB-ETH"}, "/hub_code", "hub-not-serving-space"),
        ({"hub_code": "NOWHERE"}, "/hub_code", "hub-unknown"),
        ({"organ_code": "NOBODY"}, "/organ_code", "organ-unknown"),
        ({"function": "common_vision"}, "/function", "function-unknown"),
    ],
    ids=["hub-of-another", "hub-unknown", "organ-unknown", "function-not-performed"],
)
async def test_what_cannot_be_asked_is_refused_by_name(
    registry, change: dict[str, str], pointer: str, rule: str
) -> None:
    async with registry.as_("district_planner") as planner:
        refused = await planner.post(PATH, json=WISH | change)

    assert refused.status_code == 422
    errors = refused.json()["errors"]
    assert [(e["pointer"], e["code"]) for e in errors] == [(pointer, rule)]
