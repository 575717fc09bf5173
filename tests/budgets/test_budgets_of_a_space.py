"""A budget is its space's: who loads it, who reads it, who hears of it."""

import asyncio

import httpx
from sqlalchemy import text

from chassis.database import transaction
from tests.budgets.office import (
    FUNDS,
    LINES,
    lines_file,
    load,
    load_example,
    queried,
    rows_of,
    send,
    told,
)
from tests.harness import Running


async def test_an_officer_loads_only_in_their_own_space(
    budgets: Running, officer: httpx.AsyncClient
) -> None:
    foreign = await send(officer, FUNDS, format="funds", space="DC6")
    async with budgets.as_("district_planner") as planner:
        without_scope = await send(planner, FUNDS, format="funds")
    async with budgets.as_anyone() as anyone:
        without_token = await send(anyone, FUNDS, format="funds")

    assert (foreign.status_code, foreign.json()["title"]) == (
        403,
        "NotPermittedInSpace",
    )
    assert (without_scope.status_code, without_token.status_code) == (403, 401)


async def test_a_budget_is_read_in_ones_own_spaces(
    budgets: Running, desk: httpx.AsyncClient
) -> None:
    await load(desk, LINES)
    paths = ("/v1/budget-lines", "/v1/funds", "/v1/budget-imports")

    async with (
        budgets.as_("budget_officer", spaces=frozenset({"DC6"})) as stranger,
        budgets.as_("national_viewer") as nation,
        budgets.as_anyone() as anyone,
    ):
        for path in paths:
            foreign = await stranger.get(path, params={"space": "DC45"})
            assert foreign.status_code == 403
            assert (await stranger.get(path)).json()["items"] == []
            assert (await nation.get(path)).json()["items"] != []
            assert (await anyone.get(path)).status_code == 401


async def test_row_level_security_hides_a_budget_from_a_query_without_a_filter(
    budgets: Running, desk: httpx.AsyncClient
) -> None:

    await load_example(desk)
    tables = (
        "budget_line",
        "budget_line_amount",
        "fund",
        "fund_allocation",
        "budget_import",
        "known_intervention",
    )

    async with transaction(budgets.sessions, frozenset({"DC6"})) as session:
        seen = [
            await session.scalar(text(f"select count(*) from {table}"))
            for table in tables
        ]

    assert seen == [0] * len(tables)


async def test_pages_of_lines_follow_each_other(desk: httpx.AsyncClient) -> None:
    await load(desk, LINES)

    first = (await desk.get("/v1/budget-lines", params={"limit": 15})).json()
    rest = (
        await desk.get("/v1/budget-lines", params={"cursor": first["next_cursor"]})
    ).json()

    ids = [line["line_id"] for line in first["items"] + rest["items"]]
    assert ids == sorted(row["line_id"] for row in rows_of(LINES))
    assert rest["next_cursor"] is None
    broken = await desk.get("/v1/budget-lines", params={"cursor": "bm9uZQ"})
    assert broken.status_code == 400


async def test_an_import_is_audited_in_its_space(
    budgets: Running, desk: httpx.AsyncClient
) -> None:
    loaded = await load(desk, LINES)

    [entry] = await queried(
        budgets,
        "select space_code, operation, sub from audit_entry "
        "where records @> array[:id]",
        id=loaded["id"],
    )
    assert entry == ("DC45", "loadBudget", "budget_officer")


async def test_two_imports_at_once_both_arrive(
    budgets: Running, desk: httpx.AsyncClient
) -> None:
    files = [lines_file({"line_id": f"T{n}"}, {"line_id": "T0"}) for n in range(1, 6)]

    answers = await asyncio.gather(*(load(desk, content) for content in files))

    assert sum(answer["created"] for answer in answers) == 6
    assert sum(answer["unchanged"] for answer in answers) == 4
    [budget] = await queried(budgets, "select revision from one_budget")
    assert budget.revision == 6


async def test_others_hear_that_lines_were_loaded(
    budgets: Running, desk: httpx.AsyncClient
) -> None:
    loaded = await load(desk, LINES)

    assert await told(budgets, "DC45") == [
        (
            "budget_lines_loaded",
            {
                "import_id": loaded["id"],
                "space_code": "DC45",
                "created": 22,
                "updated": 0,
            },
        )
    ]
