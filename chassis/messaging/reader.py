"""Listens to one publisher: fetches its events, has them applied, acknowledges them.

An acknowledgement means that an event was applied or is kept in the inbox. Without one
the broker delivers it again, which does no harm.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

import structlog
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js import JetStreamContext

from chassis.faults import crash_point
from chassis.messaging.broker import Broker
from chassis.messaging.delivery import Delivery
from chassis.messaging.envelope import Envelope, EnvelopeMalformed, read, source_of
from chassis.messaging.pace import Pace
from chassis.messaging.streams import (
    BrokerMisconfigured,
    assert_consumer,
    stream_of,
)
from chassis.messaging.trouble import explain, is_passing

log = structlog.get_logger()

BATCH = 50
AGAIN_SECONDS = 1.0

SETBACKS = (NatsError, BrokerMisconfigured, TimeoutError, ConnectionError)


@dataclass(frozen=True)
class Reader:
    publisher: str
    durable: str
    broker: Broker
    delivery: Delivery
    pace: Pace

    async def run(self) -> None:
        """Listen until cancelled; a lost stream or consumer is asked for again."""
        while True:
            try:
                await self._listen(await self.broker.jetstream())
            except SETBACKS as setback:
                log.debug("reader_setback", durable=self.durable, error=str(setback))
                await asyncio.sleep(self.pace.setback)

    async def _listen(self, jetstream: JetStreamContext) -> None:
        await assert_consumer(
            jetstream,
            self.publisher,
            self.durable,
            redeliver_after_seconds=self.pace.redelivery,
        )
        subscription = await jetstream.pull_subscribe_bind(
            self.durable, stream=stream_of(self.publisher)
        )
        try:
            while True:
                if messages := await self._fetch(subscription):
                    await self._take_in(messages)
        finally:
            with suppress(NatsError):
                await subscription.unsubscribe()

    async def _fetch(
        self, subscription: JetStreamContext.PullSubscription
    ) -> list[Msg]:
        """The next events, or none after a while.

        Raises ServiceUnavailableError when stream or consumer are gone.
        """
        try:
            return await subscription.fetch(BATCH, timeout=self.pace.fetch)
        except TimeoutError:
            return []

    async def _take_in(self, messages: list[Msg]) -> None:
        asking = asyncio.create_task(self._ask_for_time(messages))
        try:
            await self._deliver_all(messages)
        except Exception as failure:
            if not is_passing(failure):
                raise
            log.warning("reader_waits", durable=self.durable, reason=explain(failure))
            for message in messages:
                if not message.is_acked:
                    await message.nak(AGAIN_SECONDS)
            await asyncio.sleep(AGAIN_SECONDS)
        finally:
            asking.cancel()

    async def _ask_for_time(self, messages: list[Msg]) -> None:
        """Keep the broker from giving to others what we are still working on."""
        with suppress(NatsError):
            while True:
                await asyncio.sleep(self.pace.redelivery / 3)
                for message in messages:
                    if not message.is_acked:
                        await message.in_progress()

    async def _deliver_all(self, messages: list[Msg]) -> None:
        opened = [await self._open(message) for message in messages]
        events = [event for event in opened if event is not None]
        if len(events) > 1:
            events = await self.delivery.unseen(self.durable, events)
        await self.delivery.receive(self.durable, events)
        crash_point("consumer_after_commit_before_ack")
        for message in messages:
            await message.ack()

    async def _open(self, message: Msg) -> Envelope | None:
        try:
            return read(
                message.data, subject=message.subject, source=source_of(self.publisher)
            )
        except EnvelopeMalformed as malformed:
            await self.delivery.setbacks.set_aside(
                self.durable, message.subject, message.data, malformed
            )
            return None
