"""One request and its answer, as the gateway keeps track of them."""

import time
from collections.abc import Iterable

import structlog
from starlette.types import Message, Scope, Send

from chassis.correlation import recognise
from chassis.errors import Refusal
from chassis.web.problems import problem_response
from chassis.web.tracing import REQUESTS
from gateway.headers import Headers, value_of
from gateway.limits import Charge
from gateway.protocol import UNREAD
from gateway.routes import READS, Operation

SLOW_SECONDS = 5.0
FAILURE = 500

log = structlog.get_logger()


class Exchange:
    """Answers once, with the fields every answer of the gateway carries."""

    def __init__(self, scope: Scope, send: Send, always: Headers) -> None:
        self._send = send
        self._always = always
        self._began = time.perf_counter()
        self.headers: Headers = scope["headers"]
        self.method: str = scope["method"]
        self.path: bytes = scope["raw_path"]
        self.query: bytes = scope["query_string"]
        self.address: str = scope["client"][0] if scope["client"] else ""
        self._unread = scope.get("extensions", {}).get(UNREAD)
        self.charge: Charge | None = None
        self.operation: Operation | None = None
        self.status = 0
        sent = value_of(self.headers, b"x-request-id")
        self.request_id = str(recognise(sent.decode("latin-1") if sent else None))

    @property
    def has_begun(self) -> bool:
        return self.status != 0

    async def begin(self, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
        self.status = status
        await self._send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [*headers, *self._own_headers()],
            }
        )

    async def body(self, content: bytes, *, more: bool = False) -> None:
        await self._send(
            {"type": "http.response.body", "body": content, "more_body": more}
        )

    async def answer(self, status: int, headers: Headers, content: bytes) -> None:
        await self.begin(status, headers)
        await self.body(content)

    async def refuse(self, refusal: Refusal) -> None:
        """Answer with the problem document of a rule."""
        response = problem_response(
            refusal, request_id=self.request_id, instance=self.path.decode("latin-1")
        )
        response.headers.update(getattr(refusal, "fields", {}))
        response.headers["cache-control"] = "no-store"
        await self.answer(
            response.status_code, response.raw_headers, bytes(response.body)
        )

    async def relay(self, message: Message) -> None:
        """Pass on what one of our own pages sends."""
        if message["type"] != "http.response.start":
            await self._send(message)
            return
        present = {name for name, _ in message["headers"]}
        self.status = message["status"]
        ours = [field for field in self._own_headers() if field[0] not in present]
        await self._send({**message, "headers": [*message["headers"], *ours]})

    def report(self) -> None:
        """Measure every request; log those that changed something or failed."""
        seconds = time.perf_counter() - self._began
        operation = self.operation.operation_id if self.operation else "gateway"
        REQUESTS.labels("gateway", operation, self.status).observe(seconds)
        ordinary = self.status < FAILURE and seconds < SLOW_SECONDS
        if ordinary and (self.operation is None or self.method in READS):
            return
        log.info(
            "request",
            request_id=self.request_id,
            method=self.method,
            path=self.path.decode("latin-1"),
            operation=operation,
            status=self.status,
            milliseconds=round(seconds * 1000, 1),
        )

    def _own_headers(self) -> Headers:
        ours = [(b"x-request-id", self.request_id.encode()), *self._always]
        if self.charge is not None:
            ours += self.charge.headers()
        if self._unread is not None and self._unread():
            ours.append((b"connection", b"close"))
        return ours
