"""One operation answered: from what was kept, or by its service."""

from http import HTTPStatus

import httpx
from starlette.types import Receive

from chassis.errors import Refusal
from chassis.web.problems import MEDIA_TYPE
from chassis.web.tokens import Claims
from gateway.cache import AnswerCache, Kept, asks_anew, place_of
from gateway.exchange import Exchange
from gateway.forwarding import Services
from gateway.headers import Headers, TextHeaders, returning, value_of
from gateway.refusals import BodyOverLimit, ServiceFailed, ServiceUnreachable
from gateway.routes import Operation

OK = 200
NOT_MODIFIED = 304
FAILURE = 500


class Proxy:
    """Answers exchanges with what services say."""

    def __init__(self, services: Services, cache: AnswerCache) -> None:
        self._services = services
        self._cache = cache

    async def answer(
        self,
        exchange: Exchange,
        operation: Operation,
        caller: Claims | None,
        receive: Receive,
    ) -> None:
        """Answer the exchange, or raise a `Refusal` before an answer has begun."""
        fields = self._services.fields(exchange, operation, caller)
        if not operation.reads:
            with self._cache.writing(operation.service):
                said = await self._services.write(exchange, operation, fields, receive)
                await _pass_on(exchange, operation, said)
            return
        _refuse_body(exchange)
        if operation.cacheable and self._cache.enabled:
            await self._answer_kept(exchange, operation, caller, fields)
            return
        said = await self._services.read(exchange, operation, fields)
        await _pass_on(exchange, operation, said)

    async def _answer_kept(
        self,
        exchange: Exchange,
        operation: Operation,
        caller: Claims | None,
        fields: TextHeaders,
    ) -> None:
        place = place_of(operation.service, exchange, caller)
        kept = None if asks_anew(exchange) else self._cache.find(place)
        if kept is not None and self._cache.is_fresh(kept):
            await _answer_from(exchange, operation, kept)
            return
        generation = self._cache.generation(operation.service)
        said = await self._services.read(exchange, operation, _asking(fields, kept))
        if kept is not None and said.status_code == NOT_MODIFIED:
            self._cache.confirm(kept, generation=generation)
        else:
            kept = await _worth_keeping(said, operation)
            if kept is None:
                await _pass_on(exchange, operation, said)
                return
            self._cache.keep(place, kept, generation=generation)
        await _answer_from(exchange, operation, kept)


async def _pass_on(
    exchange: Exchange, operation: Operation, said: httpx.Response
) -> None:
    if said.status_code >= FAILURE and not _explains_itself(said):
        await said.aclose()
        raise _unexplained(said)
    headers = returning(said.headers.raw) + _caching(operation)
    if isinstance(said.stream, httpx.ByteStream):
        await exchange.answer(said.status_code, headers, await _content(said.stream))
        return
    await exchange.begin(said.status_code, headers)
    try:
        async for chunk in said.stream:  # type: ignore[union-attr]
            await exchange.body(chunk, more=True)
    finally:
        await said.aclose()
    await exchange.body(b"")


def _explains_itself(said: httpx.Response) -> bool:
    media_type: str = said.headers.get("content-type", "")
    return media_type.startswith(MEDIA_TYPE)


def _unexplained(said: httpx.Response) -> Refusal:
    """A failure in words for machines, instead of what a server says by itself."""
    if said.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        return ServiceUnreachable("the service is busy; try again shortly")
    return ServiceFailed("the service failed; what it did is not known")


async def _answer_from(exchange: Exchange, operation: Operation, kept: Kept) -> None:
    headers = kept.headers + _caching(operation)
    if _already_has(exchange, kept.etag):
        bare = [field for field in headers if not field[0].startswith(b"content-")]
        await exchange.answer(NOT_MODIFIED, bare, b"")
        return
    await exchange.answer(OK, headers, kept.content)


async def _worth_keeping(said: httpx.Response, operation: Operation) -> Kept | None:
    etag = said.headers.get("etag")
    if said.status_code != OK or etag is None:
        return None
    if not isinstance(said.stream, httpx.ByteStream):
        return None
    headers, content = returning(said.headers.raw), await _content(said.stream)
    return Kept(operation.service, etag.encode("latin-1"), headers, content)


async def _content(stream: httpx.ByteStream) -> bytes:
    return b"".join([chunk async for chunk in stream])


def _refuse_body(exchange: Exchange) -> None:
    length = value_of(exchange.headers, b"content-length")
    if length not in (None, b"0") or value_of(exchange.headers, b"transfer-encoding"):
        raise BodyOverLimit("a read has no body")


def _asking(fields: TextHeaders, kept: Kept | None) -> TextHeaders:
    """Whether what we kept still holds; what the caller kept is compared here."""
    asked = [(name, value) for name, value in fields if name != "if-none-match"]
    if kept is not None:
        asked.append(("if-none-match", kept.etag.decode("latin-1")))
    return asked


def _already_has(exchange: Exchange, etag: bytes) -> bool:
    sent = value_of(exchange.headers, b"if-none-match") or b""
    known = {tag.strip().removeprefix(b"W/") for tag in sent.split(b",")}
    return etag.removeprefix(b"W/") in known


def _caching(operation: Operation) -> Headers:
    """May be kept by others only to ask whether it still holds."""
    if not operation.reads:
        return [(b"cache-control", b"no-store")]
    scope = b"public" if operation.cacheable and operation.public else b"private"
    return [(b"cache-control", scope + b", no-cache")]
