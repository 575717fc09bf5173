"""Asks the registry, again and again, whether what appointments give has changed."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import structlog

from gateway.callers import InternalTokens
from gateway.powers import Powers, grants_in
from gateway.settings import GatewaySettings

REGISTRY = "registry"
ANSWER_SECONDS = 5
AT_A_TIME = 500

log = structlog.get_logger()


class EditionMoved(ValueError):
    """Somebody was appointed between two pages; it is asked for again."""


class Appointments:
    """Keeps `powers` as the registry has them; nothing without a registry."""

    def __init__(
        self, settings: GatewaySettings, tokens: InternalTokens, powers: Powers
    ) -> None:
        self._url = settings.upstreams.get(REGISTRY, "").rstrip("/")
        self._tokens = tokens
        self._powers = powers
        self._pause = settings.powers_poll_seconds
        self._etag = ""
        self._readable = True

    @asynccontextmanager
    async def kept_fresh(self) -> AsyncGenerator[None, None]:
        """Ask while the block lasts."""
        if not self._url:
            yield
            return
        asking = asyncio.create_task(self._ask_again_and_again())
        try:
            yield
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)

    async def _ask_again_and_again(self) -> None:
        encrypted = self._url.startswith("https:")
        async with httpx.AsyncClient(
            base_url=self._url,
            timeout=ANSWER_SECONDS,
            trust_env=False,
            verify=encrypted,
        ) as registry:
            while True:
                self._report(await self._ask(registry))
                await asyncio.sleep(self._pause)

    async def _ask(self, registry: httpx.AsyncClient) -> Exception | None:
        """Learn what changed; what kept us from it, if anything did."""
        try:
            first = await self._page(registry, etag=self._etag)
            if first.status_code == httpx.codes.NOT_MODIFIED:
                self._powers.confirm()
                return None
            items = await self._items(registry, first)
            self._powers.learn(grants_in(items))
            self._etag = first.headers["etag"]
        except Exception as failure:  # noqa: BLE001 - whatever it is, we ask again
            return failure
        return None

    async def _items(
        self, registry: httpx.AsyncClient, first: httpx.Response
    ) -> list[dict[str, Any]]:
        page = first.raise_for_status().json()
        edition, items = page["edition"], list(page["items"])
        while page["next_cursor"] is not None:
            answer = await self._page(registry, cursor=page["next_cursor"])
            page = answer.raise_for_status().json()
            if page["edition"] != edition:
                raise EditionMoved(edition)
            items += page["items"]
        return items

    async def _page(
        self, registry: httpx.AsyncClient, *, etag: str = "", cursor: str = ""
    ) -> httpx.Response:
        headers = {"authorization": self._tokens.own(REGISTRY)}
        if etag:
            headers["if-none-match"] = etag
        window = {"limit": str(AT_A_TIME)} | ({"cursor": cursor} if cursor else {})
        return await registry.get("/v1/powers", params=window, headers=headers)

    def _report(self, failure: Exception | None) -> None:
        """Say when the registry falls silent, and when it speaks again."""
        if self._readable is (failure is None):
            return
        self._readable = failure is None
        if failure is None:
            log.info("appointments_readable")
        else:
            log.warning("appointments_unreadable", error=repr(failure))
