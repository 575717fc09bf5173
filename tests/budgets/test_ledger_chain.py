"""The hash chain can be recomputed by anyone from what the documents say it covers."""

import struct
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from chassis.database import EVERYWHERE, transaction
from services.budgets.ledger import service
from services.budgets.ledger.models import Account, Entry, LedgerTransaction
from tests.budgets.ledger_book import OFFICER, SOURCE, Book

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TEXT_OID = 25


def fields(*values: object) -> bytes:
    """Values as the chain has them: PostgreSQL's binary form of an array of texts.

    Dimensions, whether any is null, the type; how many, from one; then the length in
    bytes and the UTF-8 of each, or -1 for null. Integers are big-endian, 32 bits.
    """
    header = (1, int(None in values), TEXT_OID, len(values), 1)
    return struct.pack(">5i", *header) + b"".join(map(field, values))


def field(value: object) -> bytes:
    if value is None:
        return struct.pack(">i", -1)
    if isinstance(value, datetime):
        value = (value - EPOCH) // timedelta(microseconds=1)
    content = str(value).encode()
    return struct.pack(">i", len(content)) + content


def genesis(a: Account) -> bytes:
    about = (a.id, a.space_code, a.code, a.kind, a.currency, a.floor)
    return sha256(fields("account/1", *about)).digest()


def digest(t: LedgerTransaction) -> bytes:
    what = (t.id, t.space_code, t.kind, t.reference, t.description)
    how = (t.reverses, t.settles, t.posted_by, t.posted_at)
    return sha256(fields("transaction/1", *what, *how)).digest()


def link(e: Entry, t: LedgerTransaction) -> bytes:
    about = (e.account_id, e.amount, e.kind, e.at, e.seq)
    return sha256(e.prev + digest(t) + fields("entry/1", *about)).digest()


async def test_an_outsider_can_recompute_the_chain(book: Book) -> None:
    await book.fund("line", "100.00")
    await book.open("payee")
    for amount in ("0.01", "12.50", "7"):
        await book.move(amount, "line", "payee")
    await book.settle(await book.reserve("line", "3.00"), "payee")
    await book.reverse(await book.move("9.99", "line", "payee"))

    for code in ("source", "line", "payee"):
        account = await book.account(code)
        expected = genesis(account)
        for entry in await book.entries(code):
            async with transaction(book.sessions, EVERYWHERE) as session:
                found = await service.get_transaction(session, entry.transaction_id)
            assert entry.prev == expected
            assert entry.hash == link(entry, found)
            expected = entry.hash
        assert account.head == expected


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    values=st.lists(
        st.none() | st.text(st.characters(exclude_characters="\0", codec="utf-8")),
        min_size=1,
    )
)
async def test_any_content_has_one_form_that_anyone_can_write(
    book: Book, values: list[str | None]
) -> None:
    async with transaction(book.sessions) as session:
        written = await session.scalar(
            text("select array_send(cast(:values as text[]))"), {"values": values}
        )

    assert written == fields(*values)


async def test_tens_of_thousands_of_entries_are_verified_in_one_statement(
    book: Book,
) -> None:
    await book.open(SOURCE, *(f"line{n}" for n in range(100)))
    postings = [
        book.posting(source="-1.00", **{f"line{n % 100}": "1.00"})
        for n in range(15_000)
    ]

    async with transaction(book.sessions, EVERYWHERE) as session:
        await service.post_many(session, postings, by=OFFICER)
        undone = [posting.id for posting in postings[:7_500]]
        await service.post_many(
            session, await service.reversals(session, undone), by=OFFICER
        )
        found = await service.verify(session)

    assert found.is_whole
    assert found.entries == 30_000 + 15_000
    assert (await book.account(SOURCE)).posted == Decimal(-7_500)
