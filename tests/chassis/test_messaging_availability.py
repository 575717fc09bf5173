"""Events wait for what is away, and nobody waits for events."""

import asyncio
from collections import Counter
from uuid import uuid4

from sqlalchemy import text

from chassis.database import Sessions, transaction
from chassis.messaging.worker import Messaging
from tests.harness import eventually
from tests.messaging_lab import Lab


async def relays(working: Messaging) -> bool:
    return (await working.status())["relay"] == "active"


async def test_a_service_works_before_its_broker_does(lab: Lab) -> None:
    lab.broker.child.stop()
    async with lab.speaking() as speaking, lab.listening():
        await lab.state(uuid4(), "first")
        status = await speaking.status()
        assert (status["connected"], status["outbox"]["depth"]) == (False, 1)

        lab.broker.child.start()

        assert await eventually(lab.heard) == ["first"]
        await eventually(lambda: relays(speaking))
        assert (await speaking.status())["outbox"]["depth"] == 0


async def test_a_service_that_never_saw_its_broker_ends_cleanly(lab: Lab) -> None:
    lab.broker.child.stop()
    before = tasks_by_name()
    async with lab.speaking() as speaking, lab.listening():
        await lab.state(uuid4(), "first")

        assert (await speaking.status())["relay"] in {"standby", "waiting_for_broker"}
    assert tasks_by_name() <= before


def tasks_by_name() -> Counter[str]:
    """What runs, by the name of what it runs; the lab itself starts some again."""
    return Counter(t.get_coro().__qualname__ for t in asyncio.all_tasks())


async def test_a_broker_that_is_killed_loses_nothing(lab: Lab) -> None:
    plan = uuid4()
    async with lab.speaking(), lab.listening():
        for turn in range(3):
            await lab.state(plan, f"before {turn}")
            assert lab.broker.child.process is not None
            lab.broker.child.process.kill()
            lab.broker.child.process.wait()
            await lab.state(plan, f"after {turn}")
            lab.broker.child.start()

        heard = await eventually(lambda: lab.has_heard(6))
        assert heard == [
            f"{when} {turn}" for turn in range(3) for when in ("before", "after")
        ]


async def test_one_of_two_relays_works_and_the_other_takes_over(lab: Lab) -> None:
    plan = uuid4()
    async with lab.listening(), lab.speaking() as one:
        await eventually(lambda: relays(one))
        async with lab.speaking() as two:
            await lab.state(plan, "first")
            await eventually(lab.heard)
            assert not await relays(two)

            await end_sessions(lab.speaker, RELAYS)
            await lab.state(plan, "second")
            await eventually(lambda: lab.has_heard(2))
            await eventually(lambda: exactly_one_relays(one, two))
        await lab.state(plan, "third")

        assert await eventually(lambda: lab.has_heard(3)) == [
            "first",
            "second",
            "third",
        ]
        assert await relays(one)


async def test_two_listeners_share_the_work_and_keep_the_order(lab: Lab) -> None:
    plans = [uuid4() for _ in range(4)]
    stages = [f"{n}" for n in range(25)]
    async with lab.speaking(), lab.listening(), lab.listening():
        for stage in stages:
            for plan in plans:
                await lab.state(plan, stage)

        await eventually(lambda: lab.has_heard(100))
        for plan in plans:
            assert await lab.heard(plan) == stages


async def test_a_database_that_ends_its_sessions_interrupts_only_for_a_while(
    lab: Lab,
) -> None:
    plan = uuid4()
    async with lab.speaking(), lab.listening():
        for turn in range(3):
            await lab.state(plan, f"{turn}")
            await end_sessions(lab.speaker, ALL)
            await end_sessions(lab.listener, ALL)
        await lab.state(plan, "last")

        heard = await eventually(lambda: lab.has_heard(4))
        assert heard == ["0", "1", "2", "last"]


RELAYS = "pid in (select pid from pg_locks where locktype = 'advisory')"
ALL = "pid <> pg_backend_pid()"


async def end_sessions(sessions: Sessions, which: str) -> None:
    async with transaction(sessions) as session:
        await session.execute(
            text(
                "select pg_terminate_backend(pid) from pg_stat_activity "
                f"where datname = current_database() and {which}"
            )
        )


async def exactly_one_relays(one: Messaging, two: Messaging) -> bool:
    return await relays(one) != await relays(two)
