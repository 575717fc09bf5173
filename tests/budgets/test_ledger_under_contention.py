"""Many writers at once: nothing is lost, nothing is overdrawn, nobody deadlocks."""

import asyncio
from collections import Counter
from collections.abc import Awaitable
from decimal import Decimal

from chassis.errors import Refusal
from services.budgets.ledger.refusals import (
    AlreadyReversed,
    InsufficientFunds,
    ReservationNotOpen,
)
from tests.budgets.ledger_book import SOURCE, Book


async def outcomes(*calls: Awaitable[object]) -> Counter[type[Refusal] | None]:
    """How often each refusal came of the calls; None counts those that went well."""
    results = await asyncio.gather(*calls, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, Refusal):
            raise result
    return Counter(type(r) if isinstance(r, Refusal) else None for r in results)


async def test_of_two_hundred_debits_the_hundred_there_is_money_for_succeed(
    book: Book,
) -> None:
    await book.fund("line", "100.00")
    await book.open("payee")

    seen = await outcomes(*(book.move("1.00", "line", "payee") for _ in range(200)))

    assert seen == {None: 100, InsufficientFunds: 100}
    entries = await book.entries("line")
    assert [entry.seq for entry in entries] == list(range(1, 102))
    assert sum(entry.amount for entry in entries) == 0
    assert (await book.account("payee")).posted == Decimal(100)
    assert (await book.verify()).is_whole


async def test_opposite_transfers_do_not_deadlock(book: Book) -> None:
    await book.fund("a", "1000.00")
    await book.fund("b", "1000.00")

    seen = await outcomes(
        *(book.move("1.00", "a", "b") for _ in range(250)),
        *(book.move("1.00", "b", "a") for _ in range(250)),
    )

    assert seen == {None: 500}
    assert await book.balances() == {"source": -2000, "a": 1000, "b": 1000}
    assert (await book.verify()).is_whole


async def test_bulks_and_single_postings_do_not_deadlock(book: Book) -> None:
    codes = [f"line{n}" for n in range(10)]
    await book.open(SOURCE, *codes)
    ring = list(zip(codes, codes[1:] + codes[:1], strict=True))
    await book.post(*(book.posting(source="-500", **{code: "500"}) for code in codes))

    seen = await outcomes(
        *(
            book.post(*(book.posting(**{a: "-1", b: "1"}) for a, b in ring))
            for _ in range(20)
        ),
        *(
            book.post(*(book.posting(**{b: "-1", a: "1"}) for a, b in reversed(ring)))
            for _ in range(20)
        ),
        *(book.move("1", *ring[n % 10]) for n in range(100)),
    )

    assert seen == {None: 140}
    assert (await book.verify()).is_whole


async def test_a_reversal_is_applied_once(book: Book) -> None:
    await book.fund("line", "10.00")
    await book.open("payee")
    payment = await book.move("10.00", "line", "payee")

    seen = await outcomes(*(book.reverse(payment) for _ in range(20)))

    assert seen == {None: 1, AlreadyReversed: 19}
    assert (await book.account("line")).posted == Decimal("10.00")
    assert (await book.verify()).is_whole


async def test_what_is_reserved_and_what_is_paid_never_exceed_what_there_is(
    book: Book,
) -> None:
    await book.fund("line", "50.00")
    await book.open("payee")

    seen = await outcomes(
        *(book.reserve("line", "1.00") for _ in range(50)),
        *(book.move("1.00", "line", "payee") for _ in range(50)),
    )

    line = await book.account("line")
    assert seen == {None: 50, InsufficientFunds: 50}
    assert line.available == 0
    assert line.pending + (await book.account("payee")).posted == Decimal(50)
    assert (await book.verify()).is_whole


async def test_a_reservation_is_either_settled_or_voided(book: Book) -> None:
    await book.fund("line", "30.00")
    await book.open("payee")
    held = [await book.reserve("line", "1.00") for _ in range(30)]

    seen = await outcomes(
        *(book.settle(one, "payee") for one in held),
        *(book.void(one) for one in held),
    )

    assert seen == {None: 30, ReservationNotOpen: 30}
    line, payee = await book.account("line"), await book.account("payee")
    assert line.pending == 0
    assert line.posted + payee.posted == Decimal(30)
    assert (await book.verify()).is_whole
