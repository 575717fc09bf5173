"""Moving windows in memory, constant time per request, bounded in number.

The `limits` library's own store starts a thread, or a task, every few requests and
keeps a row for every address it ever saw; this one is for its strategies to use.
"""

import sys
import time
from collections import deque

from limits.storage.base import MovingWindowSupport, Storage
from typing_extensions import override

MAX_WINDOWS = 20_000


class Windows(Storage, MovingWindowSupport):
    """When each key was last used, oldest first."""

    STORAGE_SCHEME = ["onedistrict+memory"]  # noqa: RUF012 - the library's declaration

    def __init__(self) -> None:
        super().__init__()
        self._hits: dict[str, deque[float]] = {}

    @override
    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        hits = self._window(key, expiry)
        if len(hits) + amount > limit:
            return False
        now = time.monotonic()
        hits.extend([now] * amount)
        return True

    @override
    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        hits = self._window(key, expiry)
        return (hits[0] if hits else time.monotonic()), len(hits)

    def take_back(self, key: str) -> None:
        """Forget the newest entry."""
        hits = self._hits.get(key)
        if hits:
            hits.pop()

    @override
    def clear(self, key: str) -> None:
        self._hits.pop(key, None)

    @override
    def reset(self) -> int:
        count = len(self._hits)
        self._hits.clear()
        return count

    @override
    def check(self) -> bool:
        return True

    @property
    @override
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    @override
    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        self.acquire_entry(key, sys.maxsize, expiry, amount)
        return self.get(key)

    @override
    def get(self, key: str) -> int:
        return len(self._hits.get(key, ()))

    @override
    def get_expiry(self, key: str) -> float:
        hits = self._hits.get(key)
        return hits[-1] if hits else time.monotonic()

    def _window(self, key: str, expiry: int) -> deque[float]:
        hits = self._hits.get(key)
        if hits is None:
            self._make_room(expiry)
            hits = self._hits[key] = deque()
        began = time.monotonic() - expiry
        while hits and hits[0] <= began:
            hits.popleft()
        return hits

    def _make_room(self, expiry: int) -> None:
        if len(self._hits) < MAX_WINDOWS:
            return
        began = time.monotonic() - expiry
        busy = {
            key: hits for key, hits in self._hits.items() if hits and hits[-1] > began
        }
        self._hits = dict(list(busy.items())[-MAX_WINDOWS // 2 :])
