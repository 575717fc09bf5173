"""What arrives is applied once and in order, whatever arrives and how often."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from nats.js import JetStreamContext
from sqlalchemy import select

from chassis import clock
from chassis.database import transaction
from chassis.identifiers import new_id
from chassis.messaging import dead_letters
from chassis.messaging.dead_letters import (
    DeadLetterNotFound,
    DeadLetterNotReplayable,
)
from chassis.messaging.envelope import Envelope, source_of
from chassis.messaging.inbox import InboxMessage, InboxState
from contracts.events.plans import PlanDrafted, StageCompleted
from tests.harness import eventually
from tests.messaging_lab import DURABLE, STREAM, Lab, stage_completed


async def send(jetstream: JetStreamContext, event: Envelope, **changes: Any) -> None:
    """Put an event into the stream as no relay would."""
    raw = event.model_copy(update=changes).model_dump_json().encode()
    await jetstream.publish(event.type, raw)


def an_envelope(plan: UUID, seq: int, stage: str, **changes: Any) -> Envelope:
    fields: dict[str, Any] = {
        "id": new_id(),
        "source": source_of("plans"),
        "type": StageCompleted.subject,
        "subject": str(plan),
        "time": clock.now(),
        "dataschema": "urn:onedistrict:schema:test",
        "aggregateseq": seq,
        "data": stage_completed(plan, stage).model_dump(mode="json"),
    }
    return Envelope(**(fields | changes))


async def letters(lab: Lab, state: InboxState | None = None) -> list[InboxMessage]:
    async with transaction(lab.listener) as session:
        return list(await dead_letters.unsettled(session, state=state))


async def applied(lab: Lab) -> int:
    async with transaction(lab.listener) as session:
        mine = select(InboxMessage).where(InboxMessage.state == InboxState.APPLIED)
        return len((await session.scalars(mine)).all())


async def failed(lab: Lab) -> InboxMessage | None:
    found = await letters(lab, InboxState.FAILED)
    return found[0] if found else None


async def test_a_repeated_event_is_applied_once(lab: Lab) -> None:
    plan = uuid4()
    first, second = an_envelope(plan, 1, "first"), an_envelope(plan, 2, "second")
    async with lab.speaking(), lab.listening(), lab.administration() as jetstream:
        await eventually(lambda: stream_exists(jetstream))
        for event in (first, first, first, second, first, second):
            await send(jetstream, event)
        await send(jetstream, an_envelope(uuid4(), 1, "last"))

        await eventually(lambda: lab.has_heard(3))
        assert await lab.heard() == ["first", "second", "last"]


async def test_an_early_event_waits_for_its_predecessors(lab: Lab) -> None:
    plan = uuid4()
    events = [an_envelope(plan, seq, f"{seq}") for seq in range(1, 6)]
    async with lab.speaking(), lab.listening(), lab.administration() as jetstream:
        await eventually(lambda: stream_exists(jetstream))
        for position in (4, 1, 3, 2):
            await send(jetstream, events[position])
        await send(jetstream, an_envelope(uuid4(), 1, "of another plan"))
        assert await eventually(lab.heard) == ["of another plan"]
        assert len(await letters(lab, InboxState.WAITING)) == 4

        await send(jetstream, events[0])
        await eventually(lambda: lab.has_heard(6))

        assert await lab.heard(plan) == ["1", "2", "3", "4", "5"]
        assert await letters(lab) == []


async def test_a_failing_event_holds_up_only_its_own_plan(lab: Lab) -> None:
    stuck, free = uuid4(), uuid4()
    lab.broken.add("poison")
    async with lab.speaking(), lab.listening() as listening:
        await lab.state(stuck, "before", "poison", "behind", "further behind")
        await lab.state(free, "one", "two")
        await eventually(lambda: lab.has_heard(3))
        letter = await eventually(lambda: failed(lab))
        assert await lab.heard(free) == ["one", "two"]
        assert await lab.heard(stuck) == ["before"]
        assert (letter.reason, letter.attempts) == ("NotToday: poison", 3)
        await eventually(lambda: holds(lab, 3))

        lab.broken.clear()
        async with transaction(lab.listener) as session:
            await dead_letters.replay(session, letter.event_id)
        listening.nudge()
        await eventually(lambda: lab.has_heard(6))

        assert await lab.heard(stuck) == [
            "before",
            "poison",
            "behind",
            "further behind",
        ]
        assert await letters(lab) == []


async def test_what_waits_behind_a_discarded_event_is_applied(lab: Lab) -> None:
    plan = uuid4()
    lab.broken.add("poison")
    async with lab.speaking(), lab.listening():
        await lab.state(plan, "poison", "behind")
        letter = await eventually(lambda: failed(lab))

        async with transaction(lab.listener) as session:
            await dead_letters.discard(session, letter.event_id, reason="a test")

        assert await eventually(lab.heard) == ["behind"]


async def test_an_event_that_fails_once_is_tried_again(lab: Lab) -> None:
    plan = uuid4()
    lab.broken.add("shy")
    async with lab.speaking(), lab.listening():
        await lab.state(plan, "shy", "behind")
        await eventually(lambda: letters(lab))
        lab.broken.clear()

        if letter := await failed(lab):  # a slow machine may have used up its attempts
            async with transaction(lab.listener) as session:
                await dead_letters.replay(session, letter.event_id)

        assert await eventually(lambda: lab.has_heard(2)) == ["shy", "behind"]


NO_EVENTS = [
    b"not json",
    b"",
    b"[]",
    b"{}",
    b'{"specversion": "1.0", "id": "not a uuid"}',
    b"\xff\xfe\x00",
    b"[" * 100_000,
    b'{"data": NaN}',
]


async def test_bytes_that_are_no_event_are_set_aside(lab: Lab) -> None:
    async with lab.speaking(), lab.listening(), lab.administration() as jetstream:
        await eventually(lambda: stream_exists(jetstream))
        for raw in NO_EVENTS * 2:
            await jetstream.publish(StageCompleted.subject, raw)
        await lab.state(uuid4(), "good")

        assert await eventually(lab.heard) == ["good"]
        set_aside = await letters(lab)
        assert len(set_aside) == len(NO_EVENTS)
        assert {letter.aggregate for letter in set_aside} == {""}
        assert all("faults in" in str(letter.reason) for letter in set_aside)


NOT_AS_AGREED = {
    "EnvelopeMalformed: says it is from": {"source": source_of("registry")},
    "EnvelopeMalformed: says it is onedistrict": {
        "type": "onedistrict.plans.plan_adopted.v1"
    },
    "UntranslatableCharacterError": {"data": {"text": "a\u0000b"}},
    "FactMalformed": {"data": {"plan_id": "not what was agreed"}},
}


async def test_an_event_that_is_not_as_agreed_is_set_aside(lab: Lab) -> None:
    newer = an_envelope(uuid4(), 1, "never", type=f"{StageCompleted.subject}9")
    async with lab.speaking(), lab.listening(), lab.administration() as jetstream:
        await eventually(lambda: stream_exists(jetstream))
        for changes in NOT_AS_AGREED.values():
            event = an_envelope(uuid4(), 1, "never", **changes)
            await jetstream.publish(
                StageCompleted.subject, event.model_dump_json().encode()
            )
        await send(jetstream, newer)
        await lab.state(uuid4(), "good")

        assert await eventually(lab.heard) == ["good"]
        reasons = " | ".join(str(letter.reason) for letter in await letters(lab))
        assert all(expected in reasons for expected in NOT_AS_AGREED)
        assert f"FactUnknown: {newer.type}" in reasons


async def test_an_event_in_the_place_of_another_is_not_dropped_in_silence(
    lab: Lab,
) -> None:
    plan = uuid4()
    async with lab.speaking(), lab.listening(), lab.administration() as jetstream:
        await eventually(lambda: stream_exists(jetstream))
        await send(jetstream, an_envelope(plan, 1, "as it was"))
        await send(jetstream, an_envelope(plan, 1, "as it was rewritten"))

        letter = await eventually(lambda: failed(lab))
        assert letter.reason == "number 1 was taken by another event"
        assert await lab.heard() == ["as it was"]
        with pytest.raises(DeadLetterNotReplayable):
            async with transaction(lab.listener) as session:
                await dead_letters.replay(session, letter.event_id)


async def test_an_event_nobody_here_handles_lets_the_next_one_pass(lab: Lab) -> None:
    plan = uuid4()
    drafted = PlanDrafted(
        plan_id=plan, space_code="DC45", title="t", provenance="own", drafted_by="x"
    )
    silent = an_envelope(
        plan, 1, "", type=PlanDrafted.subject, data=drafted.model_dump(mode="json")
    )
    async with lab.speaking(), lab.listening(), lab.administration() as jetstream:
        await eventually(lambda: stream_exists(jetstream))
        await send(jetstream, silent)
        await send(jetstream, an_envelope(plan, 2, "heard"))

        assert await eventually(lab.heard) == ["heard"]
        assert await applied(lab) == 2


async def test_only_a_failed_event_can_be_replayed(lab: Lab) -> None:
    async with lab.speaking(), lab.listening():
        await lab.state(uuid4(), "good")
        await eventually(lab.heard)
        async with transaction(lab.listener) as session:
            known = await session.scalar(
                select(InboxMessage.event_id).where(InboxMessage.durable == DURABLE)
            )
            assert known is not None

            with pytest.raises(DeadLetterNotReplayable, match="applied"):
                await dead_letters.replay(session, known)
            with pytest.raises(DeadLetterNotFound):
                await dead_letters.discard(session, uuid4(), reason="none")


async def stream_exists(jetstream: JetStreamContext) -> bool:
    return STREAM in [info.config.name for info in await jetstream.streams_info()]


async def holds(lab: Lab, count: int) -> bool:
    return len(await letters(lab)) == count
