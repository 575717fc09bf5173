"""What is asked of the ledger, and what looking through it found."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NewType
from uuid import UUID

from chassis.identifiers import new_id
from contracts.ids import AccountId, LedgerTransactionId
from services.budgets.ledger.models import CURRENCY, AccountKind, TransactionKind

ReservationId = NewType("ReservationId", UUID)

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """An account to be opened. `floor` None: it may go below zero without limit."""

    code: str
    kind: AccountKind
    floor: Decimal | None = ZERO
    currency: str = CURRENCY


@dataclass(frozen=True, slots=True)
class Movement:
    """What one account gets (positive) or gives (negative)."""

    account_id: AccountId
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A transaction to be posted: movements that sum to zero.

    `id` may be chosen by whoever asks; it is posted once.
    """

    space_code: str
    kind: TransactionKind
    reference: str
    movements: Sequence[Movement]
    description: str = ""
    reverses: LedgerTransactionId | None = None
    id: LedgerTransactionId = field(
        default_factory=lambda: LedgerTransactionId(new_id())
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Money to be held back in an account."""

    space_code: str
    account_id: AccountId
    amount: Decimal
    reference: str
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """Money held back is paid to an account; `amount` None: all that is left."""

    reservation_id: ReservationId
    payee: AccountId
    reference: str
    amount: Decimal | None = None
    description: str = ""
    kind: TransactionKind = TransactionKind.PAYMENT


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where the ledger does not agree with itself.

    `rule` is one of `account-present`, `transaction-present`, `sequence-gapless`,
    `chain-unbroken`, `hash-true`, `head-is-last`, `posted-is-sum`, `pending-is-sum`,
    `floor-held`, `transaction-balanced`, `settled-is-sum`, `reversal-is-opposite`.
    """

    rule: str
    account_id: UUID | None
    account_code: str | None
    seq: int | None
    transaction_id: UUID | None


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at, how many faults there are, and the first of them."""

    accounts: int
    transactions: int
    entries: int
    faults: int
    first_fault: Fault | None

    @property
    def is_whole(self) -> bool:
        return self.faults == 0
