"""Moves committed events from the outbox to JetStream, oldest first.

One relay per database is active: it holds an advisory lock on the very connection that
it reads and marks with, so that a relay that lost the lock can mark nothing. Rows are
read in the order of their transactions, and only below the oldest one still running:
nothing that commits later can come before what was read.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from typing import Any

import structlog
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.database import connect
from chassis.faults import crash_point
from chassis.messaging import metrics, progress
from chassis.messaging.broker import Broker
from chassis.messaging.pace import Pace
from chassis.messaging.progress import Progress
from chassis.messaging.publishing import NotStored, publish
from chassis.messaging.reconciliation import (
    OutboxFromAnotherCluster,
    StreamAhead,
    reconcile,
)
from chassis.messaging.streams import BrokerMisconfigured

log = structlog.get_logger()

BATCH = 200

REFUSALS = (StreamAhead, OutboxFromAnotherCluster, BrokerMisconfigured)
SETBACKS = (NatsError, NotStored, TimeoutError, ConnectionError)


class RelayState(StrEnum):
    """`standby`: another replica relays. `refusing`: a person has to decide first."""

    STANDBY = "standby"
    ACTIVE = "active"
    WAITING = "waiting_for_broker"
    REFUSING = "refusing"


class Relay:
    """`nudge` it after a commit; it looks by itself as well."""

    def __init__(
        self, service: str, broker: Broker, pace: Pace, *, replicas: int
    ) -> None:
        self._service = service
        self._broker = broker
        self._pace = pace
        self._replicas = replicas
        self._nudged = asyncio.Event()
        self.state = RelayState.STANDBY
        self.reason: str | None = None

    def nudge(self) -> None:
        self._nudged.set()

    async def run(self, database_url: str) -> None:
        """Wait to be the active relay, then relay until cancelled or disconnected."""
        engine = connect(database_url, pool_size=1)
        try:
            async with engine.connect() as connection:
                await self._be_elected(connection)
                while True:
                    await self._relay(connection)
        finally:
            self._become(RelayState.STANDBY)
            await engine.dispose()

    async def _be_elected(self, connection: AsyncConnection) -> None:
        while True:
            async with connection.begin():
                if await connection.scalar(ELECT):
                    return
            await asyncio.sleep(self._pace.election)

    async def _relay(self, connection: AsyncConnection) -> None:
        """Relay until the broker fails us; then wait a little."""
        try:
            await self._relay_while_connected(connection)
        except REFUSALS as refusal:
            self._become(RelayState.REFUSING, f"{type(refusal).__name__}: {refusal}")
            await asyncio.sleep(self._pace.inspection)
        except SETBACKS as setback:
            if connection.invalidated:  # it would reconnect by itself, without the lock
                raise
            self._become(RelayState.WAITING, f"{type(setback).__name__}: {setback}")
            await asyncio.sleep(self._pace.setback)

    async def _relay_while_connected(self, connection: AsyncConnection) -> None:
        if not self._broker.is_connected:
            self._become(RelayState.WAITING)
        jetstream = await self._broker.jetstream()
        loop = asyncio.get_running_loop()
        while True:
            arrival, inspected = self._broker.arrivals, loop.time()
            before = await reconcile(
                connection, jetstream, self._service, replicas=self._replicas
            )
            self._become(RelayState.ACTIVE)
            while (
                arrival == self._broker.arrivals
                and loop.time() < inspected + self._pace.inspection
            ):
                await self._relay_once(connection, jetstream, before.epoch)

    async def _relay_once(
        self, connection: AsyncConnection, jetstream: JetStreamContext, epoch: int
    ) -> None:
        """Publish a batch, or wait for something to publish."""
        self._nudged.clear()
        async with connection.begin():
            before = await progress.read(connection)
            rows = (await connection.execute(NEXT, _place(before))).all()
        crash_point("relay_after_read")
        settled = [row for row in rows if row.is_settled]
        if settled:
            stream_seq = await publish(
                jetstream,
                self._service,
                in_aggregate_order(settled),
                epoch=epoch,
                after=before.stream_seq,
                timeout_seconds=self._pace.acknowledgement,
            )
            crash_point("relay_after_publish_before_mark")
            last = settled[-1]
            async with connection.begin():
                await progress.advance(
                    connection,
                    xid=last.xid,
                    position=last.position,
                    stream_seq=stream_seq,
                )
            metrics.PUBLISHED.labels(self._service).inc(len(settled))
        elif rows:
            await self._pause(self._pace.busy)
        else:
            await self._pause(self._pace.idle)

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._nudged.wait(), seconds)

    def _become(self, state: RelayState, reason: str | None = None) -> None:
        if (state, reason) == (self.state, self.reason):
            return
        self.state, self.reason = state, reason
        log.info("relay_state", service=self._service, state=state, reason=reason)


def in_aggregate_order(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """The same rows, those of each aggregate by its own numbers.

    A transaction that began first may have been second to write about an aggregate.
    """
    places: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        places.setdefault(row.aggregate, []).append(place)
    ordered = list(rows)
    for mine in places.values():
        numbered = sorted((rows[place] for place in mine), key=_number)
        for place, row in zip(mine, numbered, strict=True):
            ordered[place] = row
    return ordered


def _number(row: Row[Any]) -> int:
    return int(row.aggregate_seq)


def _place(before: Progress) -> dict[str, object]:
    return {"xid": before.xid, "position": before.position, "limit": BATCH}


ELECT = text("select pg_try_advisory_lock(hashtextextended('onedistrict.relay', 0))")

NEXT = text("""
select position, xid::text as xid, event_id, subject, aggregate, aggregate_seq,
  space_code, correlation_id, occurred_at, payload,
  outbox.xid < pg_snapshot_xmin(pg_current_snapshot()) as is_settled
from outbox
where (outbox.xid, position) > (cast(cast(:xid as text) as xid8), :position)
order by outbox.xid, position
limit :limit
""")
