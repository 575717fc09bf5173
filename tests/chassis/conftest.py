"""A broker and two databases of a test's own, for events that travel."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from pathlib import Path

import pytest

from deploy.embedded.nats import Nats, nats
from tests.messaging_lab import Lab, a_lab


@pytest.fixture
def own_broker(tmp_path: Path) -> Generator[Nats]:
    with nats(tmp_path / "nats") as broker:
        yield broker


@pytest.fixture
async def lab(
    own_broker: Nats,
    service_database: Callable[[str], Awaitable[str]],
    owner_of: Callable[[str], str],
) -> AsyncGenerator[Lab]:
    speaker_url = await service_database("speaker")
    listener_url = await service_database("listener")
    owner_url = owner_of(listener_url)
    async with a_lab(own_broker, speaker_url, listener_url, owner_url) as made:
        yield made
