"""Request bodies: bounded in size and in time, never decoded."""

import asyncio
from collections.abc import AsyncGenerator

from starlette.types import Message, Receive

from gateway.headers import Headers
from gateway.refusals import BodyOverLimit, BodyTooSlow, EncodedBody

START_SECONDS = 10
BYTES_PER_SECOND = 16 << 10
WHOLE_BYTES = 64 << 10


class Body:
    """One request's body, as much of it as its operation takes."""

    def __init__(self, headers: Headers, receive: Receive, limit: int) -> None:
        """Refuses with `EncodedBody`, or `BodyOverLimit` if it is announced so."""
        self._receive = receive
        self._limit = limit
        self._count = 0
        self._began = asyncio.get_running_loop().time()
        self.length: int | None = None
        self.failure: BodyTooSlow | BodyOverLimit | None = None
        self.expected = False
        self._announced(headers)

    def _announced(self, headers: Headers) -> None:
        for name, value in headers:
            if name == b"content-length":
                self.length = int(value)
                self.expected = self.length > 0
                self._require(self.length <= self._limit)
            elif name == b"transfer-encoding":
                self.expected = True
            elif name == b"content-encoding" and value.lower() != b"identity":
                raise EncodedBody("send the body as it is")

    @property
    def fits_in_memory(self) -> bool:
        return self.length is not None and self.length <= WHOLE_BYTES

    async def whole(self) -> bytes:
        """All of it. Refuses with `BodyOverLimit` or `BodyTooSlow`."""
        return b"".join([chunk async for chunk in self.chunks()])

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """It, as it arrives; `failure` says why if it ends early."""
        try:
            async for chunk in self._arriving():
                yield chunk
        except (BodyTooSlow, BodyOverLimit) as refusal:
            self.failure = refusal
            raise

    async def _arriving(self) -> AsyncGenerator[bytes, None]:
        more = self.expected
        while more:
            message = await self._next()
            if message["type"] == "http.disconnect":
                raise BodyTooSlow("the caller went away")
            chunk = message.get("body", b"")
            self._count += len(chunk)
            self._require(self._count <= self._limit)
            more = message.get("more_body", False)
            if chunk:
                yield chunk

    async def _next(self) -> Message:
        earned = START_SECONDS + self._count / BYTES_PER_SECOND
        try:
            async with asyncio.timeout_at(self._began + earned):
                return await self._receive()
        except TimeoutError:
            raise BodyTooSlow(f"send at least {BYTES_PER_SECOND} bytes/s") from None

    def _require(self, within: bool) -> None:  # noqa: FBT001 - an assertion reads so
        if not within:
            raise BodyOverLimit(f"this operation takes at most {self._limit} bytes")
