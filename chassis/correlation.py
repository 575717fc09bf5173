"""One identifier follows a request through every service, log line and event."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

import structlog

from chassis.identifiers import new_id

_current: ContextVar[UUID | None] = ContextVar("correlation_id", default=None)


def current() -> UUID | None:
    return _current.get()


def recognise(candidate: str | None) -> UUID:
    """The caller's id if it is a UUID, else a new one."""
    try:
        return UUID(candidate or "")
    except ValueError:
        return new_id()


@contextmanager
def correlated(identifier: UUID) -> Generator[None]:
    """Everything inside belongs to `identifier`: log lines say so, events carry it."""
    token = _current.set(identifier)
    with structlog.contextvars.bound_contextvars(request_id=str(identifier)):
        try:
            yield
        finally:
            _current.reset(token)
