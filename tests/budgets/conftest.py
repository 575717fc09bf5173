"""What tests of budgets start from."""

from collections.abc import AsyncGenerator, Awaitable, Callable

import httpx
import pytest

from chassis.database import Sessions, connect, sessions_of
from contracts.ids import PlanId
from tests.budgets.ledger_book import Book
from tests.budgets.office import (
    FUNDS,
    a_plan_id,
    an_adoption,
    load,
    load_example,
    the_example_draft,
)
from tests.harness import Running
from tests.plans.desk import the_registry_speaks


@pytest.fixture
async def budgets_url(service_database: Callable[[str], Awaitable[str]]) -> str:
    """A migrated, empty database of budgets, for its application role."""
    return await service_database("budgets")


@pytest.fixture
async def budgets_sessions(budgets_url: str) -> AsyncGenerator[Sessions]:
    # Two hundred at once wait their turn, however slow the machine.
    engine = connect(budgets_url, pool_wait_seconds=100)
    yield sessions_of(engine)
    await engine.dispose()


@pytest.fixture
def book(budgets_sessions: Sessions) -> Book:
    return Book(budgets_sessions)


@pytest.fixture
async def budgets(start) -> Running:
    """A running budgets service that knows the real places and organs."""
    running: Running = await start("budgets", told=the_registry_speaks)
    return running


@pytest.fixture
async def officer(budgets: Running) -> AsyncGenerator[httpx.AsyncClient]:
    async with budgets.as_("budget_officer") as client:
        yield client


@pytest.fixture
async def desk(budgets: Running, officer: httpx.AsyncClient) -> httpx.AsyncClient:
    """An officer whose space has funds, and a draft plan to link lines to."""
    await budgets.hears(the_example_draft(a_plan_id()))
    await load(officer, FUNDS, format="funds", unit=None)
    return officer


@pytest.fixture
async def plan(budgets: Running, officer: httpx.AsyncClient) -> PlanId:
    """DC45's plan, adopted on top of its One Budget."""
    plan_id = a_plan_id()
    await budgets.hears(the_example_draft(plan_id))
    await load_example(officer)
    await budgets.hears(*an_adoption(plan_id, parts=3))
    return plan_id
