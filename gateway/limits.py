"""How often a client, or an address without a token, may ask."""

import ipaddress
import math
import time
from functools import lru_cache
from typing import NamedTuple

from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.strategies import MovingWindowRateLimiter

from chassis.web.tokens import Claims
from gateway.addresses import as_asked
from gateway.routes import Quota
from gateway.windows import Windows

NETWORK_BITS = 64


class Charge(NamedTuple):
    """One request on somebody's account, granted or not; `reset` is in seconds."""

    granted: bool
    policy: str
    quota: int
    window: int
    remaining: int
    reset: int
    key: str

    def headers(self) -> list[tuple[bytes, bytes]]:
        """RateLimit fields (draft-ietf-httpapi-ratelimit-headers)."""
        policy = f'"{self.policy}";q={self.quota};w={self.window}'
        state = f'"{self.policy}";r={self.remaining};t={self.reset}'
        return [
            (b"ratelimit-policy", policy.encode()),
            (b"ratelimit", state.encode()),
        ]


class Limits:
    """Counts requests against the quota of whoever makes them."""

    def __init__(self, *, client: int, anonymous: int, window_seconds: int) -> None:
        self._windows = Windows()
        self._strategy = MovingWindowRateLimiter(self._windows)
        self._client = RateLimitItemPerSecond(client, window_seconds, "client")
        self._anonymous = RateLimitItemPerSecond(anonymous, window_seconds, "anonymous")

    def charge(self, caller: Claims | None, address: str) -> Charge:
        """Count one request."""
        if caller is None:
            return self._charge(self._anonymous, network_of(address))
        return self._charge(self._client, caller.client_id)

    def charge_for(self, operation: str, quota: Quota, address: str) -> Charge:
        """Count one request without a token to an operation with a quota of its own."""
        own = RateLimitItemPerSecond(quota.requests, quota.seconds, operation)
        return self._charge(own, network_of(address))

    def refund(self, charge: Charge) -> None:
        """Undo a charge: the answer was that nothing had changed."""
        self._windows.take_back(charge.key)

    def _charge(self, quota: RateLimitItem, who: str) -> Charge:
        granted = self._strategy.hit(quota, who)
        key, window = quota.key_for(who), quota.get_expiry()
        began, used = self._windows.get_moving_window(key, quota.amount, window)
        return Charge(
            granted=granted,
            policy=quota.namespace,
            quota=quota.amount,
            window=window,
            remaining=quota.amount - used,
            reset=max(1, math.ceil(began + window - time.monotonic())),
            key=key,
        )


class Attempts:
    """Failed attempts to get a token: few per client and address, more per address."""

    def __init__(self) -> None:
        self._strategy = MovingWindowRateLimiter(Windows())
        self._client = RateLimitItemPerMinute(10, 1, "client")
        self._address = RateLimitItemPerMinute(60, 1, "address")

    def exhausted(self, client_id: str, address: str) -> bool:
        network = network_of(address)
        return not (
            self._strategy.test(self._client, client_id, network)
            and self._strategy.test(self._address, network)
        )

    def failed(self, client_id: str, address: str) -> None:
        network = network_of(address)
        self._strategy.hit(self._client, client_id, network)
        self._strategy.hit(self._address, network)


@lru_cache(maxsize=4096)
def network_of(address: str) -> str:
    """The address itself, or the /64 that one holder of IPv6 addresses has."""
    try:
        parsed = as_asked(address)
    except ValueError:
        return address
    if parsed.version == 4:  # noqa: PLR2004 - IPv4
        return str(parsed)
    return str(ipaddress.ip_network((parsed, NETWORK_BITS), strict=False))
