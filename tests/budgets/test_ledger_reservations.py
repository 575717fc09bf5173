"""Money is held back before it is paid: settled, voided or expired, once."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from chassis import clock
from services.budgets.ledger.refusals import (
    AmountNotPostable,
    InsufficientFunds,
    ReservationNotFound,
    ReservationNotOpen,
    SettlementExceedsReservation,
    TransactionTooSmall,
)
from services.budgets.ledger.values import ReservationId
from tests.budgets.ledger_book import Book


@pytest.fixture
async def funded(book: Book) -> Book:
    await book.fund("line", "100.00")
    await book.open("payee")
    return book


async def test_what_is_reserved_cannot_be_spent(funded: Book) -> None:
    await funded.reserve("line", "70.00")

    with pytest.raises(InsufficientFunds):
        await funded.move("30.01", "line", "payee")
    with pytest.raises(InsufficientFunds):
        await funded.reserve("line", "30.01")

    assert (await funded.account("line")).available == Decimal("30.00")


async def test_a_reservation_is_paid_in_parts(funded: Book) -> None:
    order = await funded.reserve("line", "70.00")

    await funded.settle(order, "payee", "20.00")
    await funded.settle(order, "payee", "10.00")
    await funded.settle(order, "payee")

    line = await funded.account("line")
    assert (line.posted, line.pending) == (Decimal("30.00"), Decimal(0))
    assert (await funded.account("payee")).posted == Decimal("70.00")
    with pytest.raises(ReservationNotOpen, match="is settled"):
        await funded.settle(order, "payee", "0.01")
    assert (await funded.verify()).is_whole


async def test_no_more_is_paid_than_was_reserved(funded: Book) -> None:
    order = await funded.reserve("line", "70.00")
    await funded.settle(order, "payee", "50.00")

    with pytest.raises(SettlementExceedsReservation, match=r"has 20\.00 left"):
        await funded.settle(order, "payee", "20.01")

    assert (await funded.account("payee")).posted == Decimal("50.00")


async def test_what_is_left_is_given_back_when_voided(funded: Book) -> None:
    order = await funded.reserve("line", "70.00")
    await funded.settle(order, "payee", "20.00")

    await funded.void(order)

    line = await funded.account("line")
    assert (line.posted, line.pending) == (Decimal("80.00"), Decimal(0))
    with pytest.raises(ReservationNotOpen, match="no longer open"):
        await funded.void(order)
    with pytest.raises(ReservationNotOpen, match="is voided"):
        await funded.settle(order, "payee")
    assert (await funded.verify()).is_whole


async def test_a_reservation_past_its_time_is_not_paid(funded: Book) -> None:
    order = await funded.reserve("line", "70.00", expires_at=clock.now())

    with pytest.raises(ReservationNotOpen, match="is expired"):
        await funded.settle(order, "payee")

    assert await funded.expire() == 1
    assert await funded.expire() == 0
    assert (await funded.account("line")).available == Decimal("100.00")
    with pytest.raises(ReservationNotOpen):
        await funded.void(order)
    assert (await funded.verify()).is_whole


async def test_money_held_past_its_time_is_there_for_who_needs_it(
    funded: Book,
) -> None:
    await funded.reserve("line", "60.00", expires_at=clock.now())
    await funded.reserve("line", "40.00")

    await funded.reserve("line", "10.00")
    await funded.move("50.00", "line", "payee")

    line = await funded.account("line")
    assert (line.posted, line.pending) == (Decimal("50.00"), Decimal("50.00"))
    with pytest.raises(InsufficientFunds):
        await funded.move("0.01", "line", "payee")
    assert await funded.expire() == 0
    assert (await funded.verify()).is_whole


async def test_a_reservation_within_its_time_is_kept(funded: Book) -> None:
    soon = clock.now() + timedelta(days=1)
    order = await funded.reserve("line", "70.00", expires_at=soon)

    assert await funded.expire() == 0
    await funded.settle(order, "payee")

    assert (await funded.account("payee")).posted == Decimal("70.00")


async def test_a_refused_reservation_is_never_applied(funded: Book) -> None:
    with pytest.raises(InsufficientFunds):
        await funded.reserve("line", "100.01")
    await funded.fund("line", "50.00")

    line = await funded.account("line")
    assert (line.pending, line.available) == (Decimal(0), Decimal("150.00"))


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "NaN", "Infinity", "1e17"])
async def test_only_an_amount_of_cents_is_reserved_or_settled(
    funded: Book, amount: str
) -> None:
    order = await funded.reserve("line", "10.00")

    with pytest.raises(AmountNotPostable):
        await funded.reserve("line", amount)
    with pytest.raises(AmountNotPostable):
        await funded.settle(order, "payee", amount)

    assert (await funded.account("line")).pending == Decimal("10.00")


async def test_an_account_does_not_pay_itself(funded: Book) -> None:
    order = await funded.reserve("line", "10.00")

    with pytest.raises(TransactionTooSmall):
        await funded.settle(order, "line")


async def test_an_unknown_reservation_is_refused(funded: Book) -> None:
    unknown = ReservationId(uuid4())

    with pytest.raises(ReservationNotFound):
        await funded.settle(unknown, "payee")
    with pytest.raises(ReservationNotFound):
        await funded.void(unknown)
