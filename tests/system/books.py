"""What the services' databases and the stream say, asked behind their backs."""

import asyncio
from collections.abc import Sequence
from typing import Any

import asyncpg
import nats

from deploy.databases import database_of
from deploy.embedded.cluster import Cluster
from deploy.topology import SERVICES

CONSUMERS = {
    "registry": ("plans", "budgets"),
    "plans": ("budgets", "monitoring"),
    "budgets": ("monitoring",),
}
NAMES = [service.name for service in SERVICES]
Row = tuple[Any, ...]


class Books:
    """Read as the superuser: row-level security hides nothing here."""

    def __init__(self, system: Cluster) -> None:
        self._system = system

    def rows(self, service: str, question: str, *values: object) -> list[Row]:
        return asyncio.run(self._rows(service, question, values))

    def unsettled(self) -> list[str]:
        """Events that are not where they should be, or not exactly once."""
        return [
            f"{durable}: {len(found)} of {len(sent)}"
            for publisher, consumers in CONSUMERS.items()
            for sent in [self._sent_by(publisher)]
            for durable, found in (
                (f"{each}-from-{publisher}", self._applied(each, publisher))
                for each in consumers
            )
            if sorted(found) != sorted(sent)
        ] + [
            f"{service}: {row}"
            for service in NAMES
            for row in self.rows(
                service,
                "select durable, state, reason from inbox where state <> 'applied'",
            )
        ]

    def delete_stream(self, publisher: str) -> None:
        asyncio.run(self._delete_stream(f"ONEDISTRICT_{publisher.upper()}"))

    def _sent_by(self, publisher: str) -> list[Row]:
        sent = self.rows(
            publisher, "select event_id, subject, aggregate, aggregate_seq from outbox"
        )
        assert sent, publisher
        return sent

    def _applied(self, consumer: str, publisher: str) -> list[Row]:
        return self.rows(
            consumer,
            "select event_id, subject, aggregate, aggregate_seq from inbox "
            "where durable = $1 and state = 'applied'",
            f"{consumer}-from-{publisher}",
        )

    async def _rows(
        self, service: str, question: str, values: Sequence[object]
    ) -> list[Row]:
        server = self._system.servers.postgres
        assert server is not None
        url = server.url(database_of(service), "postgres", server.password)
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        try:
            return [tuple(row) for row in await connection.fetch(question, *values)]
        finally:
            await connection.close()

    async def _delete_stream(self, name: str) -> None:
        client = await nats.connect(self._system.servers.nats_url("admin"))
        try:
            await client.jetstream().delete_stream(name)
        finally:
            await client.close()
