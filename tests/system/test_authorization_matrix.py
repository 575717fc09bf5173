"""Role x operation x space, for every operation in the contract.

The table in requests_of_dc45 says how each operation is asked for something of DC45;
an operation that the contract gains and the table does not have fails here.
"""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from deploy.dev_clients import DevelopmentClient, token_of
from gateway.clients import ClientStore
from gateway.roles import ROLES, SCOPES
from tests.system.asking import Ask, Reach
from tests.system.operations import Operation, operations
from tests.system.people import People
from tests.system.requests_of_dc45 import CANARY, TABLE, Town

OPERATIONS = [each for each in operations() if each.service is not None]
WRITES = [each for each in OPERATIONS if each.writes and not each.public]
SCOPED = [(each, scope) for each in OPERATIONS for scope in sorted(each.scopes)]
REFUSED = {httpx.codes.FORBIDDEN, httpx.codes.NOT_FOUND}
ELSEWHERE = {
    "district_planner": ("DC21",),
    "hub_practitioner": ("DC21",),
    "budget_officer": ("DC21",),
    "monitoring_officer": ("DC21",),
    "provincial_coordinator": ("DC21", "DC22", "ETH"),
}
STRANGERS = (*ELSEWHERE, "somebody who may do everything in DC21")
COUNTS = ("accounts", "transactions", "entries")
LISTS_OF_OWN_ROWS = (
    "/v1/plans?status=draft",
    "/v1/funds",
    "/v1/budget-lines",
    "/v1/budget-imports",
    "/v1/ledger/accounts",
    "/v1/audit/plans",
    "/v1/audit/budgets",
)


def named(value: object) -> str | None:
    return value.id if isinstance(value, Operation) else None


Strangers = dict[str, tuple[str, frozenset[str]]]


@pytest.fixture(scope="module")
def strangers(town: Town) -> Strangers:
    """Tokens, and their scopes, of people who have no business in DC45."""
    store = ClientStore(town.system.data_dir / "gateway" / "clients.json")
    found: Strangers = {}
    for role, spaces in ELSEWHERE.items():
        client_id = f"{role}-elsewhere"
        secret = store.add(client_id, role, spaces=spaces)
        scopes = tuple(sorted(ROLES[role]))
        client = DevelopmentClient(client_id, secret, role, scopes, None, spaces)
        found[role] = token_of(town.system.gateway_url, client), ROLES[role]
    found[STRANGERS[-1]] = town.mint.external(spaces={"DC21"}), SCOPES
    return found


def problem(answer: httpx.Response) -> Any:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.json()


def test_every_operation_of_the_contract_is_in_the_table() -> None:
    assert {each.id for each in operations()} == TABLE.keys()


def test_every_operation_but_the_token_desk_belongs_to_a_service() -> None:
    assert [each.id for each in operations() if each.service is None] == ["giveToken"]


@pytest.mark.parametrize("operation", OPERATIONS, ids=named)
def test_without_a_token_only_what_is_published_is_answered(
    town: Town, operation: Operation
) -> None:
    for ask in town.asks(operation):
        answer = town.at_the_gateway(operation, ask, None)

        if operation.public:
            assert_nothing_shown(ask, answer)
        else:
            assert answer.status_code == httpx.codes.UNAUTHORIZED
            assert problem(answer)["title"] == "TokenMissing"


@pytest.mark.parametrize(("operation", "scope"), SCOPED, ids=named)
def test_a_scope_that_is_missing_is_missed_at_the_gateway_and_at_the_service(
    town: Town, operation: Operation, scope: str
) -> None:
    less = SCOPES - {scope}
    for ask in town.asks(operation):
        outside = town.at_the_gateway(operation, ask, town.mint.external(scopes=less))
        inside = town.at_the_service(operation, ask, scopes=less)

        assert problem(outside)["title"] == "ScopeNotHeld"
        assert problem(inside)["title"] == "ScopeMissing"
        assert outside.status_code == inside.status_code == httpx.codes.FORBIDDEN


@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize("operation", OPERATIONS, ids=named)
def test_a_stranger_reaches_nothing_of_another_space(
    town: Town, strangers: Strangers, operation: Operation, stranger: str
) -> None:
    token, scopes = strangers[stranger]
    for ask in town.asks(operation):
        answer = town.at_the_gateway(operation, ask, token)

        if not operation.scopes <= scopes:
            assert answer.status_code == httpx.codes.FORBIDDEN
        assert_nothing_shown(ask, answer)


@pytest.mark.parametrize("operation", OPERATIONS, ids=named)
def test_the_same_requests_reach_what_is_there_for_whom_it_is_for(
    town: Town, operation: Operation
) -> None:
    # Somebody new for each: who changed a plan may not decide about it, and who
    # answers for the hub does not withdraw for the space.
    token = town.mint.external(
        spaces={"DC45"},
        sub=f"holder-for-{operation.id}",
        scopes=SCOPES - {"hubs:write"} | operation.scopes,
    )
    for ask in town.asks(operation):
        if ask.reach is Reach.SYSTEM or "DC21" in json.dumps(ask.json):
            continue
        answer = town.at_the_gateway(operation, ask, token)

        assert answer.status_code not in REFUSED, answer.text
        assert answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR, answer.text
        if ask.reach is Reach.PUBLISHED:
            assert answer.is_success


@pytest.mark.parametrize("address", LISTS_OF_OWN_ROWS)
def test_the_lists_show_what_is_there_to_whom_it_is_for(
    town: Town, address: str
) -> None:
    seen = look(town, address, town.mint.external(spaces={"DC45"}))

    assert "DC45" in {row["space_code"] for row in rows_in(seen.json())}


def test_a_planner_elsewhere_sees_no_draft_of_another_space(
    town: Town, strangers: Strangers
) -> None:
    token, _ = strangers["district_planner"]

    seen = look(town, "/v1/plans?status=draft", token)

    assert {row["space_code"] for row in rows_in(seen.json())} == {"DC21"}


def test_a_stranger_verifies_no_ledger_of_another_space(
    town: Town, strangers: Strangers
) -> None:
    token, _ = strangers["budget_officer"]

    seen = look(town, "/v1/ledger/verification?space=DC45", token)

    if seen.is_success:
        assert [seen.json()[name] for name in COUNTS] == [0, 0, 0]
    else:
        assert seen.status_code in REFUSED


def test_the_national_viewer_sees_no_draft(citizens: People, town: Town) -> None:
    viewer = citizens["national_viewer"]

    plans = viewer.get("/v1/plans").json()["items"]
    drafts = viewer.get("/v1/plans?status=draft").json()["items"]

    assert {plan["space_code"] for plan in plans} == {"DC45", "ETH"}
    assert "draft" not in {plan["status"] for plan in plans}
    assert drafts == []
    for address in ("", "/interventions", "/decisions", "/imports", "/alignment"):
        answer = viewer.get(f"/v1/plans/{town.records.draft}{address}")
        assert answer.status_code in REFUSED
        assert CANARY not in answer.text


@pytest.mark.parametrize("role", ["auditor", "national_viewer"])
@pytest.mark.parametrize("operation", WRITES, ids=named)
def test_who_only_looks_writes_nothing(
    citizens: People, town: Town, operation: Operation, role: str
) -> None:
    token = citizens[role].headers["authorization"].removeprefix("Bearer ")
    for ask in town.asks(operation):
        outside = town.at_the_gateway(operation, ask, token)
        inside = town.at_the_service(operation, ask, scopes=ROLES[role], role=role)

        assert outside.status_code == inside.status_code == httpx.codes.FORBIDDEN


def look(town: Town, address: str, token: str) -> httpx.Response:
    bearer = {"authorization": f"Bearer {token}"}
    return town.http.get(town.system.gateway_url + address, headers=bearer)


def assert_nothing_shown(ask: Ask, answer: httpx.Response) -> None:
    """What is DC45's own is refused, left out, or published."""
    assert CANARY not in answer.text
    assert answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR, answer.text
    if ask.reach is Reach.PRIVATE:
        assert answer.status_code in REFUSED, answer.text
        problem(answer)
    elif ask.reach is Reach.PUBLISHED:
        assert answer.is_success, answer.text
    elif ask.reach is Reach.LISTED and answer.is_success:
        own = (row for row in rows_in(answer.json()) if not is_published(row))
        assert "DC45" not in {row["space_code"] for row in own}


def is_published(row: dict[str, Any]) -> bool:
    return row.get("status") in {"adopted", "superseded"}


def rows_in(content: Any) -> Iterator[dict[str, Any]]:
    return (row for row in content.get("items", []) if "space_code" in row)
