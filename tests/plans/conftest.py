"""A running plans service that knows the real places and organs."""

from collections.abc import AsyncGenerator

import httpx
import pytest

from tests.harness import Running
from tests.plans.desk import the_registry_speaks


@pytest.fixture
async def plans(start) -> Running:
    running: Running = await start("plans")
    await running.hears(*the_registry_speaks())
    return running


@pytest.fixture
async def planner(plans: Running) -> AsyncGenerator[httpx.AsyncClient]:
    async with plans.as_("district_planner") as client:
        yield client


@pytest.fixture
async def approver(plans: Running) -> AsyncGenerator[httpx.AsyncClient]:
    async with plans.as_("approver") as client:
        yield client
