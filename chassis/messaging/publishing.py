"""Puts a batch of events into the stream and believes only acknowledgements."""

import asyncio
from collections.abc import Sequence
from typing import Any

from nats.js import JetStreamContext
from nats.js.api import PubAck
from sqlalchemy import Row

from chassis.messaging.envelope import CONTENT_TYPE, envelope, source_of
from chassis.messaging.reconciliation import MESSAGE_ID, message_id
from chassis.messaging.streams import stream_of


class NotStored(Exception):
    """The stream did not acknowledge an event, or not as we expect it to."""


async def publish(  # noqa: PLR0913  the batch, and what its stream is known to be
    jetstream: JetStreamContext,
    service: str,
    rows: Sequence[Row[Any]],
    *,
    epoch: int,
    after: int,
    timeout_seconds: float,
) -> int:
    """The highest sequence number given to `rows`, all of which are now stored.

    Raises NotStored when any is not: then all are to be published again, which the
    stream, and at the latest the inbox, recognises.
    """
    promises: list[asyncio.Future[PubAck]] = []
    try:
        for row in rows:
            promise = await jetstream.publish_async(
                row.subject,
                envelope(row, source_of(service)),
                stream=stream_of(service),
                headers={
                    "Content-Type": CONTENT_TYPE,
                    MESSAGE_ID: message_id(row.event_id, epoch),
                },
            )
            promises.append(promise)
        everything = asyncio.gather(*promises, return_exceptions=True)
        answers = await asyncio.wait_for(everything, timeout_seconds)
    finally:
        for promise in promises:
            promise.cancel()
    return max(_stored(answer, service, after) for answer in answers)


def _stored(stored: PubAck | BaseException, service: str, after: int) -> int:
    if isinstance(stored, BaseException):
        raise NotStored(str(stored)) from stored
    if stored.stream != stream_of(service):
        raise NotStored(f"stored in {stored.stream}")
    if not stored.duplicate and stored.seq <= after:
        raise NotStored(f"sequence went back to {stored.seq}, below {after}")
    return stored.seq
