"""Nothing that is unresolved is lost, doubled, or grows younger."""

import asyncio
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.events.registry_structures import StructuresStated
from tests.harness import Running
from tests.plans.secretariat import (
    FIRST_DAY,
    FORUM,
    Json,
    a_quorate_sitting,
    a_structure,
    agreed,
    attempt,
    does,
    items,
    plan,
    resolve,
    the_forums_stand,
)

NEXT_DAY = "2018-05-02"
NEXT = {"begins_on": NEXT_DAY, "ends_on": NEXT_DAY}
SAYINGS = ("challenge", "proposal", "adopted", "deferred", "referred", "action")
STEPS = st.tuples(st.sampled_from(SAYINGS), st.integers(0, 5), st.booleans())
HISTORIES = st.lists(st.lists(STEPS, max_size=4), min_size=1, max_size=3)


@pytest.fixture(autouse=True)
async def forums(plans) -> None:
    await plans.hears(*the_forums_stand())


class Forum:
    """A forum, and what ought to be unresolved in it: the day each chain began."""

    def __init__(self, client: httpx.AsyncClient, code: str) -> None:
        self.client = client
        self.code = code
        self.unresolved: dict[str, str] = {}
        self.carried: dict[str, int] = {}
        self.adopted: str | None = None

    async def sits(self, day: str, steps: list[tuple[str, int, bool]]) -> None:
        days = {"begins_on": day, "ends_on": day}
        sitting = await a_quorate_sitting(self.client, structure_code=self.code, **days)
        await self.opens_with_all(sitting)
        for saying, which, takes_up in steps:
            await self.says(sitting, day, saying, which if takes_up else None)
        await does(self.client, sitting, "closing")

    async def opens_with_all(self, sitting: str) -> None:
        """Everything unresolved is on the agenda exactly once, however often asked."""
        for _ in range(2):
            await does(self.client, sitting, "carry-over")
        agenda = await items(self.client, f"/v1/sittings/{sitting}/agenda-items")
        assert sorted(each["matter_id"] for each in agenda) == sorted(self.unresolved)
        for matter in self.unresolved:
            self.carried[matter] = self.carried.get(matter, 0) + 1
        ageing = await items(
            self.client, "/v1/unresolved-matters", structure=self.code, limit=2
        )
        seen = {each["matter"]["id"]: each for each in ageing}
        assert seen.keys() == self.unresolved.keys()
        for matter, since in self.unresolved.items():
            assert seen[matter]["matter"]["first_raised_on"] == since
            assert seen[matter]["times_carried"] == self.carried[matter]

    async def says(
        self, sitting: str, day: str, saying: str, which: int | None
    ) -> None:
        sent: dict[str, Any] = {"content": saying}
        path = {"challenge": "challenges", "proposal": "proposals", "action": "actions"}
        if saying == "action":
            if self.adopted is None:
                return
            sent |= {"owner_organ": "DWS", "due_on": day, "follows": self.adopted}
        elif saying not in path:
            sent |= {"outcome": saying, "on": day}
        standing = sorted(self.unresolved)
        if which is not None and standing and saying not in {"challenge", "action"}:
            sent["follows"] = standing[which % len(standing)]
        where = path.get(saying, "resolutions")
        answer = await attempt(self.client, sitting, where, **sent)
        if answer.status_code in {409, 422}:
            return  # It does not follow that: then nothing has changed.
        self.remembers(agreed(answer), saying)

    def remembers(self, matter: Json, saying: str) -> None:
        since, earlier = matter["first_raised_on"], matter["follows"]
        if earlier is not None and saying != "action":
            assert since == self.unresolved.pop(earlier)
            self.carried[matter["id"]] = self.carried.get(earlier, 0)
        if saying == "action":
            self.carried[matter["id"]] = self.carried.get(earlier, 0)
        if saying == "adopted":
            self.adopted = matter["id"]
        else:
            self.unresolved[matter["id"]] = since


async def test_all_that_is_unresolved_opens_the_next_agenda_once_and_only_ages(
    plans: Running, planner: httpx.AsyncClient
) -> None:
    loop, forums = asyncio.get_running_loop(), iter(range(1000))

    async def live(history: list[list[tuple[str, int, bool]]]) -> None:
        code = f"FORUM{next(forums)}"
        told = a_structure(code, "district", space="DC45", province="NC")
        await plans.hears(StructuresStated(batch=code, structures=(told,)))
        forum, day = Forum(planner, code), date(2018, 2, 7)
        for steps in [*history, []]:
            await forum.sits(day.isoformat(), steps)
            day += timedelta(days=30)

    @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
    @given(HISTORIES)
    def law(history: list[list[tuple[str, int, bool]]]) -> None:
        asyncio.run_coroutine_threadsafe(live(history), loop).result(60)

    await asyncio.to_thread(law)


async def test_carrying_over_at_once_doubles_nothing(planner) -> None:
    sitting = await a_quorate_sitting(planner)
    for number in range(4):
        await does(planner, sitting, "challenges", content=str(number))
    await does(planner, sitting, "closing")
    later = await plan(planner, **NEXT)

    added = await asyncio.gather(
        *(does(planner, later, "carry-over") for _ in range(6))
    )

    agenda = await items(planner, f"/v1/sittings/{later}/agenda-items")
    assert sum(each["added"] for each in added) == len(agenda) == 4
    assert [each["position"] for each in agenda] == [1, 2, 3, 4]


async def test_an_agenda_waits_for_the_sittings_before_it(planner) -> None:
    await a_quorate_sitting(planner)
    later = await plan(planner, **NEXT)

    answer = await attempt(planner, later, "carry-over")

    assert answer.json()["title"] == "EarlierSittingNotOver"
    assert await items(planner, f"/v1/sittings/{later}/agenda-items") == []


async def test_only_what_is_on_the_agenda_is_taken_up(planner) -> None:
    first = await a_quorate_sitting(planner)
    deferred = agreed(await resolve(planner, first, outcome="deferred"))["id"]
    await does(planner, first, "closing")
    later = await a_quorate_sitting(planner, **NEXT)
    sent = {"on": NEXT_DAY, "follows": deferred}

    unlisted = await resolve(planner, later, **sent)
    await does(planner, later, "carry-over")
    both = await asyncio.gather(*(resolve(planner, later, **sent) for _ in range(2)))

    assert unlisted.json()["title"] == "MatterNotOnAgenda"
    assert sorted(each.status_code for each in both) == [201, 409]
    decided = next(each.json() for each in both if each.is_success)
    assert decided["first_raised_on"] == FIRST_DAY
    assert decided["structure_code"] == FORUM


async def test_resolutions_are_found_by_words_state_owner_and_delay(planner) -> None:
    sitting = await a_quorate_sitting(planner)
    words = ("Build a water pipeline", "Repair the roads", "Note the water report")
    outcomes = ("adopted", "adopted", "noted")
    ids = [
        agreed(await resolve(planner, sitting, content=said, outcome=outcome))["id"]
        for said, outcome in zip(words, outcomes, strict=True)
    ]
    todo = {"content": "x", "owner_organ": "DWS", "due_on": "2018-06-30"}
    await does(planner, sitting, "actions", **todo, follows=ids[0])

    async def found(**query: Any) -> list[int]:
        rows = await items(planner, "/v1/resolutions", limit=1, **query)
        return [ids.index(row["id"]) for row in rows]

    assert await found(q="pipelines of water") == [0]
    assert await found(q="water") == [0, 2]
    assert await found(q='roads" or -') == [1]
    assert await found(state="noted") == [2]
    assert await found(owner="DWS") == [0]
    assert await found(overdue=True) == [0]
    assert await found(overdue=False) == [1, 2]
    assert await found(space="DC21") == []
    assert await found(structure=FORUM, space="DC45") == [0, 1, 2]
