"""The ledger as its clients meet it."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.budgets.ledger_book import Book
from tests.harness import Running

ETH = {"spaces": frozenset({"ETH"})}


@pytest.fixture
async def budgets(start: Callable[[str], Awaitable[Running]]) -> Running:
    running = await start("budgets")
    book = Book(running.sessions)
    await book.fund("line", "100.00")
    await book.open("payee")
    return running


@pytest.fixture
async def officer(budgets: Running) -> AsyncGenerator[httpx.AsyncClient]:
    async with budgets.as_("budget_officer") as client:
        yield client


def a_payment(amount: str = "10.00", **changes: Any) -> dict[str, Any]:
    return {
        "space_code": "DC45",
        "kind": "payment",
        "reference": "invoice 7",
        "entries": [
            {"account": "line", "amount": f"-{amount}"},
            {"account": "payee", "amount": amount},
        ],
    } | changes


async def pay(
    client: httpx.AsyncClient, payment: dict[str, Any], key: str | None = None
) -> httpx.Response:
    return await client.post(
        "/v1/ledger/transactions",
        json=payment,
        headers={"Idempotency-Key": key or str(uuid4())},
    )


async def account(client: httpx.AsyncClient, code: str) -> dict[str, Any]:
    listed = await client.get("/v1/ledger/accounts", params={"prefix": code})
    [found] = listed.json()["items"]
    return found


async def test_a_payment_is_posted_and_read_back(officer: httpx.AsyncClient) -> None:
    posted = await pay(officer, a_payment())

    assert posted.status_code == HTTPStatus.CREATED, posted.text
    read = await officer.get(f"/v1/ledger/transactions/{posted.json()['id']}")
    assert read.json() == posted.json()
    assert {entry["amount"] for entry in read.json()["entries"]} == {"-10.00", "10.00"}
    line = await account(officer, "line")
    assert (line["posted"], line["available"]) == ("90.00", "90.00")
    assert (await officer.get(f"/v1/ledger/accounts/{line['id']}")).json() == line


async def test_the_same_request_moves_money_once(officer: httpx.AsyncClient) -> None:
    first = await pay(officer, a_payment(), "key-1")

    again = await pay(officer, a_payment(), "key-1")
    other = await pay(officer, a_payment("20.00"), "key-1")

    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert other.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert (await account(officer, "line"))["posted"] == "90.00"


async def test_money_is_not_moved_without_an_idempotency_key(
    officer: httpx.AsyncClient,
) -> None:
    refused = await officer.post("/v1/ledger/transactions", json=a_payment())

    assert refused.status_code == HTTPStatus.BAD_REQUEST
    assert refused.json()["title"] == "IdempotencyKeyRequired"


async def test_a_refusal_is_named_kept_and_repeated(officer: httpx.AsyncClient) -> None:
    first = await pay(officer, a_payment("100.01"), "key-2")
    again = await pay(officer, a_payment("100.01"), "key-2")

    assert first.status_code == HTTPStatus.CONFLICT
    assert first.json()["title"] == "InsufficientFunds"
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (await account(officer, "line"))["posted"] == "100.00"


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"entries": a_payment()["entries"][:1]}, "InvalidRequest"),
        ({"entries": [*a_payment()["entries"], *a_payment()["entries"][:1]]},
         "TransactionNotBalanced"),
        ({"entries": [{"account": "nothing", "amount": "1.00"}] * 2},
         "AccountNotFound"),
        ({"entries": [{"account": "line", "amount": "1.00"}] * 2},
         "TransactionTooSmall"),
        ({"kind": "reversal"}, "InvalidRequest"),
        ({"posted_by": "somebody"}, "InvalidRequest"),
        ({"reference": "a\u202eb"}, "InvalidRequest"),
    ],
)  # fmt: skip
async def test_a_transaction_that_is_none_is_refused(
    officer: httpx.AsyncClient, changes: dict[str, Any], title: str
) -> None:
    refused = await pay(officer, a_payment(**changes))

    assert refused.json()["title"] == title
    assert (await account(officer, "line"))["posted"] == "100.00"


@pytest.mark.parametrize(
    "amount",
    ["0", "1.001", "1e2", "NaN", "Infinity", "100000000000000000", " 1", "1_0", "", 1],
)
async def test_hostile_amounts_are_refused(
    officer: httpx.AsyncClient, amount: object
) -> None:
    entries = [
        {"account": "line", "amount": amount},
        {"account": "payee", "amount": amount},
    ]

    refused = await pay(officer, a_payment(entries=entries))

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, refused.text


async def test_a_payment_is_reversed_once(officer: httpx.AsyncClient) -> None:
    paid = (await pay(officer, a_payment())).json()
    path = f"/v1/ledger/transactions/{paid['id']}/reversal"

    undone = await officer.post(path, json={"description": "wrong payee"})
    again = await officer.post(path, json={"description": "wrong payee"})

    assert undone.status_code == HTTPStatus.CREATED, undone.text
    assert undone.json()["reverses"] == paid["id"]
    assert again.status_code == HTTPStatus.CONFLICT
    assert again.json()["title"] == "AlreadyReversed"
    assert (await account(officer, "line"))["posted"] == "100.00"


@pytest.mark.parametrize("kind", ["allocation", "budget"])
async def test_the_budgets_own_postings_are_not_made_by_hand(
    officer: httpx.AsyncClient, kind: str
) -> None:
    refused = await pay(officer, a_payment(kind=kind))

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert refused.json()["errors"][0]["pointer"] == "/kind"


async def test_a_reversal_is_not_reversed_in_turn(officer: httpx.AsyncClient) -> None:
    paid = (await pay(officer, a_payment())).json()
    undo = {"description": "wrong payee"}
    undone = await officer.post(
        f"/v1/ledger/transactions/{paid['id']}/reversal", json=undo
    )

    refused = await officer.post(
        f"/v1/ledger/transactions/{undone.json()['id']}/reversal", json=undo
    )

    assert refused.status_code == HTTPStatus.CONFLICT
    assert refused.json()["title"] == "NotReversibleByHand"


async def test_an_order_is_reserved_paid_in_parts_and_given_back(
    officer: httpx.AsyncClient,
) -> None:
    order = {"space_code": "DC45", "account": "line", "amount": "70.00",
             "reference": "order 1"}  # fmt: skip
    made = await officer.post("/v1/ledger/reservations", json=order)
    path = f"/v1/ledger/reservations/{made.json()['id']}"

    paid = await officer.post(
        f"{path}/settlement",
        json={"payee": "payee", "reference": "invoice 8", "amount": "25.00"},
    )
    voided = await officer.post(f"{path}/void")

    assert made.status_code == HTTPStatus.CREATED, made.text
    assert paid.status_code == HTTPStatus.CREATED, paid.text
    assert paid.json()["settles"] == made.json()["id"]
    assert voided.status_code == HTTPStatus.OK, voided.text
    assert (voided.json()["status"], voided.json()["settled"]) == ("voided", "25.00")
    line = await account(officer, "line")
    assert (line["posted"], line["pending"]) == ("75.00", "0.00")
    assert (await officer.post(f"{path}/void")).json()["title"] == "ReservationNotOpen"


async def test_entries_and_accounts_come_in_pages(officer: httpx.AsyncClient) -> None:
    for _ in range(4):
        await pay(officer, a_payment("1.00"))
    line = await account(officer, "line")
    path = f"/v1/ledger/accounts/{line['id']}/entries"

    first = (await officer.get(path, params={"limit": 3})).json()
    rest = (await officer.get(path, params={"cursor": first["next_cursor"]})).json()
    accounts = (await officer.get("/v1/ledger/accounts", params={"limit": 2})).json()
    broken = await officer.get(path, params={"cursor": "IngieCI"})

    entries = [*first["items"], *rest["items"]]
    assert [entry["seq"] for entry in entries] == [1, 2, 3, 4, 5]
    assert rest["next_cursor"] is None
    assert [a["prev"] for a in entries[1:]] == [a["hash"] for a in entries[:-1]]
    assert entries[-1]["hash"] == line["head"]
    assert len(accounts["items"]) == 2
    assert accounts["next_cursor"] is not None
    assert broken.status_code == HTTPStatus.BAD_REQUEST


async def test_anyone_who_may_read_budgets_can_have_the_ledger_verified(
    budgets: Running, officer: httpx.AsyncClient
) -> None:
    await pay(officer, a_payment())

    async with budgets.as_("auditor") as auditor:
        found = await auditor.get("/v1/ledger/verification", params={"space": "DC45"})

    assert found.json() == {
        "is_whole": True,
        "accounts": 3,
        "transactions": 2,
        "entries": 4,
        "faults": 0,
        "first_fault": None,
    }


async def test_another_space_s_ledger_does_not_exist(
    budgets: Running, officer: httpx.AsyncClient
) -> None:
    line = await account(officer, "line")
    paid = (await pay(officer, a_payment())).json()
    order = {"space_code": "DC45", "account": "line", "amount": "1", "reference": "x"}
    made = (await officer.post("/v1/ledger/reservations", json=order)).json()

    async with budgets.as_("budget_officer", **ETH) as stranger:
        answers = [
            await stranger.get(f"/v1/ledger/accounts/{line['id']}"),
            await stranger.get(f"/v1/ledger/accounts/{line['id']}/entries"),
            await stranger.get(f"/v1/ledger/transactions/{paid['id']}"),
            await stranger.post(
                f"/v1/ledger/transactions/{paid['id']}/reversal",
                json={"description": "mine now"},
            ),
            await stranger.post(f"/v1/ledger/reservations/{made['id']}/void"),
            await stranger.post(
                f"/v1/ledger/reservations/{made['id']}/settlement",
                json={"payee": "payee", "reference": "x"},
            ),
        ]
        listed = await stranger.get("/v1/ledger/accounts")
        posted = await pay(stranger, a_payment())
        reserved = await stranger.post("/v1/ledger/reservations", json=order)

    assert {a.status_code for a in answers} == {HTTPStatus.NOT_FOUND}
    assert listed.json()["items"] == []
    assert posted.status_code == HTTPStatus.FORBIDDEN
    assert reserved.status_code == HTTPStatus.FORBIDDEN


async def test_who_only_reads_does_not_post(budgets: Running) -> None:
    async with budgets.as_("auditor") as auditor:
        refused = await pay(auditor, a_payment())
    async with budgets.as_anyone() as anyone:
        unknown = await anyone.get("/v1/ledger/accounts")

    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert unknown.status_code == HTTPStatus.UNAUTHORIZED
