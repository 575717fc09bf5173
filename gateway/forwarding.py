"""A request on its way to its service: where, with what, how long, how often."""

import asyncio

import aiohttp
import httpx
from starlette.types import Receive
from yarl import URL

from chassis.errors import Refusal
from chassis.web.tokens import Claims
from gateway.bodies import Body
from gateway.callers import InternalTokens
from gateway.exchange import Exchange
from gateway.headers import TextHeaders, passing
from gateway.refusals import ServiceTooSlow, ServiceUnreachable
from gateway.routes import IDEMPOTENT, Operation
from gateway.settings import GatewaySettings

RETRY_SECONDS = 0.1

Content = bytes | None


class Services:
    """Asks the services on behalf of callers.

    `transport` is set while the gateway runs.
    """

    transport: httpx.AsyncBaseTransport

    def __init__(self, settings: GatewaySettings, tokens: InternalTokens) -> None:
        self.urls = {name: url.rstrip("/") for name, url in settings.upstreams.items()}
        self._bases = {name: httpx.URL(url) for name, url in self.urls.items()}
        self._tokens = tokens
        self._brief = aiohttp.ClientTimeout(
            total=settings.answer_seconds, sock_connect=settings.connect_seconds
        )
        # An upload may take longer than an answer; `Body` sees to it that it moves.
        self._lengthy = aiohttp.ClientTimeout(
            sock_read=settings.answer_seconds, sock_connect=settings.connect_seconds
        )

    def fields(
        self, exchange: Exchange, operation: Operation, caller: Claims | None
    ) -> TextHeaders:
        """What the service is told: the caller's own fields, and who we say it is."""
        told = passing(exchange.headers, operation)
        vouched = self._tokens.authorization(caller, operation.service)
        told.append(("authorization", vouched))
        told.append(("x-request-id", exchange.request_id))
        return told

    async def read(
        self, exchange: Exchange, operation: Operation, fields: TextHeaders
    ) -> httpx.Response:
        """Ask without a body."""
        return await self._ask(exchange, operation, fields, None)

    async def write(
        self,
        exchange: Exchange,
        operation: Operation,
        fields: TextHeaders,
        receive: Receive,
    ) -> httpx.Response:
        """Ask with the caller's body; a small one is awaited, a long one streamed."""
        body = Body(exchange.headers, receive, operation.max_body)
        if not body.expected or body.fits_in_memory:
            content = await body.whole()
            return await self._ask(exchange, operation, fields, content)
        if body.length is not None:
            fields.append(("content-length", str(body.length)))
        request = self._request(
            exchange, operation, fields, body.chunks(), self._lengthy
        )
        try:
            return await self.transport.handle_async_request(request)
        except httpx.TransportError as failure:
            raise body.failure or _refusal(failure) from None

    async def _ask(
        self,
        exchange: Exchange,
        operation: Operation,
        fields: TextHeaders,
        content: Content,
    ) -> httpx.Response:
        request = self._request(exchange, operation, fields, content, self._brief)
        try:
            return await self.transport.handle_async_request(request)
        except httpx.ConnectError as away:
            if operation.method not in IDEMPOTENT:
                raise _refusal(away) from None
        except httpx.TransportError as failure:
            raise _refusal(failure) from None
        await asyncio.sleep(RETRY_SECONDS)
        try:
            return await self.transport.handle_async_request(request)
        except httpx.TransportError as failure:
            raise _refusal(failure) from None

    def _request(
        self,
        exchange: Exchange,
        operation: Operation,
        fields: TextHeaders,
        content: object,
        limits: aiohttp.ClientTimeout,
    ) -> httpx.Request:
        target = self.urls[operation.service] + exchange.path.decode()
        if exchange.query:
            target += "?" + exchange.query.decode()
        return httpx.Request(
            operation.method,
            self._bases[operation.service],
            extensions={
                "target": URL(target, encoded=True),
                "fields": fields,
                "content": content,
                "limits": limits,
            },
        )


def _refusal(failure: httpx.TransportError) -> Refusal:
    if isinstance(failure, httpx.ReadTimeout):
        return ServiceTooSlow("the service did not answer in time")
    return ServiceUnreachable("the service is away; try again shortly")
