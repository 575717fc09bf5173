"""Answers that may be given again: only where the contract says so, and briefly.

An answer belongs to what its caller may see; nobody is given another's. It is fresh
for a moment, then the service is asked whether it still holds (If-None-Match). A write
through this gateway, or an event after a write through any, drops what its service said
and, because events carry its effects further, makes the answers of every service that
follows be asked for again for a while.
"""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Collection, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from chassis.web.tokens import Claims
from gateway.exchange import Exchange
from gateway.headers import Headers, value_of

UNSETTLED_SECONDS = 10
OVERHEAD_BYTES = 2 << 10

Place = tuple[object, ...]
Followers = Mapping[str, Collection[str]]


@dataclass(slots=True)
class Kept:
    """An answer with its entity tag, and when its service last stood by it."""

    service: str
    etag: bytes
    headers: Headers
    content: bytes
    generation: int = 0
    confirmed: float = 0.0
    size: int = 0


class AnswerCache:
    """Bounded in bytes; least recently used answers go first.

    `followers` are, for each service, those whose answers a change in it may alter.
    """

    def __init__(
        self,
        *,
        max_bytes: int,
        fresh_seconds: float,
        followers: Followers,
    ) -> None:
        self.enabled = max_bytes > 0
        self._max_bytes = max_bytes
        self._fresh = fresh_seconds
        self._followers = followers
        self._kept: OrderedDict[Place, Kept] = OrderedDict()
        self._bytes = 0
        self._changes: Counter[str] = Counter()
        self._unsettled_until: dict[str, float] = {}

    def find(self, place: Place) -> Kept | None:
        kept = self._kept.get(place)
        if kept is None:
            return None
        if kept.generation != self._changes[kept.service]:
            self._drop(place)
            return None
        self._kept.move_to_end(place)
        return kept

    def is_fresh(self, kept: Kept) -> bool:
        """Whether it may be given without asking its service."""
        now = _now()
        unsettled_until = self._unsettled_until.get(kept.service, 0.0)
        return unsettled_until <= now < kept.confirmed + self._fresh

    def generation(self, service: str) -> int:
        """Changes with every write that begins or ends, and with every event."""
        return self._changes[service]

    def confirm(self, kept: Kept, *, generation: int) -> None:
        """The service said that it still holds."""
        if generation == self._changes[kept.service]:
            kept.confirmed = _now()

    def keep(self, place: Place, kept: Kept, *, generation: int) -> None:
        """Keep an answer, unless its service changed since it was asked for."""
        if generation != self._changes[kept.service]:
            return
        self._drop(place)
        kept.generation = generation
        kept.confirmed = _now()
        kept.size = len(kept.content) + OVERHEAD_BYTES + _length(place)
        self._kept[place] = kept
        self._bytes += kept.size
        while self._bytes > self._max_bytes:
            self._drop(next(iter(self._kept)))

    @contextmanager
    def writing(self, service: str) -> Generator[None, None, None]:
        """Around every write: what was known before it, and during it, is dropped."""
        self.changed(service)
        try:
            yield
        finally:
            self.changed(service)

    def changed(self, service: str) -> None:
        """What `service` said may hold no longer, nor, shortly, what others make of it.

        Nothing is searched for: answers of an earlier generation are not found again.
        """
        self._changes[service] += 1
        settled = _now() + UNSETTLED_SECONDS
        for follower in self._followers.get(service, ()):
            self._unsettled_until[follower] = settled

    def _drop(self, place: Place) -> None:
        kept = self._kept.pop(place, None)
        if kept is not None:
            self._bytes -= kept.size


def place_of(service: str, exchange: Exchange, caller: Claims | None) -> Place:
    """What an answer depends on: the question, and everything known of who asks."""
    negotiated = (
        value_of(exchange.headers, b"accept"),
        value_of(exchange.headers, b"accept-language"),
        value_of(exchange.headers, b"prefer"),
    )
    question = (service, exchange.path, exchange.query, *negotiated)
    if caller is None:
        return question
    return (
        *question,
        caller.sub,
        caller.client_id,
        caller.role,
        caller.scopes,
        caller.organ,
        caller.spaces,
        caller.sphere,
        caller.offices,
    )


def _length(place: Place) -> int:
    return sum(len(part) for part in place if isinstance(part, bytes))


def asks_anew(exchange: Exchange) -> bool:
    """Whether the caller will not have a kept answer."""
    wish = value_of(exchange.headers, b"cache-control") or b""
    return b"no-cache" in wish.lower() or b"no-store" in wish.lower()


def _now() -> float:
    return asyncio.get_running_loop().time()
