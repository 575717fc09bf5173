"""The stream is a copy: whatever happens to it, the outbox fills it again."""

import shutil
from pathlib import Path
from uuid import uuid4

from nats.js.errors import NotFoundError
from sqlalchemy import text

from chassis.database import transaction
from chassis.messaging.worker import Messaging
from deploy.embedded.nats import Nats
from tests.harness import eventually
from tests.messaging_lab import DURABLE, STREAM, Lab


def store_of(broker: Nats) -> Path:
    return broker.child.log.parent / "store"


async def refused(working: Messaging) -> str:
    status = await working.status()
    return str(status["relay_reason"]) if status["relay"] == "refusing" else ""


async def messages_in_stream(lab: Lab, count: int) -> bool:
    async with lab.administration() as jetstream:
        try:
            return (await jetstream.stream_info(STREAM)).state.messages == count
        except NotFoundError:
            return False


async def test_a_deleted_stream_is_filled_again(lab: Lab) -> None:
    plan = uuid4()
    async with lab.speaking(), lab.listening():
        await lab.state(plan, "first", "second")
        await eventually(lambda: lab.has_heard(2))

        async with lab.administration() as jetstream:
            await jetstream.delete_stream(STREAM)
        await lab.state(plan, "third")
        await eventually(lambda: lab.has_heard(3))
        await eventually(lambda: messages_in_stream(lab, 3))

        assert await lab.heard(plan) == ["first", "second", "third"]


async def test_a_listener_that_was_away_hears_what_was_lost_meanwhile(lab: Lab) -> None:
    plan = uuid4()
    async with lab.speaking():
        await lab.state(plan, "first", "second")
        await eventually(lambda: messages_in_stream(lab, 2))
        for _ in range(2):
            async with lab.administration() as jetstream:
                await jetstream.delete_stream(STREAM)
            await eventually(lambda: messages_in_stream(lab, 2))
        async with lab.listening():
            await eventually(lambda: lab.has_heard(2))

    assert await lab.heard(plan) == ["first", "second"]


async def test_a_broker_that_lost_its_store_is_filled_again(lab: Lab) -> None:
    plan = uuid4()
    async with lab.speaking(), lab.listening():
        await lab.state(plan, "first", "second")
        await eventually(lambda: lab.has_heard(2))

        lab.broker.child.stop()
        shutil.rmtree(store_of(lab.broker))
        await lab.state(plan, "third")
        lab.broker.child.start()
        await lab.state(plan, "fourth")
        await eventually(lambda: lab.has_heard(4))
        await eventually(lambda: messages_in_stream(lab, 4))

        assert await lab.heard(plan) == ["first", "second", "third", "fourth"]


async def test_a_stream_whose_end_was_cut_off_is_filled_again(
    lab: Lab, tmp_path: Path
) -> None:
    plan = uuid4()
    store = store_of(lab.broker)
    async with lab.speaking():
        await lab.state(plan, "first", "second")
        await eventually(lambda: messages_in_stream(lab, 2))
        lab.broker.child.stop()
        shutil.copytree(store, tmp_path / "earlier")
        lab.broker.child.start()
        await lab.state(plan, "third", "fourth")
        await eventually(lambda: messages_in_stream(lab, 4))

        lab.broker.child.stop()
        shutil.rmtree(store)
        shutil.copytree(tmp_path / "earlier", store)
        lab.broker.child.start()
        await eventually(lambda: messages_in_stream(lab, 6))

        async with lab.listening():
            await eventually(lambda: lab.has_heard(4))
        assert await lab.heard(plan) == ["first", "second", "third", "fourth"]


async def test_a_stream_whose_messages_were_lost_is_filled_again(lab: Lab) -> None:
    plan = uuid4()
    async with lab.speaking(), lab.listening():
        await lab.state(plan, "first", "second")
        await eventually(lambda: lab.has_heard(2))

        lab.broker.child.stop()
        for block in store_of(lab.broker).rglob(f"{STREAM}/msgs/*"):
            block.unlink()
        lab.broker.child.start()
        await eventually(lambda: messages_in_stream(lab, 2))
        await lab.state(plan, "third")

        assert await eventually(lambda: lab.has_heard(3)) == [
            "first",
            "second",
            "third",
        ]


async def test_a_stream_that_anyone_could_purge_is_put_right(lab: Lab) -> None:
    async with lab.administration() as jetstream:
        await jetstream.add_stream(name=STREAM, subjects=["onedistrict.plans.>"])
        async with lab.speaking(), lab.listening():
            await lab.state(uuid4(), "first")
            await eventually(lab.heard)

        assert (await jetstream.stream_info(STREAM)).config.deny_purge


async def test_a_stream_that_cannot_be_put_right_is_not_used(lab: Lab) -> None:
    async with lab.administration() as jetstream:
        await jetstream.add_stream(
            name=STREAM, subjects=["onedistrict.plans.>"], storage="memory"
        )
    async with lab.speaking() as speaking:
        await lab.state(uuid4(), "first")

        assert "BrokerMisconfigured" in await eventually(lambda: refused(speaking))
        assert await messages_in_stream(lab, 0)


async def test_a_database_set_back_behind_its_stream_publishes_nothing(
    lab: Lab,
) -> None:
    plan = uuid4()
    async with lab.speaking():
        await lab.state(plan, "of the lost database")
        await eventually(lambda: messages_in_stream(lab, 1))

    # `budgets` keeps an outbox too: to the stream of `plans` it is another database.
    set_back = Lab(
        lab.broker, lab.listener_url, lab.speaker_url, lab.listener, lab.speaker
    )
    async with set_back.speaking() as speaking:
        await set_back.state(plan, "of the older database")

        assert "StreamAhead" in await eventually(lambda: refused(speaking))
        assert await messages_in_stream(lab, 1)


async def test_an_outbox_copied_from_a_server_far_ahead_is_not_relayed(
    lab: Lab,
) -> None:
    async with transaction(lab.speaker) as session:
        await session.execute(text("update relay_progress set xid = '9000000000'"))
    await lab.state(uuid4(), "never read in order")
    async with lab.speaking() as speaking:
        reason = await eventually(lambda: refused(speaking))

        assert "OutboxFromAnotherCluster" in reason


async def test_lost_consumers_are_made_again(lab: Lab) -> None:
    plan = uuid4()
    async with lab.speaking(), lab.listening():
        await lab.state(plan, "first")
        await eventually(lab.heard)

        async with lab.administration() as jetstream:
            await jetstream.delete_consumer(STREAM, DURABLE)
        await lab.state(plan, "second")

        assert await eventually(lambda: lab.has_heard(2)) == ["first", "second"]
