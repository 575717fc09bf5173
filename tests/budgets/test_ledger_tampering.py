"""What is in the ledger stays; what was changed behind its back is found."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.database import EVERYWHERE, Sessions, connect, sessions_of, transaction
from services.budgets.ledger.refusals import AccountFrozen
from tests.budgets.ledger_book import SOURCE, Book

TABLES = ("entry", "ledger_transaction", "account", "reservation")
TRUNCATE = "truncate account, reservation, ledger_transaction, entry"
DENIED = "42501"


@pytest.fixture
async def owner(
    budgets_url: str, owner_of: Callable[[str], str]
) -> AsyncGenerator[Sessions]:
    """The owner of the tables, who migrates them and is not the application."""
    engine = connect(owner_of(budgets_url))
    yield sessions_of(engine)
    await engine.dispose()


@pytest.fixture
async def used(book: Book) -> Book:
    """A ledger with three transactions and an open reservation."""
    await book.fund("line", "100.00")
    await book.open("payee")
    await book.move("10.00", "line", "payee")
    await book.move("5.00", "line", "payee")
    await book.reserve("line", "20.00")
    return book


async def run(sessions: Sessions, statement: str) -> None:
    async with transaction(sessions, EVERYWHERE) as session:
        await session.execute(text(statement))


UNTIE = "alter table reservation drop constraint reservation_account_id_fkey"


async def tamper(owner: Sessions, statement: str) -> None:
    """As an owner who first switches every protection off."""
    async with transaction(owner, EVERYWHERE) as session:
        for table in TABLES:
            await session.execute(text(f"alter table {table} disable trigger user"))
            await session.execute(
                text(f"alter table {table} disable row level security")
            )
        await session.execute(text(UNTIE))
        await session.execute(text(statement))
        for table in TABLES:
            await session.execute(text(f"alter table {table} enable trigger user"))
            await session.execute(
                text(f"alter table {table} enable row level security")
            )


ADD_ENTRY = """
insert into entry select account_id, seq + 1, space_code, transaction_id, amount, kind,
  at, hash, hash from entry where seq = 1
"""
ADD_TRANSACTION = """
insert into ledger_transaction select gen_random_uuid(), space_code, kind, reference,
  description, null, null, posted_by, posted_at from ledger_transaction limit 1
"""
ADD_RESERVATION = """
insert into reservation select gen_random_uuid(), space_code, account_id, amount,
  settled, status, reference, reserved_by, reserved_at, expires_at, closed_at
from reservation
"""
RICH_ACCOUNT = """
insert into account (id, space_code, code, kind, posted)
values (gen_random_uuid(), 'DC45', 'mine', 'line', 1000000)
"""


@pytest.mark.parametrize(
    "statement",
    [
        "update entry set amount = 1",
        "update ledger_transaction set description = 'x'",
        "update account set posted = posted + 1",
        "update account set floor = null",
        "update reservation set status = 'voided', closed_at = now()",
        *(f"delete from {table}" for table in TABLES),
        TRUNCATE,
        "select * from account for update",
        ADD_ENTRY,
        ADD_TRANSACTION,
        ADD_RESERVATION,
        RICH_ACCOUNT,
        "alter table entry disable trigger user",
        "drop policy added on entry",
    ],
)
async def test_the_application_itself_cannot_tamper(used: Book, statement: str) -> None:
    with pytest.raises(DBAPIError) as refused:
        await run(used.sessions, statement)

    assert getattr(refused.value.orig, "sqlstate", None) == DENIED
    assert (await used.verify()).is_whole


@pytest.mark.parametrize(
    "statement",
    [
        "update entry set kind = 'payment'",
        "update ledger_transaction set kind = 'payment'",
        *(f"delete from {table}" for table in TABLES),
    ],
)
async def test_what_was_posted_is_out_of_the_owner_s_sight_for_changing(
    used: Book, owner: Sessions, statement: str
) -> None:
    before = await used.verify()

    await run(owner, statement)

    assert await used.verify() == before


async def test_not_even_the_owner_truncates_the_ledger(
    used: Book, owner: Sessions
) -> None:
    with pytest.raises(DBAPIError, match="is append-only"):
        await run(owner, TRUNCATE)

    assert (await used.verify()).entries > 0


LINE = "(select id from account where code = 'line')"


@pytest.mark.parametrize(
    ("statement", "rule", "seq"),
    [
        (f"update entry set amount = -9 where account_id = {LINE} and seq = 2",
         "hash-true", 2),
        (f"update entry set kind = 'payment' where account_id = {LINE} and seq = 3",
         "transaction-present", 3),
        (f"update entry set at = now() where account_id = {LINE} and seq = 3",
         "hash-true", 3),
        (f"update entry set prev = hash where account_id = {LINE} and seq = 3",
         "chain-unbroken", 3),
        (f"delete from entry where account_id = {LINE} and seq = 1",
         "sequence-gapless", 2),
        (f"delete from entry where account_id = {LINE} and seq = 2",
         "sequence-gapless", 3),
        (f"delete from entry where account_id = {LINE} and seq = 3",
         "head-is-last", 3),
        (f"update entry set seq = 4 where account_id = {LINE} and seq = 3",
         "head-is-last", 3),
        ("update ledger_transaction set description = 'other'", "hash-true", 1),
        ("update ledger_transaction set posted_by = 'other'", "hash-true", 1),
        ("delete from ledger_transaction", "transaction-present", 1),
        (ADD_TRANSACTION, "transaction-balanced", None),
        ("update account set posted = posted + 1 where code = 'line'",
         "posted-is-sum", 3),
        ("update account set head = null where code = 'line'", "head-is-last", 3),
        ("update account set seq = 9 where code = 'line'", "head-is-last", 9),
        ("update account set code = 'lime' where code = 'line'", "chain-unbroken", 1),
        ("update account set floor = -9 where code = 'line'", "chain-unbroken", 1),
        ("update account set pending = 0 where code = 'line'", "pending-is-sum", None),
        ("update reservation set settled = 1", "pending-is-sum", None),
        (f"delete from account where id = {LINE}", "account-present", 1),
    ],
)  # fmt: skip
async def test_tampering_by_the_owner_is_found(
    used: Book, owner: Sessions, statement: str, rule: str, seq: int | None
) -> None:
    await tamper(owner, statement)

    found = await used.verify()

    assert not found.is_whole
    assert found.first_fault is not None
    faults = (found.first_fault.rule, found.first_fault.seq)
    assert faults == (rule, seq)


async def test_the_first_fault_is_named_by_account_and_entry(
    used: Book, owner: Sessions
) -> None:
    await tamper(
        owner,
        f"update entry set amount = amount - 1 where account_id = {LINE} and seq > 1",
    )

    found = await used.verify()

    assert found.first_fault is not None
    assert found.first_fault.account_id == used.ids["line"]
    assert found.first_fault.account_code == "line"
    assert found.first_fault.seq == 2
    assert found.faults > 1


async def test_a_reversal_that_is_not_the_opposite_is_found(used: Book) -> None:
    await used.fund("other", "50.00")
    payment = await used.move("2.00", "line", "payee")
    crooked = used.posting(payee="-1.00", other="1.00")

    await used.post(replace(crooked, reverses=payment))

    found = await used.verify()
    assert found.first_fault is not None
    assert found.first_fault.rule == "reversal-is-opposite"
    assert found.first_fault.transaction_id == crooked.id


async def test_a_frozen_account_neither_gives_nor_receives(used: Book) -> None:
    await used.freeze("line")
    for giver, taker in (("line", "payee"), (SOURCE, "line")):
        with pytest.raises(AccountFrozen):
            await used.move("1.00", giver, taker)
    with pytest.raises(AccountFrozen):
        await used.reserve("line", "1.00")

    await used.thaw("line")
    await used.move("1.00", "line", "payee")

    assert (await used.account("line")).posted == Decimal("84.00")
