"""A check that fails keeps no budget out, and is made up for."""

from typing import Any

import httpx
import pytest

from chassis.database import EVERYWHERE, transaction
from contracts.ids import PlanId
from services.budgets.alignment import checking
from services.budgets.imports import service as imports
from tests.budgets.office import (
    FULL_I11,
    alignment,
    corrected,
    load,
)
from tests.harness import Running


@pytest.fixture
async def stale(
    budgets: Running,
    officer: httpx.AsyncClient,
    plan: PlanId,
    monkeypatch: pytest.MonkeyPatch,
) -> dict[str, Any]:
    """An import after which the check failed."""

    async def broken(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as fault:
        fault.setattr(checking, "gather", broken)
        return await load(officer, corrected("B11", **FULL_I11))


async def test_a_check_that_fails_keeps_no_budget_out(
    budgets: Running, plan: PlanId, stale: dict[str, Any]
) -> None:
    missed = await alignment(budgets, plan)

    assert (stale["updated"], stale["rechecked_plans"]) == (1, [])
    assert (missed["stale"], len(missed["findings"])) == (True, 21)


async def test_a_check_that_failed_is_made_up_for_by_the_next_import(
    budgets: Running, officer: httpx.AsyncClient, plan: PlanId, stale: dict[str, Any]
) -> None:
    await load(officer, corrected("B02", title="Another title"))

    caught_up = await alignment(budgets, plan)
    assert (caught_up["stale"], len(caught_up["findings"])) == (False, 18)


async def test_a_check_that_failed_is_made_up_for_when_the_service_starts(
    budgets: Running, plan: PlanId, stale: dict[str, Any]
) -> None:
    async with transaction(budgets.sessions, EVERYWHERE) as session:
        await imports.catch_up(session)

    caught_up = await alignment(budgets, plan)
    assert (caught_up["stale"], len(caught_up["findings"])) == (False, 18)
    assert caught_up["cause_id"] == stale["id"]
    async with transaction(budgets.sessions, EVERYWHERE) as session:
        await imports.catch_up(session)
    assert (await alignment(budgets, plan))["check_id"] == caught_up["check_id"]
