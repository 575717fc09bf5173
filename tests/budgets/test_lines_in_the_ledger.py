"""Every rand of the One Budget is posted; the ledger and the lines never disagree."""

import random
from typing import Any

import httpx

from chassis.database import EVERYWHERE, transaction
from contracts.ids import PlanId
from services.budgets.ledger import service as ledger
from tests.budgets.office import (
    ALLOCATIONS,
    LINES,
    corrected,
    file_of,
    load,
    queried,
    rows_of,
)
from tests.harness import Running

BALANCES = """
select code, posted::text from account where code like :prefix and posted <> 0
order by code
"""
DISAGREEMENTS = """
with stated as (
  select 'line:' || line_id || ':' || financial_year as code, amount
  from budget_line_amount
  union all
  select 'fund:' || fund || ':' || financial_year, sum(amount) from (
    select fund, financial_year, amount from fund_allocation
    union all
    select fund, financial_year, -amount from budget_line_amount
    join budget_line using (space_code, line_id)
  ) moved group by fund, financial_year
  union all
  select 'source:' || financial_year, -sum(amount) from fund_allocation
  group by financial_year
)
select code, stated.amount, account.posted from stated
full join account using (code)
where coalesce(stated.amount, 0) <> coalesce(account.posted, 0)
"""


async def test_the_ledger_holds_what_the_lines_say(
    budgets: Running, plan: PlanId
) -> None:
    lines = await balances(budgets, "line:%")

    assert sum(lines.values()) == 536_850_000
    assert lines["line:B02:2028/29"] == 7_200_000
    assert "line:B02:2026/27" not in lines
    assert await queried(budgets, DISAGREEMENTS) == []
    assert await is_whole(budgets)


async def test_a_fund_has_what_its_lines_have_left(
    budgets: Running, plan: PlanId
) -> None:
    assert await balances(budgets, "fund:MIG-NC451:%") == {
        "fund:MIG-NC451:2026/27": -2_000_000,
        "fund:MIG-NC451:2027/28": 7_950_000,
        "fund:MIG-NC451:2028/29": 12_900_000,
    }


async def test_money_that_changes_is_reversed_and_posted_again(
    budgets: Running, officer: httpx.AsyncClient, plan: PlanId
) -> None:
    before = await postings(budgets, "line:B11")

    await load(officer, corrected("B11", amount_2026_27="8000", fund="PES"))

    assert before == ["budget"]
    assert await postings(budgets, "line:B11") == ["budget", "reversal", "budget"]
    assert await balances(budgets, "line:B11:%") == {
        "line:B11:2026/27": 8_000_000,
        "line:B11:2027/28": 4_000_000,
    }
    assert await queried(budgets, DISAGREEMENTS) == []
    assert await is_whole(budgets)


async def test_what_changes_no_money_posts_nothing(
    budgets: Running, officer: httpx.AsyncClient, plan: PlanId
) -> None:
    before = await queried(budgets, "select id from ledger_transaction")

    await load(officer, corrected("B11", title="Another title"))
    await load(officer, LINES.replace(b"Another", b"An"))

    after = await queried(budgets, "select id from ledger_transaction")
    assert len(after) == len(before)


async def test_money_taken_back_and_given_again_is_followed(
    budgets: Running, officer: httpx.AsyncClient, plan: PlanId
) -> None:
    nothing = {"amount_2026_27": "0", "amount_2027_28": "0"}

    await load(officer, corrected("B11", **nothing))
    assert await balances(budgets, "line:B11:%") == {}
    await load(officer, LINES)

    assert await postings(budgets, "line:B11") == ["budget", "reversal", "budget"]
    assert await queried(budgets, DISAGREEMENTS) == []
    assert await is_whole(budgets)


async def test_whatever_is_loaded_in_turn_ledger_and_lines_agree(
    budgets: Running, officer: httpx.AsyncClient, plan: PlanId
) -> None:
    chance = random.Random(45)
    lines, allocation = rows_of(LINES), rows_of(ALLOCATIONS)[0]
    names = [name for name in lines[0] if name.startswith("amount_")]

    for _ in range(12):
        some = chance.sample(lines, 5)
        for row in some:
            row[chance.choice(names)] = chance.choice(["", "0", "1", "2500.5"])
            row["fund"] = chance.choice(["PES", "OWN-NC451", row["fund"]])
        await load(officer, file_of(*some))
        allocation["allocation_2027_28"] = str(chance.randrange(3))
        await load(officer, file_of(allocation), format="fund_allocations")

    assert await queried(budgets, DISAGREEMENTS) == []
    assert await is_whole(budgets)


async def balances(budgets: Running, prefix: str) -> dict[str, Any]:
    rows = await queried(budgets, BALANCES, prefix=prefix)
    return {row.code: int(float(row.posted)) for row in rows}


async def postings(budgets: Running, reference: str) -> list[str]:
    rows = await queried(
        budgets,
        "select kind from ledger_transaction where reference = :reference "
        "order by posted_at, id",
        reference=reference,
    )
    return [row.kind for row in rows]


async def is_whole(budgets: Running) -> bool:
    async with transaction(budgets.sessions, EVERYWHERE) as session:
        return (await ledger.verify(session)).is_whole
