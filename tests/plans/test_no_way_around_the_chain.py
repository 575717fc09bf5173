"""No sequence of calls reaches `adopted` without the chain, nor changes it after."""

import asyncio
from functools import partial
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from tests.harness import Running
from tests.plans.chain_of_bodies import (
    MAYOR,
    a_council_sitting,
    a_sitting,
    holding,
    note,
    say,
    steps_of,
    with_the_full_chain,
)
from tests.plans.desk import (
    a_ready_plan,
    approve,
    file_of,
    load,
)

STEPS = 7
VERDICTS = ("approve", "approve", "approve", "abstain", "object")
SAID = st.tuples(
    st.just("say"), st.integers(0, STEPS - 1), st.sampled_from(VERDICTS), st.booleans()
)
OTHER = st.sampled_from(
    [("submit",), ("withdraw",), ("alone",), ("load",), ("title",), ("sign",)]
)
IN_ORDER = [
    ("submit",),
    *(("say", number, "approve", True) for number in range(STEPS)),
]


async def a_sitting_of_one(plans: Running, body: str) -> str:
    """The mayor of the district sits alone."""
    sitting = await a_sitting(plans, body)
    await note(plans, sitting, [MAYOR])
    return sitting


TOO_FEW = {
    "technical_review": a_sitting,
    "publication": a_sitting,
    "district_forum": a_sitting_of_one,
    "councils": partial(a_council_sitting, members_present=10),
}
CALLS = st.lists(st.one_of(SAID, OTHER), max_size=10)


@pytest.fixture
async def plans(start) -> Running:
    return await with_the_full_chain(start)


class Attempt:
    """Calls against one plan, and what the chain has seen of it."""

    def __init__(self, plans: Running, plan: str, planner: Any, approver: Any) -> None:
        self.plans, self.plan = plans, plan
        self.planner, self.approver = planner, approver
        self.steps: list[tuple[str, str, str]] = []
        self.approved: set[str] = set()
        self.sealed: bytes | None = None

    async def make(self, call: tuple[Any, ...]) -> None:
        match call:
            case ("say", number, verdict, quorate):
                await self._say(number, verdict, quorate=quorate)
            case ("submit",):
                address = f"/v1/plans/{self.plan}/submission"
                if (await self.planner.post(address)).is_success:
                    self.approved = set()
                    self.steps = await steps_of(self.planner, self.plan)
            case (name,):
                await self._interfere(name)
        await self._must_hold()

    async def _interfere(self, name: str) -> None:
        match name:
            case "withdraw":
                address = f"/v1/plans/{self.plan}/submission/withdrawal"
                await self.planner.post(address, json={"reason": "x"})
            case "alone":
                await approve(self.approver, self.plan)
            case "load":
                await load(self.planner, self.plan, file_of({"intervention_id": "X"}))
            case "title":
                await self.planner.patch(
                    f"/v1/plans/{self.plan}",
                    json={"title": "Another", "status": "adopted"},
                    headers={"if-match": "*"},
                )
            case "sign":
                async with holding(self.plans, MAYOR) as mayor:
                    await mayor.post(
                        f"/v1/plans/{self.plan}/signatures", json={"seal": "0" * 64}
                    )

    async def _say(self, number: int, verdict: str, *, quorate: bool) -> None:
        if not self.steps:
            return
        step = self.steps[number]
        said: dict[str, Any] = {"decision": verdict, "reason": "as decided"}
        if not quorate and step[0] in TOO_FEW:
            said["sitting_id"] = await TOO_FEW[step[0]](self.plans, step[1])
        answer = await say(self.plans, self.plan, step, **said)
        if answer.is_success:
            assert quorate or step[0] not in TOO_FEW
        if answer.is_success and verdict == "approve":
            self.approved.add(step[2])

    async def _must_hold(self) -> None:
        read = (await self.planner.get(f"/v1/plans/{self.plan}")).json()
        assert (read["status"] == "adopted") == (len(self.approved) == STEPS)
        sealed = await self.planner.get(f"/v1/plans/{self.plan}/sealed")
        if self.sealed is not None:
            assert sealed.content == self.sealed
        if sealed.is_success:
            self.sealed = sealed.content
            assert read["status"] == "adopted"


async def attempt(plans: Running, calls: list[tuple[Any, ...]]) -> None:
    async with plans.as_("district_planner") as planner, plans.as_("approver") as other:
        plan = await a_ready_plan(planner)
        trying = Attempt(plans, plan, planner, other)
        for call in calls:
            await trying.make(call)


def examples_of(calls: st.SearchStrategy[Any], count: int) -> list[Any]:
    """So many sequences of calls, the same on every day."""
    found: list[Any] = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(calls)
    def collect(sequence: list[Any]) -> None:
        found.append(sequence)

    collect()
    return found


async def test_only_the_whole_chain_adopts_and_nothing_changes_it_after(plans) -> None:
    after = [("load",), ("title",), ("alone",), ("withdraw",), ("submit",), ("sign",)]

    await attempt(plans, [*IN_ORDER, *after])
    for calls in examples_of(CALLS, 3):
        await attempt(plans, calls)


@pytest.mark.nightly
@pytest.mark.timeout(1800)
async def test_no_sequence_of_calls_gets_around_the_chain(plans) -> None:
    mixed = st.builds(
        lambda cut, calls, rest: [*IN_ORDER[:cut], *calls, *IN_ORDER[rest:]],
        st.integers(0, len(IN_ORDER)),
        CALLS,
        st.integers(0, len(IN_ORDER)),
    )
    for calls in examples_of(mixed, 60):
        await asyncio.wait_for(attempt(plans, calls), timeout=120)
