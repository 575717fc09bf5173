"""An event leaves with the transaction that caused it, and arrives once."""

import asyncio
import random
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.database import transaction
from chassis.messaging import outbox
from chassis.messaging.outbox import EventTooLarge
from tests.harness import eventually
from tests.messaging_lab import STREAM, Lab, stage_completed

MANY = """
insert into outbox (event_id, subject, aggregate, occurred_at, payload)
select
  gen_random_uuid(), 'of a test', :plan, now(),
  jsonb_build_object('stage', 'stage ' || n)
from generate_series(1, 2000) as n
"""


async def test_an_event_travels_from_one_service_to_another(lab: Lab) -> None:
    async with lab.speaking() as speaking, lab.listening():
        await lab.state(uuid4(), "diagnostic")
        speaking.nudge()

        assert await eventually(lab.heard) == ["diagnostic"]


async def test_a_transaction_that_fails_states_nothing(lab: Lab) -> None:
    plan = uuid4()
    async with lab.speaking(), lab.listening():
        async with transaction(lab.speaker) as session:
            outbox.record(session, stage_completed(plan, "never"))
            await session.flush()
            await session.rollback()
        await lab.state(plan, "diagnostic")

        assert await eventually(lab.heard) == ["diagnostic"]
        async with lab.administration() as jetstream:
            assert (await jetstream.stream_info(STREAM)).state.messages == 1


async def test_what_one_transaction_states_arrives_in_its_order(lab: Lab) -> None:
    plan, stages = uuid4(), [f"stage {n}" for n in range(300)]
    async with lab.speaking(), lab.listening():
        await lab.state(plan, *stages)

        await eventually(lambda: lab.has_heard(300))
        assert await lab.heard(plan) == stages


async def test_one_statement_with_many_events_numbers_them_in_its_order(
    lab: Lab,
) -> None:
    plan = uuid4()
    async with transaction(lab.speaker) as session:
        await session.execute(text(MANY), {"plan": str(plan)})

    stated = await stated_by_plan(lab)
    assert stated[str(plan)] == [f"stage {n}" for n in range(1, 2001)]


async def test_forty_writers_lose_nothing_and_keep_the_order_of_each_plan(
    lab: Lab,
) -> None:
    plans = [uuid4() for _ in range(6)]

    async def writer(number: int) -> None:
        chance = random.Random(number)
        for turn in range(5):
            async with transaction(lab.speaker) as session:
                plan = chance.choice(plans)
                outbox.record(session, stage_completed(plan, f"{number}.{turn}"))
                await session.flush()
                await asyncio.sleep(chance.random() / 100)
                if chance.random() < 0.2:
                    await session.rollback()

    async with lab.speaking(), lab.listening():
        await asyncio.gather(*(writer(number) for number in range(40)))
        stated = await stated_by_plan(lab)
        await eventually(lambda: lab.has_heard(sum(map(len, stated.values()))))

        for plan in plans:
            assert await lab.heard(plan) == stated[str(plan)]


async def stated_by_plan(lab: Lab) -> dict[str, list[str]]:
    stated: dict[str, list[str]] = {}
    async with transaction(lab.speaker) as session:
        rows = await session.execute(
            text("select * from outbox order by aggregate_seq")
        )
        for row in rows:
            mine = stated.setdefault(row.aggregate, [])
            mine.append(row.payload["stage"])
            assert row.aggregate_seq == len(mine)
    return stated


async def test_a_long_transaction_holds_later_ones_back_but_loses_none(
    lab: Lab,
) -> None:
    slow, fast = uuid4(), uuid4()
    async with lab.speaking(), lab.listening():
        async with transaction(lab.speaker) as session:
            outbox.record(session, stage_completed(slow, "slow"))
            await session.flush()
            await lab.state(fast, "fast")

        assert await eventually(lambda: lab.has_heard(2)) == ["slow", "fast"]


async def test_the_outbox_cannot_be_rewritten(lab: Lab) -> None:
    await lab.state(uuid4(), "diagnostic")

    for attempt in ("update outbox set subject = 'x'", "delete from outbox"):
        with pytest.raises(DBAPIError, match="permission denied"):
            async with transaction(lab.speaker) as session:
                await session.execute(text(attempt))


async def test_an_event_too_large_for_the_broker_is_refused_where_it_is_written(
    lab: Lab,
) -> None:
    with pytest.raises(EventTooLarge):
        await lab.state(uuid4(), "x" * 200 * 1024)
    largest = "x" * 199 * 1024
    async with lab.speaking(), lab.listening():
        await lab.state(uuid4(), largest)

        assert await eventually(lab.heard) == [largest]
