"""Compares the stream with what the outbox has put there; the outbox is the truth.

A stream that was deleted, wiped, purged or cut off is filled again. A stream that holds
events this database has never written means that the database was set back, for example
by restoring a backup: going on would give other events the same numbers, so we stop.
"""

from uuid import UUID

import structlog
from nats.js import JetStreamContext
from nats.js.api import StreamInfo, StreamState
from nats.js.errors import NotFoundError
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.messaging import metrics, progress
from chassis.messaging.progress import Progress
from chassis.messaging.streams import assert_stream, stream_of

log = structlog.get_logger()

MESSAGE_ID = "Nats-Msg-Id"
LOOK_BACK = 100


class StreamAhead(Exception):
    """The stream holds events that this database does not know.

    Restore the newer database; or, to continue from this one, delete the stream: it is
    then filled from this outbox, and consumers set aside what contradicts theirs.
    """


class OutboxFromAnotherCluster(Exception):
    """The outbox was copied from a server whose transaction ids are ahead of ours.

    Raise the server's next transaction id above them: pg_resetwal -x.
    """


async def reconcile(
    connection: AsyncConnection,
    jetstream: JetStreamContext,
    service: str,
    *,
    replicas: int,
) -> Progress:
    """Where to go on publishing, after making sure that everything before is there.

    Raises StreamAhead, OutboxFromAnotherCluster, BrokerMisconfigured.
    """
    info = await assert_stream(jetstream, service, replicas=replicas)
    async with connection.begin():
        if await connection.scalar(FOREIGN):
            raise OutboxFromAnotherCluster(service)
        before = await progress.read(connection)
        if info.state.last_seq > before.stream_seq or _is_another(info, before):
            await _refuse_unknown(connection, jetstream, service, info.state)
        if before.stream_created is not None and not _has_lost(info, before):
            return before
        await _begin_epoch(connection, service, info, before)
        return await progress.read(connection)


def _is_another(info: StreamInfo, before: Progress) -> bool:
    return str(info.created) != before.stream_created


def _has_lost(info: StreamInfo, before: Progress) -> bool:
    return (
        _is_another(info, before)
        or info.state.last_seq < before.stream_seq
        or _gaps(info.state) != before.stream_gaps
    )


def _gaps(state: StreamState) -> int:
    """Sequence numbers given out whose messages are no longer there."""
    return state.last_seq - state.messages


async def _begin_epoch(
    connection: AsyncConnection, service: str, info: StreamInfo, before: Progress
) -> None:
    is_first = before.stream_created is None
    await progress.begin_epoch(
        connection,
        epoch=before.epoch if is_first else before.epoch + 1,
        stream_created=str(info.created),
        stream_seq=info.state.last_seq,
        stream_gaps=_gaps(info.state),
    )
    if not is_first:
        metrics.REFILLS.labels(service).inc()
        log.warning("stream_refill", service=service, epoch=before.epoch + 1)


async def _refuse_unknown(
    connection: AsyncConnection,
    jetstream: JetStreamContext,
    service: str,
    state: StreamState,
) -> None:
    """Look at the newest event in the stream; without an id like ours it is none."""
    oldest = max(0, state.last_seq - LOOK_BACK)
    for seq in range(state.last_seq, oldest, -1):
        event_id = await _event_at(jetstream, service, seq)
        if event_id is None:
            continue
        if not await connection.scalar(KNOWN, {"event_id": event_id}):
            raise StreamAhead(f"event {event_id} is not in the outbox")
        return


async def _event_at(jetstream: JetStreamContext, service: str, seq: int) -> UUID | None:
    try:
        message = await jetstream.get_msg(stream_of(service), seq=seq)
        name = (message.headers or {}).get(MESSAGE_ID, "")
        return UUID(name.partition(".")[0])
    except (NotFoundError, ValueError):
        return None


def message_id(event_id: UUID, epoch: int) -> str:
    """Unique per event and epoch, so that a refill is not taken for a repeat."""
    return str(event_id) if epoch == 0 else f"{event_id}.{epoch}"


KNOWN = text("select true from outbox where event_id = :event_id")

FOREIGN = text("""
select exists (select from outbox where xid >= pg_snapshot_xmax(pg_current_snapshot()))
  or exists (
    select from relay_progress where xid >= pg_snapshot_xmax(pg_current_snapshot()))
""")
