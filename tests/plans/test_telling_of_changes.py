"""Which operations change what is on record is known, and so is what each tells.

That they do tell it is looked at in every other test here (`every_change_is_told`).
"""

import json
from http import HTTPStatus
from pathlib import Path

from chassis.messaging import outbox
from tests.plans.facts import FACTS, NOT_TOLD, SILENT
from tests.plans.telling import OURS, faults_of

CONTRACTS = Path(__file__).parents[2] / "contracts"
SUBJECT = "onedistrict.plans."


def operations_that_write() -> set[str]:
    contract = json.loads((CONTRACTS / "openapi" / "plans.json").read_text("utf-8"))
    return {
        operation["operationId"]
        for operations in contract["paths"].values()
        for method, operation in operations.items()
        if method in {"post", "put", "patch", "delete"}
    }


def events_of_plans() -> set[str]:
    schemas = (CONTRACTS / "schemas").glob(f"{SUBJECT}*.json")
    return {schema.name.removeprefix(SUBJECT).split(".")[0] for schema in schemas}


def test_every_operation_that_writes_tells_something_or_says_why_not() -> None:
    assert FACTS.keys() | SILENT.keys() == operations_that_write()
    assert not FACTS.keys() & SILENT.keys()
    assert all(FACTS.values())


def test_every_event_of_plans_is_told_by_some_operation() -> None:
    assert set().union(*FACTS.values()) == events_of_plans()


def test_tables_that_are_not_told_of_are_ours() -> None:
    assert NOT_TOLD.keys() <= OURS


async def test_a_change_that_nobody_is_told_of_is_noticed(
    planner, every_change_is_told, monkeypatch
) -> None:
    monkeypatch.setattr(outbox, "record", lambda *_: None)

    drafted = await planner.post(
        "/v1/plans", json={"space_code": "DC45", "title": "Silent"}
    )

    assert drafted.status_code == HTTPStatus.CREATED, drafted.text
    assert faults_of(every_change_is_told)
    [(operation, wrote, told)] = every_change_is_told
    every_change_is_told.clear()
    assert (operation, told) == ("draftPlan", set())
    assert "plan" in wrote
