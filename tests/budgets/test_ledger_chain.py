"""The hash chain can be recomputed by anyone from what the documents say it covers."""

from datetime import UTC, datetime
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


def field(value: object) -> bytes:
    """A field as the chain has it: its length in bytes, a colon, itself; or a dash."""
    if value is None:
        return b"-"
    if isinstance(value, datetime):
        passed = value - EPOCH
        value = (passed.days * 86400 + passed.seconds) * 1_000_000 + passed.microseconds
    content = str(value).encode()
    return str(len(content)).encode() + b":" + content


def digest(kind: str, *values: object) -> bytes:
    return sha256(kind.encode() + b"".join(map(field, values))).digest()


def genesis(a: Account) -> bytes:
    return digest("account/1", a.id, a.space_code, a.code, a.kind, a.currency, a.floor)


def of_transaction(t: LedgerTransaction) -> bytes:
    return digest(
        "transaction/1",
        t.id,
        t.space_code,
        t.kind,
        t.reference,
        t.description,
        t.reverses,
        t.settles,
        t.posted_by,
        t.posted_at,
    )


def link(e: Entry, t: LedgerTransaction) -> bytes:
    content = b"".join(map(field, (e.account_id, e.amount, e.kind, e.at, e.seq)))
    return sha256(e.prev + of_transaction(t) + b"entry/1" + content).digest()


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
@given(values=st.lists(st.text(st.characters(exclude_characters="\0")), min_size=1))
async def test_no_two_contents_are_written_alike(book: Book, values: list[str]) -> None:
    async with transaction(book.sessions) as session:
        written = await session.scalar(
            text(
                "select string_agg(ledger_field(value), '' order by place) from "
                "unnest(cast(:values as text[])) with ordinality as v(value, place)"
            ),
            {"values": values},
        )

    assert written.encode() == b"".join(map(field, values))


async def test_thirty_thousand_entries_are_verified_in_one_statement(
    book: Book,
) -> None:
    await book.open(SOURCE, *(f"line{n}" for n in range(100)))
    postings = [
        book.posting(source="-1.00", **{f"line{n % 100}": "1.00"})
        for n in range(15_000)
    ]

    async with transaction(book.sessions, EVERYWHERE) as session:
        await service.post_many(session, postings, by=OFFICER)
        found = await service.verify(session)

    assert found.is_whole
    assert found.entries == 30_000
    assert (await book.account(SOURCE)).posted == Decimal(-15_000)
