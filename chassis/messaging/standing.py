"""How messaging stands: for a health check, and for measurements."""

from typing import Any

from nats.errors import Error as NatsError
from sqlalchemy import text

from chassis.database import NOWHERE, Sessions, transaction
from chassis.messaging import metrics
from chassis.messaging.broker import Broker
from chassis.messaging.inbox import InboxState
from chassis.messaging.reader import Reader
from chassis.messaging.relay import Relay
from chassis.messaging.streams import stream_of
from chassis.messaging.trouble import is_passing


async def status(
    service: str, broker: Broker, relay: Relay, sessions: Sessions
) -> dict[str, Any]:
    """What goes out and comes in, as JSON.

    `outbox`: events to publish, and the age of the oldest in seconds. `inbox`: per
    durable, how many events are `waiting` and how many `failed`.
    """
    async with transaction(sessions, NOWHERE) as session:
        outbox = (await session.execute(UNPUBLISHED)).one()
        unsettled = (await session.execute(UNSETTLED)).all()
    inbox: dict[str, dict[str, int]] = {}
    for row in unsettled:
        inbox.setdefault(row.durable, {})[row.state] = row.events
    metrics.OUTBOX_DEPTH.labels(service).set(outbox.depth)
    metrics.OUTBOX_AGE.labels(service).set(outbox.oldest_seconds)
    return {
        "connected": broker.is_connected,
        "relay": relay.state.value,
        "relay_reason": relay.reason,
        "outbox": {
            "depth": outbox.depth,
            "oldest_seconds": float(outbox.oldest_seconds),
        },
        "inbox": inbox,
    }


async def refresh(
    service: str,
    broker: Broker,
    relay: Relay,
    readers: list[Reader],
    sessions: Sessions,
) -> None:
    """Set every gauge; without a database, only what can be known without it."""
    metrics.CONNECTED.labels(service).set(broker.is_connected)
    try:
        standing = await status(service, broker, relay, sessions)
    except Exception as failure:
        if not is_passing(failure):
            raise
        return
    for reader in readers:
        counts = standing["inbox"].get(reader.durable, {})
        for state in (InboxState.WAITING, InboxState.FAILED):
            gauge = metrics.UNSETTLED.labels(reader.durable, state.value)
            gauge.set(counts.get(state.value, 0))
        if broker.is_connected:
            await _measure_lag(broker, reader)


async def _measure_lag(broker: Broker, reader: Reader) -> None:
    jetstream = await broker.jetstream()
    try:
        found = await jetstream.consumer_info(
            stream_of(reader.publisher), reader.durable, timeout=1
        )
    except (NatsError, TimeoutError):
        return
    lag = (found.num_pending or 0) + (found.num_ack_pending or 0)
    metrics.LAG.labels(reader.durable).set(lag)


UNPUBLISHED = text("""
select count(*) as depth,
  coalesce(extract(epoch from now() - min(occurred_at)), 0) as oldest_seconds
from outbox, relay_progress
where (outbox.xid, outbox.position) > (relay_progress.xid, relay_progress.position)
""")

UNSETTLED = text("""
select durable, state, count(*) as events from inbox
where state in ('waiting', 'failed') group by durable, state
""")
