"""A wire to a server that can be cut and mended."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from deploy.embedded.ports import LOOPBACK


class Wire:
    """Passes every connection to `port` on to `target`, until it is cut."""

    def __init__(self, port: int, target: int) -> None:
        self.port = port
        self._target = target
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def mend(self) -> None:
        self._server = await asyncio.start_server(self._connect, LOOPBACK, self.port)

    async def cut(self) -> None:
        """Drop every connection, and refuse new ones."""
        if self._server is not None:
            self._server.close()
        for end in list(self._open):
            end.transport.abort()

    async def _connect(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        far_reader, far_writer = await asyncio.open_connection(LOOPBACK, self._target)
        self._open |= {writer, far_writer}
        await asyncio.gather(_pass(reader, far_writer), _pass(far_reader, writer))
        self._open -= {writer, far_writer}


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while chunk := await reader.read(65536):
            writer.write(chunk)
    except OSError:
        pass
    finally:
        writer.close()


@asynccontextmanager
async def wire_to(target: int, port: int) -> AsyncGenerator[Wire]:
    wire = Wire(port, target)
    await wire.mend()
    try:
        yield wire
    finally:
        await wire.cut()
