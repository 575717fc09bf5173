"""A running plans service that knows the real places and organs."""

from collections.abc import AsyncGenerator, Generator

import httpx
import pytest

from tests.harness import Running
from tests.plans.desk import the_registry_speaks
from tests.plans.improvers import Office, the_districts_of_uganda
from tests.plans.telling import Heard, faults_of, overheard


@pytest.fixture
def plans(request: pytest.FixtureRequest) -> Running:
    """A service for each test, or one for a module that is marked `standing`."""
    shared = request.node.get_closest_marker("standing") is not None
    running: Running = request.getfixturevalue("standing" if shared else "own_plans")
    return running


@pytest.fixture
async def own_plans(start) -> Running:
    running: Running = await start("plans", told=the_registry_speaks)
    return running


@pytest.fixture(scope="module")
async def standing(stand) -> AsyncGenerator[Running]:
    """One plans service for a whole module, whose tests keep to plans of their own."""
    async with stand("plans", told=the_registry_speaks) as running:
        yield running


@pytest.fixture
async def planner(plans: Running) -> AsyncGenerator[httpx.AsyncClient]:
    async with plans.as_("district_planner") as client:
        yield client


@pytest.fixture
async def approver(plans: Running) -> AsyncGenerator[httpx.AsyncClient]:
    async with plans.as_("approver") as client:
        yield client


@pytest.fixture
async def health(plans: Running) -> AsyncGenerator[httpx.AsyncClient]:
    """A planner of the provincial department of health."""
    async with plans.as_("district_planner", sub="nkosi", organ="NC-DOH") as client:
        yield client


@pytest.fixture(scope="module")
async def office(standing: Running) -> AsyncGenerator[Office]:
    """Plans of Ugandan districts too; each test takes districts of its own."""
    await standing.hears(the_districts_of_uganda(1500))
    async with (
        standing.as_("administrator") as writer,
        standing.as_("approver") as clerk,
    ):
        yield Office(standing, writer, clerk)


@pytest.fixture(autouse=True)
def every_change_is_told() -> Generator[list[Heard]]:
    """No request of any test here writes and tells nobody, or tells another fact."""
    with overheard() as heard:
        yield heard
    assert not faults_of(heard)
