"""A connection to NATS that is always made again; a service starts without it."""

import asyncio

import structlog
from nats.aio.client import Client
from nats.js import JetStreamContext

log = structlog.get_logger()

RECONNECT_SECONDS = 0.25
CONNECT_SECONDS = 2
PING_SECONDS = 20
NO_BUFFER = 0


class Broker:
    """`arrivals` counts the times we (re)connected: who sees it change looks again."""

    def __init__(self, url: str, name: str) -> None:
        self._url = url
        self._name = name
        self._arrived = asyncio.Event()
        self._client: Client | None = None
        self._jetstream: JetStreamContext | None = None
        self.arrivals = 0

    @property
    def is_connected(self) -> bool:
        return self._client is not None and self._client.is_connected

    async def client(self) -> Client:
        """The connection, as soon as there has been one."""
        await self._arrived.wait()
        if self._client is None:
            raise ConnectionError
        return self._client

    async def jetstream(self) -> JetStreamContext:
        """JetStream, as soon as there has been a connection."""
        await self._arrived.wait()
        if self._jetstream is None:
            raise ConnectionError
        return self._jetstream

    async def stay_connected(self) -> None:
        """Connect and reconnect until cancelled, also after the server closed on us."""
        while True:
            closed = asyncio.Event()
            await self._connect(closed)
            try:
                await closed.wait()
            finally:
                await self._leave()

    async def _connect(self, closed: asyncio.Event) -> None:
        async def on_error(failure: Exception) -> None:
            log.debug("broker_error", error=str(failure) or type(failure).__name__)

        async def on_disconnect() -> None:
            log.warning("broker_disconnected")

        async def on_reconnect() -> None:
            self.arrivals += 1
            log.info("broker_reconnected")

        async def on_close() -> None:
            closed.set()

        client = Client()
        # Nothing is buffered while disconnected: it would be sent to a server whose
        # streams have not been looked at yet.
        await client.connect(
            self._url,
            name=self._name,
            error_cb=on_error,
            disconnected_cb=on_disconnect,
            reconnected_cb=on_reconnect,
            closed_cb=on_close,
            connect_timeout=CONNECT_SECONDS,
            reconnect_time_wait=RECONNECT_SECONDS,  # type: ignore[arg-type]
            max_reconnect_attempts=-1,
            ping_interval=PING_SECONDS,
            pending_size=NO_BUFFER,
        )
        self._client = client
        self._jetstream = client.jetstream()
        self.arrivals += 1
        self._arrived.set()
        log.info("broker_connected")

    async def _leave(self) -> None:
        self._arrived.clear()
        client, self._client, self._jetstream = self._client, None, None
        if client is not None:
            await client.close()
