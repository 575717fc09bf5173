"""How far the relay has come, and in which stream; a single row beside the outbox.

An epoch is one filling of the stream. When the stream turns out to have lost events, a
new epoch begins and every event is published again, under message ids of that epoch:
the server remembers ids beyond what it stores.
"""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True)
class Progress:
    """`xid`, `position`: the last event published.

    `stream_*`: the stream it went to, the highest sequence number acknowledged, and
    how many of its numbers stood for no message when the epoch began.
    """

    epoch: int
    xid: str
    position: int
    stream_created: str | None
    stream_seq: int
    stream_gaps: int


async def read(connection: AsyncConnection) -> Progress:
    row = (await connection.execute(READ)).one()
    return Progress(**row._mapping)  # noqa: SLF001  SQLAlchemy's documented accessor


async def advance(
    connection: AsyncConnection, *, xid: str, position: int, stream_seq: int
) -> None:
    """Everything up to (xid, position) is in the stream."""
    values = {"xid": xid, "position": position, "stream_seq": stream_seq}
    await connection.execute(ADVANCE, values)


async def begin_epoch(
    connection: AsyncConnection,
    *,
    epoch: int,
    stream_created: str,
    stream_seq: int,
    stream_gaps: int,
) -> None:
    """Start again from the first event, into a stream that stands as described."""
    await connection.execute(
        BEGIN_EPOCH,
        {
            "epoch": epoch,
            "stream_created": stream_created,
            "stream_seq": stream_seq,
            "stream_gaps": stream_gaps,
        },
    )


READ = text("""
select epoch, xid::text as xid, position, stream_created, stream_seq, stream_gaps
from relay_progress
""")

ADVANCE = text("""
update relay_progress set xid = cast(cast(:xid as text) as xid8), position = :position,
  stream_seq = greatest(stream_seq, :stream_seq)
""")

BEGIN_EPOCH = text("""
update relay_progress set epoch = :epoch, xid = '0', position = 0,
  stream_created = :stream_created, stream_seq = :stream_seq, stream_gaps = :stream_gaps
""")
