"""How requests reach a service: httpx over aiohttp, with nothing added or rewritten.

`AiohttpTransport` as it comes spells targets anew, takes a dropped connection for a
slow one, and costs twice the time (150 against 75 us measured); a shared `AsyncClient`
would also carry one caller's cookies into another's request.
"""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport
from typing_extensions import override
from yarl import URL

from gateway.settings import GatewaySettings

# Shorter than a service keeps an idle connection, so that none is used while it closes.
IDLE_SECONDS = 3
SMALL_BYTES = 64 << 10
AUTOMATIC = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")


class ServiceTransport(AiohttpTransport):
    """Sends a request's `extensions["target"]` as it is spelt.

    Raises `httpx.ConnectError` (nothing was sent), `httpx.ReadError` (the answer was
    lost) and `httpx.ReadTimeout`.
    """

    def __init__(self, session: aiohttp.ClientSession) -> None:
        super().__init__(client=session)
        self._session = session

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return await self._send(request, **request.extensions)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as away:
            raise httpx.ConnectError(str(away), request=request) from away
        except TimeoutError as slow:
            raise httpx.ReadTimeout(str(slow), request=request) from slow
        except (aiohttp.ClientError, OSError) as lost:
            raise httpx.ReadError(str(lost), request=request) from lost

    async def _send(
        self,
        request: httpx.Request,
        *,
        target: URL,
        fields: list[tuple[str, str]],
        content: Any,  # noqa: ANN401 - bytes, or an iterator of them
        limits: aiohttp.ClientTimeout,
    ) -> httpx.Response:
        answer = await self._session.request(
            request.method,
            target,
            headers=fields,
            data=content,
            allow_redirects=False,
            timeout=limits,
        )
        size = answer.content_length
        small = size is not None and size <= SMALL_BYTES
        stream = httpx.ByteStream(await answer.read()) if small else _Arriving(answer)
        return httpx.Response(answer.status, headers=answer.raw_headers, stream=stream)


class _Arriving(httpx.AsyncByteStream):
    """The body of a long answer, as it comes."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    @override
    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._answer.content.iter_any():
                yield chunk
        except (aiohttp.ClientError, OSError, TimeoutError) as lost:
            raise httpx.ReadError(str(lost)) from lost

    @override
    async def aclose(self) -> None:
        self._answer.close()


@asynccontextmanager
async def connected(
    settings: GatewaySettings,
) -> AsyncGenerator[ServiceTransport, None]:
    """Connections to the services, closed at the end."""
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            limit=0,
            limit_per_host=settings.upstream_connections,
            keepalive_timeout=IDLE_SECONDS,
        ),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        skip_auto_headers=AUTOMATIC,
    ) as session:
        yield ServiceTransport(session)
