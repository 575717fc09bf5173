"""Whatever is asked in whatever order, the ledger does what its model does."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Generator
from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from chassis import clock
from chassis.database import connect, sessions_of
from chassis.errors import Refusal
from contracts.ids import LedgerTransactionId
from services.budgets.ledger.values import ReservationId
from tests.budgets.ledger_book import SOURCE, Book

CODES = ("a", "b", "c")
cents = st.integers(1, 3000).map(lambda n: Decimal(n) / 100)
codes = st.sampled_from(CODES)


class Elsewhere:
    """An event loop of its own, so that Hypothesis can call it from plain functions."""

    def __init__(self, url: str) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.engine = connect(url, pool_size=2)
        self.sessions = sessions_of(self.engine)

    def run(self, call: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(call, self.loop).result(60)

    def close(self) -> None:
        self.run(self.engine.dispose())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


class Ledger(RuleBasedStateMachine):
    """Accounts a, b and c of a fresh space, and what each should have."""

    elsewhere: ClassVar[Elsewhere]
    transactions = Bundle("transactions")
    reservations = Bundle("reservations")

    @initialize()
    def begin(self) -> None:
        space = f"T{uuid4().hex[:12]}"
        self.book = Book(self.elsewhere.sessions, space, frozenset({space}))
        self.elsewhere.run(self.book.open(SOURCE, *CODES))
        self.posted = dict.fromkeys((SOURCE, *CODES), Decimal(0))
        self.held: dict[ReservationId, tuple[str, Decimal, bool]] = {}
        self.movements: dict[LedgerTransactionId, dict[str, Decimal]] = {}
        self.reversed: set[LedgerTransactionId] = set()
        self.reversals: set[LedgerTransactionId] = set()

    def available(self, code: str) -> Decimal:
        held = (
            left for at, left, late in self.held.values() if at == code and not late
        )
        return self.posted[code] - sum(held)

    def touch(self, *codes: str) -> None:
        """What is held past its time goes back when its account is used."""
        self.held = {
            made: (code, left, late)
            for made, (code, left, late) in self.held.items()
            if not (late and code in codes)
        }

    def attempt(self, allowed: bool, call: Coroutine[Any, Any, Any]) -> Any:  # noqa: FBT001  reads as a sentence
        """The call's result; it must be refused exactly when it is not allowed."""
        if allowed:
            return self.elsewhere.run(call)
        with pytest.raises(Refusal):
            self.elsewhere.run(call)
        return None

    def applied(
        self, transaction: LedgerTransactionId, movements: dict[str, Decimal]
    ) -> LedgerTransactionId:
        self.touch(*movements)
        for code, amount in movements.items():
            self.posted[code] += amount
        self.movements[transaction] = movements
        return transaction

    @rule(target=transactions, taker=codes, amount=cents)
    def fund(self, taker: str, amount: Decimal) -> LedgerTransactionId:
        posted = self.elsewhere.run(self.book.move(str(amount), SOURCE, taker))
        return self.applied(posted, {SOURCE: -amount, taker: amount})

    @rule(target=transactions, giver=codes, taker=codes, amount=cents)
    def move(self, giver: str, taker: str, amount: Decimal) -> Any:
        allowed = giver != taker and amount <= self.available(giver)
        posted = self.attempt(allowed, self.book.move(str(amount), giver, taker))
        if not allowed:
            return multiple()
        return self.applied(posted, {giver: -amount, taker: amount})

    @rule(target=transactions, transaction=transactions)
    def reverse(self, transaction: LedgerTransactionId) -> Any:
        opposite = {c: -amount for c, amount in self.movements[transaction].items()}
        done = transaction in self.reversed | self.reversals
        allowed = not done and all(
            code == SOURCE or amount > 0 or -amount <= self.available(code)
            for code, amount in opposite.items()
        )
        reversal = self.attempt(allowed, self.book.reverse(transaction))
        if not allowed:
            return multiple()
        self.reversed.add(transaction)
        self.reversals.add(reversal.id)
        return self.applied(reversal.id, opposite)

    @rule(target=reservations, code=codes, amount=cents, late=st.booleans())
    def reserve(self, code: str, amount: Decimal, late: bool) -> Any:  # noqa: FBT001  drawn by Hypothesis
        until = clock.now() if late else clock.now() + timedelta(days=1)
        allowed = amount <= self.available(code)
        made = self.attempt(
            allowed, self.book.reserve(code, str(amount), expires_at=until)
        )
        if not allowed:
            return multiple()
        self.touch(code)
        self.held[made] = (code, amount, late)
        return made

    @rule(
        target=transactions,
        reservation=reservations,
        payee=codes,
        part=st.none() | cents,
    )
    def settle(
        self, reservation: ReservationId, payee: str, part: Decimal | None
    ) -> Any:
        code, left, late = self.held.get(reservation, ("", Decimal(0), True))
        amount = left if part is None else part
        allowed = not late and amount <= left and payee != code
        paid = self.attempt(
            allowed, self.book.settle(reservation, payee, part and str(part))
        )
        if not allowed:
            return multiple()
        self.held[reservation] = (code, left - amount, late)
        if left == amount:
            del self.held[reservation]
        return self.applied(paid, {code: -amount, payee: amount})

    @rule(reservation=reservations)
    def void(self, reservation: ReservationId) -> None:
        self.attempt(reservation in self.held, self.book.void(reservation))
        self.held.pop(reservation, None)

    @rule()
    def expire(self) -> None:
        late = {made for made, (_, _, is_late) in self.held.items() if is_late}
        assert self.elsewhere.run(self.book.expire()) == len(late)
        self.held = {made: on for made, on in self.held.items() if made not in late}

    @invariant()
    def the_ledger_says_what_the_model_says(self) -> None:
        if not hasattr(self, "book"):
            return
        assert self.elsewhere.run(self.book.balances()) == self.posted
        assert self.elsewhere.run(self.book.verify()).is_whole


@pytest.fixture
def elsewhere(budgets_url: str) -> Generator[Elsewhere]:
    there = Elsewhere(budgets_url)
    yield there
    there.close()


def run_machine(elsewhere: Elsewhere, machine: Callable[[], Ledger]) -> None:
    Ledger.elsewhere = elsewhere
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


async def test_the_ledger_does_what_its_model_does(elsewhere: Elsewhere) -> None:
    await asyncio.to_thread(run_machine, elsewhere, Ledger)
