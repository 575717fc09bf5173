"""Whether the services are ready, asked a few times a second at most."""

import asyncio
from collections.abc import Mapping

import httpx

ASK_SECONDS = 2
TRUE_FOR_SECONDS = 0.25


class Readiness:
    """What each service last said; however many ask us, it is asked once."""

    def __init__(self, urls: Mapping[str, str]) -> None:
        self._urls = urls
        self._said: dict[str, bool] = {}
        self._said_at = -TRUE_FOR_SECONDS
        self._asking = asyncio.Lock()

    async def services(self) -> dict[str, bool]:
        """Each service by name, and whether it is ready."""
        async with self._asking:
            now = asyncio.get_running_loop().time()
            if now - self._said_at >= TRUE_FOR_SECONDS:
                self._said = await self._ask()
                self._said_at = asyncio.get_running_loop().time()
            return self._said

    async def _ask(self) -> dict[str, bool]:
        # Making a TLS context costs more than the question; most urls need none.
        encrypted = any(url.startswith("https:") for url in self._urls.values())
        async with httpx.AsyncClient(
            timeout=ASK_SECONDS, trust_env=False, verify=encrypted
        ) as http:
            answers = await asyncio.gather(
                *(_is_ready(http, url) for url in self._urls.values())
            )
        return dict(zip(self._urls, answers, strict=True))


async def _is_ready(http: httpx.AsyncClient, url: str) -> bool:
    try:
        answer = await http.get(f"{url}/health/ready")
    except httpx.HTTPError:
        return False
    return answer.is_success
