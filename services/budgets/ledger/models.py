"""Accounts and what happened to them, as the database keeps them.

These are read. Nothing here is changed through a session: the database's posting
functions do that, and would refuse anything else.
"""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CHAR, BigInteger, LargeBinary
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.budgets.tables import BudgetsTable, one_of

CURRENCY = "ZAR"


class AccountKind(StrEnum):
    """What an account stands for.

    `source` is where money enters the space: it has no floor and goes below zero.
    """

    SOURCE = "source"
    FUND = "fund"
    LINE = "line"
    PAYEE = "payee"


class AccountStatus(StrEnum):
    OPEN = "open"
    FROZEN = "frozen"


class ReservationStatus(StrEnum):
    OPEN = "open"
    SETTLED = "settled"
    VOIDED = "voided"
    EXPIRED = "expired"


class TransactionKind(StrEnum):
    """Why money moved."""

    ALLOCATION = "allocation"
    BUDGET = "budget"
    PAYMENT = "payment"
    ADJUSTMENT = "adjustment"
    REVERSAL = "reversal"


class Account(BudgetsTable):
    """Where money is. Amounts in `currency`; `seq` is the number of its entries."""

    __tablename__ = "account"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    space_code: Mapped[str]
    code: Mapped[str]
    kind: Mapped[AccountKind] = mapped_column(one_of(AccountKind))
    currency: Mapped[str] = mapped_column(CHAR(3))
    floor: Mapped[Decimal | None]
    posted: Mapped[Decimal]
    pending: Mapped[Decimal]
    seq: Mapped[int] = mapped_column(BigInteger)
    head: Mapped[bytes | None] = mapped_column(LargeBinary)
    status: Mapped[AccountStatus] = mapped_column(one_of(AccountStatus))

    @property
    def available(self) -> Decimal | None:
        """What it may still give; None when that is not limited."""
        if self.floor is None:
            return None
        return self.posted - self.pending - self.floor


class LedgerTransaction(BudgetsTable):
    """Money moved between accounts of one space, all at once."""

    __tablename__ = "ledger_transaction"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    space_code: Mapped[str]
    kind: Mapped[TransactionKind] = mapped_column(one_of(TransactionKind))
    reference: Mapped[str]
    description: Mapped[str]
    reverses: Mapped[UUID | None]
    settles: Mapped[UUID | None]
    posted_by: Mapped[str]
    posted_at: Mapped[datetime]
    entries: Mapped[list["Entry"]] = relationship(
        lambda: Entry,
        primaryjoin=lambda: LedgerTransaction.id == foreign(Entry.transaction_id),
        order_by=lambda: Entry.account_id,
        viewonly=True,
        lazy="selectin",
    )


class Entry(BudgetsTable):
    """One movement of one account; `hash` covers it, its transaction and `prev`."""

    __tablename__ = "entry"

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    space_code: Mapped[str]
    transaction_id: Mapped[UUID]
    amount: Mapped[Decimal]
    kind: Mapped[TransactionKind] = mapped_column(one_of(TransactionKind))
    at: Mapped[datetime]
    prev: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class Reservation(BudgetsTable):
    """Money held back in an account until it is paid, given back, or too late."""

    __tablename__ = "reservation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    space_code: Mapped[str]
    account_id: Mapped[UUID]
    amount: Mapped[Decimal]
    settled: Mapped[Decimal]
    status: Mapped[ReservationStatus] = mapped_column(one_of(ReservationStatus))
    reference: Mapped[str]
    reserved_by: Mapped[str]
    reserved_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
