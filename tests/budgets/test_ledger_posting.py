"""Money moves between accounts, all of it or none."""

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.database import EVERYWHERE, transaction
from contracts.ids import AccountId
from services.budgets.ledger.refusals import (
    AccountNotFound,
    AccountOpenedDifferently,
    AmountNotPostable,
    InsufficientFunds,
    TransactionAlreadyPosted,
    TransactionNotBalanced,
    TransactionTooSmall,
)
from tests.budgets.ledger_book import SOURCE, Book


async def test_a_transaction_moves_money_between_accounts(book: Book) -> None:
    await book.open(SOURCE, "fund", "line")

    await book.post(book.posting(source="-100.00", fund="60.50", line="39.50"))

    assert await book.balances() == {
        "source": Decimal("-100.00"),
        "fund": Decimal("60.50"),
        "line": Decimal("39.50"),
    }
    assert (await book.verify()).is_whole


async def test_accounts_are_opened_once(book: Book) -> None:
    await book.open("line")
    first = book.ids["line"]

    await book.open("line", "other")

    assert book.ids["line"] == first
    assert set(await book.balances()) == {"line", "other"}


async def test_an_account_keeps_the_terms_it_was_opened_on(book: Book) -> None:
    await book.open("line")

    with pytest.raises(AccountOpenedDifferently):
        await book.open("line", floor="-5")


async def test_an_account_never_gives_more_than_it_has(book: Book) -> None:
    await book.fund("line", "10.00")
    await book.open("other")

    with pytest.raises(InsufficientFunds, match=r"line has less than 10\.01"):
        await book.move("10.01", "line", "other")

    await book.move("10.00", "line", "other")
    assert (await book.account("line")).posted == 0


async def test_a_floor_below_zero_is_credit_and_no_floor_is_a_source(
    book: Book,
) -> None:
    await book.open("credit", "taker", floor="-5")
    await book.open(SOURCE)

    await book.move("5.00", "credit", "taker")
    await book.move("1000000.00", SOURCE, "taker")

    with pytest.raises(InsufficientFunds):
        await book.move("0.01", "credit", "taker")


async def test_movements_of_the_same_account_are_one_entry(book: Book) -> None:
    await book.open(SOURCE, "line")
    halves = [book.posting(source="-3", line="3") for _ in range(2)]
    whole = replace(halves[0], movements=[*halves[0].movements, *halves[1].movements])

    await book.post(whole)

    assert [entry.amount for entry in await book.entries("line")] == [Decimal(6)]


async def test_a_transaction_that_does_not_sum_to_zero_is_refused(book: Book) -> None:
    await book.open(SOURCE, "line")

    with pytest.raises(TransactionNotBalanced):
        await book.post(book.posting(source="-10.00", line="9.99"))

    assert set((await book.balances()).values()) == {Decimal(0)}


async def test_each_currency_balances_by_itself(book: Book) -> None:
    await book.open("rand", "cents", floor=None)
    await book.open("dollars", "bucks", floor=None, currency="USD")

    with pytest.raises(TransactionNotBalanced):
        await book.post(book.posting(rand="-1", dollars="1"))
    await book.post(book.posting(rand="-1", cents="1", dollars="-2", bucks="2"))

    assert (await book.verify()).is_whole


async def test_one_account_alone_cannot_have_a_transaction(book: Book) -> None:
    await book.open("line")

    with pytest.raises(TransactionTooSmall):
        await book.post(book.posting())
    with pytest.raises((TransactionTooSmall, TransactionNotBalanced)):
        await book.post(book.posting(line="1.00"))


@pytest.mark.parametrize(
    "amount",
    ["0", "-0", "0.001", "1.005", "NaN", "Infinity", "1e17", "1e999", "99999e14"],
)
async def test_an_amount_that_is_no_amount_of_cents_is_refused(
    book: Book, amount: str
) -> None:
    await book.open(SOURCE, "line")

    with pytest.raises(AmountNotPostable):
        await book.move(amount, SOURCE, "line")

    assert await book.entries("line") == []


async def test_the_largest_amount_is_kept_to_the_cent(book: Book) -> None:
    await book.open(SOURCE, "line")

    await book.move("99999999999999999.99", SOURCE, "line")

    assert (await book.account("line")).posted == Decimal("99999999999999999.99")
    with pytest.raises(AmountNotPostable, match="cannot hold that much"):
        await book.move("0.01", SOURCE, "line")


async def test_an_unknown_account_is_refused(book: Book) -> None:
    await book.open("line", floor=None)
    book.ids["unknown"] = AccountId(uuid4())

    with pytest.raises(AccountNotFound):
        await book.move("1.00", "line", "unknown")


async def test_the_same_transaction_is_posted_once(book: Book) -> None:
    await book.open(SOURCE, "line")
    posting = book.posting(source="-1", line="1")
    await book.post(posting)

    with pytest.raises(TransactionAlreadyPosted):
        await book.post(posting)

    assert (await book.account("line")).posted == 1


async def test_many_transactions_are_posted_as_if_one_after_the_other(
    book: Book,
) -> None:
    await book.open(SOURCE, "a", "b")
    postings = [
        book.posting(source="-3", a="3"),
        book.posting(a="-2", b="2"),
        book.posting(b="-1", source="1"),
    ]

    await book.post(*postings)

    assert [entry.amount for entry in await book.entries("a")] == [3, -2]
    assert await book.balances() == {"source": -2, "a": 1, "b": 1}
    assert (await book.verify()).is_whole


async def test_one_refused_transaction_undoes_the_whole_bulk(book: Book) -> None:
    await book.open(SOURCE, "a", "b")
    postings = [book.posting(source="-3", a="3") for _ in range(50)]
    postings.insert(25, book.posting(b="-1", a="1"))

    with pytest.raises(InsufficientFunds):
        await book.post(*postings)

    assert set((await book.balances()).values()) == {Decimal(0)}
    assert (await book.verify()).entries == 0


async def test_a_bulk_may_not_overdraw_even_for_a_moment(book: Book) -> None:
    await book.open(SOURCE, "a", "b")

    with pytest.raises(InsufficientFunds):
        await book.post(
            book.posting(a="-1", b="1"),
            book.posting(source="-1", a="1"),
        )


async def test_the_database_refuses_movements_out_of_order(book: Book) -> None:
    await book.open("line", "other", floor=None)
    low, high = sorted(book.ids.values())

    for accounts in ([high, low], [low, low, high], [low, high, high]):
        with pytest.raises(DBAPIError, match="movements come in order"):
            async with transaction(book.sessions, EVERYWHERE) as session:
                await session.execute(
                    text(POST), {"accounts": accounts, "places": [1] * len(accounts)}
                )

    assert await book.entries("line") == []


POST = """
select ledger_post(array[cast(row(gen_random_uuid(), 'DC45', 'budget', 'test', '',
  null, null, 'me', now()) as ledger_transaction)], :places, :accounts,
  cast(array[-2, 1, 1] as numeric[]))
"""
