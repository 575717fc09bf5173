"""HTTP/1.1 as uvicorn and httptools read it, with the doubts removed.

uvicorn waits for ever for a head or a body, takes heads of any size, and none or two
Host fields (measured). What is refused here gets an HTTP answer,
and the connection ends: after a request nobody can read, nothing on it means anything.
"""

import asyncio

from typing_extensions import override
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import (
    HttpToolsProtocol,
    RequestResponseCycle,
)

from gateway.faults import (
    BIG_HEAD,
    CODING,
    MAX_FIELDS,
    MAX_HEAD_BYTES,
    NO_HOST,
    PIPELINE,
    SLOW_HEAD,
    TARGET,
    TRAILER,
    UNREADABLE,
    Fault,
)

# In a scope's extensions: whether part of the body is still to come.
UNREAD = "onedistrict.unread"

HEAD_SECONDS = 5.0
LINGER_SECONDS = 2.0
MAX_PIPELINED = 8

VERSIONS = ("1.0", "1.1")
HOST_BYTES = frozenset(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_:[]"
)


class _Refused(Exception):
    """Ends parsing; httptools hands it back inside an error of its own."""


class Guard(HttpToolsProtocol):
    """One connection. Who does not read for `stall_seconds` loses it."""

    stall_seconds = 30.0

    _stalled: asyncio.TimerHandle | None = None
    _deadline: asyncio.TimerHandle | None = None
    _fault: Fault = UNREADABLE
    _current: RequestResponseCycle | None = None
    _raw_bytes = 0
    _head_bytes = 0
    _fields = 0
    _in_body = False
    _ended = False

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_a_head()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_deadline()
        self._forget_stall()
        super().connection_lost(exc)

    @override
    def data_received(self, data: bytes) -> None:
        if self._ended:
            return
        if not self._in_body:
            self._expect_a_head()
            self._raw_bytes += len(data)
        super().data_received(data)
        # What the parser keeps back until a field is complete was counted here only.
        if not (self._in_body or self._ended) and self._raw_bytes > MAX_HEAD_BYTES:
            self._fault = BIG_HEAD
            self.send_400_response(BIG_HEAD.detail)

    @override
    def on_message_begin(self) -> None:
        if len(self.pipeline) >= MAX_PIPELINED:
            self._refuse(PIPELINE)
        self._raw_bytes = self._head_bytes = self._fields = 0
        self._expect_a_head()
        super().on_message_begin()

    @override
    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)

    @override
    def on_header(self, name: bytes, value: bytes) -> None:
        if self._in_body:  # a trailer, which nothing here expects among the fields
            self._refuse(TRAILER)
        self._fields += 1
        self._count(len(name) + len(value) + 4)
        super().on_header(name, value)

    @override
    def on_headers_complete(self) -> None:
        self._forget_deadline()
        self._in_body = True
        self._judge_head()
        unread = {UNREAD: self.has_unread_body}
        self.scope["extensions"] = unread  # type: ignore[typeddict-item]
        super().on_headers_complete()
        if any(name == b"upgrade" for name, _ in self.headers):
            self.cycle.keep_alive = False

    @override
    def _start_asgi_task(
        self, cycle: RequestResponseCycle, app: ASGI3Application
    ) -> None:
        self._current = cycle
        cycle.transport = _Lingering(self.transport, self)  # type: ignore[assignment]
        super()._start_asgi_task(cycle, app)

    @override
    def on_message_complete(self) -> None:
        self._in_body = False
        self._raw_bytes = 0
        super().on_message_complete()

    @override
    def on_response_complete(self) -> None:
        if self.has_unread_body():
            self.end()
            return
        super().on_response_complete()

    @override
    def pause_writing(self) -> None:
        super().pause_writing()
        self._stalled = self.loop.call_later(self.stall_seconds, self.transport.abort)

    @override
    def resume_writing(self) -> None:
        self._forget_stall()
        super().resume_writing()

    @override
    def timeout_keep_alive_handler(self) -> None:
        if self.transport.get_write_buffer_size():
            self.transport.abort()  # closing would wait for a caller who does not read
        super().timeout_keep_alive_handler()

    @override
    def send_400_response(self, msg: str) -> None:
        """Answer what cannot be read, unless an earlier answer is still on its way."""
        if self._ended or self.transport.is_closing():
            return
        if self._is_answering():
            if not self._is_unread_itself():
                self._finish_current_then_close()
                return
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.write(self._fault.answer())
        self.end()

    def end(self) -> None:
        """Let the caller read our answer before the connection goes."""
        if self._ended:
            return
        self._ended = True
        self._forget_deadline()
        self._unset_keepalive_if_required()
        self.flow.resume_reading()
        if not self.transport.is_closing() and self.transport.can_write_eof():
            self.transport.write_eof()
        self.loop.call_later(LINGER_SECONDS, self.transport.abort)

    def has_unread_body(self) -> bool:
        """Whether the request being answered has not arrived whole."""
        return self._in_body and self.cycle is self._current

    def _judge_head(self) -> None:
        hosts = [value for name, value in self.headers if name == b"host"]
        if len(hosts) != 1 or not hosts[0] or not HOST_BYTES.issuperset(hosts[0]):
            self._refuse(NO_HOST)
        if not self.url.startswith(b"/") or b"#" in self.url:
            self._refuse(TARGET)
        codings = [v for name, v in self.headers if name == b"transfer-encoding"]
        lengths = [v for name, v in self.headers if name == b"content-length"]
        plain = not codings and len(lengths) <= 1
        chunked = [c.lower() for c in codings] == [b"chunked"] and not lengths
        version = self.parser.get_http_version()
        if not (plain or (chunked and version == "1.1")):
            self._refuse(CODING)
        if version not in VERSIONS:
            self._refuse(UNREADABLE)

    def _count(self, size: int) -> None:
        self._head_bytes += size
        if self._head_bytes > MAX_HEAD_BYTES or self._fields > MAX_FIELDS:
            self._refuse(BIG_HEAD)

    def _refuse(self, fault: Fault) -> None:
        self._fault = fault
        raise _Refused(fault.title)

    def _is_answering(self) -> bool:
        return self._current is not None and not self._current.response_complete

    def _is_unread_itself(self) -> bool:
        """Whether it is the request being answered whose body cannot be read."""
        return self.has_unread_body() and not self.cycle.response_started

    def _finish_current_then_close(self) -> None:
        self._ended = True
        self._forget_deadline()
        self.pipeline.clear()
        if self._current is not None:
            self._current.keep_alive = False

    def _expect_a_head(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(HEAD_SECONDS, self._head_is_late)

    def _forget_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _forget_stall(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    def _head_is_late(self) -> None:
        self._deadline = None
        self._fault = SLOW_HEAD
        if self._raw_bytes or self._head_bytes:
            self.send_400_response(SLOW_HEAD.detail)
        elif not self._is_answering():
            self.transport.close()


class _Lingering:
    """A transport as an answer sees it: closed only once a caller could read it.

    Closing at once what a caller still writes to resets the connection, and the
    answer is lost with it.
    """

    __slots__ = ("_protocol", "_transport", "is_closing", "write")

    def __init__(self, transport: asyncio.Transport, protocol: Guard) -> None:
        self._transport = transport
        self._protocol = protocol
        self.write = transport.write
        self.is_closing = transport.is_closing

    def close(self) -> None:
        if self._protocol.has_unread_body():
            self._protocol.end()
        else:
            self._transport.close()
