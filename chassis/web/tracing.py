"""Around every request: its correlation id, its log line, its measurements."""

import time
from uuid import UUID

import structlog
from prometheus_client import Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.correlation import correlated, recognise

HEADER = "X-Request-Id"
QUIET = ("/health/", "/metrics")

REQUESTS = Histogram(
    "onedistrict_http_request_seconds",
    "Time from request to answer.",
    ["service", "operation", "status"],
)

log = structlog.get_logger()


class Tracing:
    """ASGI middleware: one identifier per request, echoed in `X-Request-Id`."""

    def __init__(self, app: ASGIApp, service: str) -> None:
        self.app = app
        self.service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        identifier = recognise(Headers(scope=scope).get(HEADER))
        with correlated(identifier):
            await self._trace(identifier, scope, receive, send)

    async def _trace(
        self, identifier: UUID, scope: Scope, receive: Receive, send: Send
    ) -> None:
        began = time.perf_counter()
        status = 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
                MutableHeaders(scope=message)[HEADER] = str(identifier)
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        finally:
            self._report(scope, status, time.perf_counter() - began)

    def _report(self, scope: Scope, status: int, seconds: float) -> None:
        if scope["path"].startswith(QUIET):
            return
        operation = getattr(scope.get("route"), "unique_id", "unknown")
        REQUESTS.labels(self.service, operation, status).observe(seconds)
        log.info(
            "request",
            method=scope["method"],
            path=scope["path"],
            operation=operation,
            status=status,
            milliseconds=round(seconds * 1000, 1),
        )
