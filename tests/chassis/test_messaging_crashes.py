"""A process may die between any two steps; what it left half done is done once."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest

from chassis.faults import EXIT_CODE, VARIABLE
from tests.harness import eventually
from tests.messaging_lab import STREAM, Lab


@asynccontextmanager
async def process(
    lab: Lab, service: str, database_url: str, crash: str
) -> AsyncGenerator[asyncio.subprocess.Process]:
    """The service in its own process; `crash` names the step at which it dies."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.messaging_process",
        service,
        database_url,
        lab.broker.url(service),
        env={**os.environ, VARIABLE: crash},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        yield child
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


@pytest.mark.parametrize("visit", [1, 2])
@pytest.mark.parametrize(
    "step", ["relay_after_read", "relay_after_publish_before_mark"]
)
async def test_a_relay_killed_at_any_step_publishes_everything_once(
    lab: Lab, step: str, visit: int
) -> None:
    plan = uuid4()
    await lab.state(plan, "first", "second")
    async with process(lab, "plans", lab.speaker_url, f"{step}:{visit}") as dying:
        if visit > 1:
            await eventually(lambda: is_published(lab))
        await lab.state(plan, "third")
        assert await dying.wait() == EXIT_CODE

    async with lab.speaking(), lab.listening():
        await eventually(lambda: lab.has_heard(3))
        await lab.state(plan, "fourth")
        await eventually(lambda: lab.has_heard(4))

        assert await lab.heard(plan) == ["first", "second", "third", "fourth"]
        async with lab.administration() as jetstream:
            assert (await jetstream.stream_info(STREAM)).state.messages == 4


@pytest.mark.parametrize(
    "crash",
    [
        "consumer_after_effect_before_commit:1",
        "consumer_after_effect_before_commit:2",
        "consumer_after_commit_before_ack:1",
    ],
)
async def test_a_listener_killed_at_any_step_applies_everything_once(
    lab: Lab, crash: str
) -> None:
    plan = uuid4()
    async with lab.speaking():
        await lab.state(plan, "first", "second", "third")
        async with process(lab, "budgets", lab.listener_url, crash) as dying:
            assert await dying.wait() == EXIT_CODE
        at_death = await lab.heard()
        assert at_death == ["first", "second", "third"][: len(at_death)]

        async with lab.listening():
            await lab.state(plan, "fourth")
            await eventually(lambda: lab.has_heard(4))

    assert await lab.heard(plan) == ["first", "second", "third", "fourth"]


async def is_published(lab: Lab) -> bool:
    async with lab.administration() as jetstream:
        names = [found.config.name for found in await jetstream.streams_info()]
        if STREAM not in names:
            return False
        return (await jetstream.stream_info(STREAM)).state.messages == 2
