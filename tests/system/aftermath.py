"""What must be true after any crash: nothing lost, nothing twice, the books agree."""

import contextlib
from decimal import Decimal
from typing import Any

import httpx

from tests.system.books import Books
from tests.system.people import (
    People,
    agreed,
    alignment_of,
    eventually,
)

Json = dict[str, Any]

COVERAGE = {"nominal": "80.05", "capped": "76.21", "eligible": "62.46"}
FINDINGS = 21


def assert_all_is_well(people: People, books: Books, plan: str) -> None:
    """Every book agrees with every other, and with the worked example."""
    with contextlib.suppress(AssertionError):
        eventually(lambda: not books.unsettled(), seconds=60)
    assert books.unsettled() == []
    check = alignment_of(people["anyone"], plan)
    assert check["coverage"] == COVERAGE
    assert len(check["findings"]) == FINDINGS
    assert_findings_told_once(books)
    assert_adopted_once(books, plan)
    assert_ledger_agrees(people, books)


def assert_findings_told_once(books: Books) -> None:
    """One event per finding that was opened, one per finding that was resolved."""
    for subject, which in (("opened", "true"), ("resolved", "status = 'resolved'")):
        told = books.rows(
            "budgets",
            "select payload->>'finding_id' from outbox where subject like $1",
            f"%.finding_{subject}.v1",
        )
        stored = books.rows("budgets", f"select id::text from finding where {which}")
        assert sorted(told) == sorted(stored)


def assert_adopted_once(books: Books, plan: str) -> None:
    adopted = (
        "select id::text from plan where status = 'adopted' and space_code = 'DC45'"
    )
    per_plan = "select count(*) from {} group by plan_id having count(*) > 1"
    decided = (
        "select count(*) from audit_entry where operation = 'decideAdoption' "
        "and status < 300 and $1 = any(records)"
    )
    told = (
        "select subject, payload->>'plan_id' from outbox where subject = any($1) "
        "group by 1, 2 having count(*) > 1"
    )
    once = [
        f"onedistrict.{name}.v1"
        for name in (
            "plans.plan_drafted",
            "plans.plan_adopted",
            "plans.plan_superseded",
            "monitoring.baseline_opened",
        )
    ]
    assert books.rows("plans", adopted) == [(plan,)]
    assert books.rows("plans", per_plan.format("decision")) == []
    assert books.rows("plans", decided, plan) == [(1,)]
    assert books.rows("plans", told, once) == []
    assert books.rows("monitoring", told, once) == []
    watched = "select plan_id::text from baseline where status = 'watching'"
    assert books.rows("monitoring", watched) == [(plan,)]


def assert_ledger_agrees(people: People, books: Books) -> None:
    """The ledger is whole, and holds for each line what the line says."""
    officer = people["budget_officer"]
    assert agreed(officer.get("/v1/ledger/verification?space=DC45"))["is_whole"] is True
    lines = agreed(officer.get("/v1/budget-lines?space=DC45"))["items"]
    said = {
        f"line:{line['line_id']}:{year}": Decimal(amount)
        for line in lines
        for year, amount in line["amounts"].items()
        if Decimal(amount)
    }
    posted = dict(
        books.rows("budgets", "select code, posted from account where kind = 'line'")
    )
    assert {code: amount for code, amount in posted.items() if amount} == said


def decisions_of(books: Books, plan: str) -> list[tuple[Any, ...]]:
    question = "select id::text, decision from decision where plan_id::text = $1"
    return books.rows("plans", question, plan)


def commitments_of(people: People, plan: str) -> list[Json]:
    """What is promised to be delivered, without what differs between two plans."""
    answer: httpx.Response = people["anyone"].get(
        "/v1/commitments", params={"plan": plan, "limit": "500"}
    )
    own = {"id", "plan_id", "check_id", "plan_version"}
    return sorted(
        (
            {key: value for key, value in each.items() if key not in own}
            for each in agreed(answer)["items"]
        ),
        key=lambda each: (each["intervention_code"], each["financial_year"] or ""),
    )
