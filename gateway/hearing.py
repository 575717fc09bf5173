"""Hears of changes: an event drops the answers that it may have made untrue.

Without a broker, and for what is said while it is away, an answer is believed as long
as it is fresh and no longer. So nothing is remembered here, and nothing caught up.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from chassis.messaging.broker import Broker
from chassis.messaging.consumer import publisher_of
from chassis.messaging.supervision import keep_running, stop
from gateway.cache import AnswerCache, Followers

EVERYTHING = "onedistrict.>"


@asynccontextmanager
async def heard(nats_url: str, cache: AnswerCache) -> AsyncGenerator[None, None]:
    """Tell `cache` which services changed, as their events say, while this lasts."""
    if not nats_url:
        yield
        return
    broker = Broker(nats_url, "gateway")
    tasks = [
        asyncio.create_task(keep_running("broker", broker.stay_connected)),
        asyncio.create_task(keep_running("hearing", partial(_listen, broker, cache))),
    ]
    try:
        yield
    finally:
        await stop(tasks)


async def _listen(broker: Broker, cache: AnswerCache) -> None:
    client = await broker.client()
    subscription = await client.subscribe(EVERYTHING)
    async for message in subscription.messages:
        cache.changed(publisher_of(message.subject))


def followers_in(contracts_dir: Path, services: Collection[str]) -> Followers:
    """Each service, and whom its events reach, also through others that act on them."""
    heard = _heard_by(contracts_dir / "asyncapi.json")
    return {service: _reached(service, heard) for service in services}


def _heard_by(contract: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for channel in json.loads(contract.read_text())["channels"].values():
        publisher = publisher_of(channel["address"])
        found.setdefault(publisher, set()).update(channel["x-consumers"])
    return found


def _reached(service: str, heard: dict[str, set[str]]) -> frozenset[str]:
    reached, ahead = {service}, [service]
    while ahead:
        further = heard.get(ahead.pop(), set()) - reached
        reached |= further
        ahead += further
    return frozenset(reached)
