"""The keys of the token issuer, as a service that only verifies holds them."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import structlog

from chassis.web.tokens import Claims, KeySet, UnknownKey, Verifier

POLL_SECONDS = 30
FIRST_RETRY_SECONDS = 0.2
ON_DEMAND_SECONDS = 30
TIMEOUT_SECONDS = 2

log = structlog.get_logger()


class RemoteKeys:
    """A key set fetched from `url`: polled, and asked again for a `kid` we do not know.

    A flood of invented `kid`s costs the issuer one request per 30 seconds. When the
    issuer is away or answers nonsense, the last good set stays.
    """

    def __init__(self, url: str) -> None:
        self.keys = KeySet()
        self._url = url
        self._asked_at: float | None = None
        self._asking = asyncio.Lock()

    @asynccontextmanager
    async def kept_fresh(self) -> AsyncGenerator["RemoteKeys", None]:
        """Poll the issuer while inside; does not wait for it to be up."""
        polling = asyncio.create_task(self._poll())
        try:
            yield self
        finally:
            polling.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await polling

    async def verify(self, verifier: Verifier, token: str) -> Claims:
        """`verifier.verify`, after one more look at the issuer's keys if needed."""
        try:
            return verifier.verify(token)
        except UnknownKey:
            await self._ask_on_demand()
            return verifier.verify(token)

    async def fetch(self) -> bool:
        """Ask the issuer now; whether a usable set came back."""
        try:
            self.keys.replace(await self._download())
        except Exception as reason:  # noqa: BLE001 - whatever they send, we keep our set
            log.warning("jwks_not_refreshed", url=self._url, reason=repr(reason))
            return False
        return True

    async def _ask_on_demand(self) -> None:
        async with self._asking:
            now = asyncio.get_running_loop().time()
            wait = ON_DEMAND_SECONDS if len(self.keys) else FIRST_RETRY_SECONDS
            if self._asked_at is not None and now - self._asked_at < wait:
                return
            self._asked_at = now
            await self.fetch()

    async def _poll(self) -> None:
        while True:
            await self.fetch()
            await asyncio.sleep(POLL_SECONDS if len(self.keys) else FIRST_RETRY_SECONDS)

    async def _download(self) -> dict[str, Any]:
        # Making a TLS context costs more than the question; most issuers need none.
        encrypted = self._url.startswith("https:")
        async with httpx.AsyncClient(
            timeout=TIMEOUT_SECONDS, trust_env=False, verify=encrypted
        ) as http:
            response = await http.get(self._url)
        document: dict[str, Any] = response.raise_for_status().json()
        return document
