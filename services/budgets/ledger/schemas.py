"""The ledger on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
)

from chassis.web.fields import Code, Moment, Name, Reason, Sent
from contracts.money import Rand
from services.budgets.ledger.models import (
    AccountKind,
    AccountStatus,
    ReservationStatus,
    TransactionKind,
)

AccountCode = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:/ -]{0,199}$"),
    Field(examples=["line:B02:2026/27"]),
]
Digest = Annotated[
    bytes,
    PlainSerializer(lambda value: value.hex(), return_type=str),
    Field(description="SHA-256, hexadecimal."),
]
PostableKind = Literal[TransactionKind.PAYMENT, TransactionKind.ADJUSTMENT]
"""The budget's own postings are made by loading it, and by nothing else."""


class SentMovement(Sent):
    """What one account gets (positive) or gives (negative)."""

    account: AccountCode
    amount: Rand


class SentTransaction(Sent):
    """Money to be moved between accounts of a space; the amounts sum to zero."""

    space_code: Code
    kind: PostableKind
    reference: Name
    description: Reason | None = None
    entries: Annotated[list[SentMovement], Field(min_length=2, max_length=1000)]


class SentReversal(Sent):
    description: Reason


class SentReservation(Sent):
    """Money to be held back in an account until it is paid."""

    space_code: Code
    account: AccountCode
    amount: Rand
    reference: Name
    expires_at: Moment | None = None


class SentSettlement(Sent):
    """To whom the money held back goes; all that is left when no amount is given."""

    payee: AccountCode
    reference: Name
    amount: Rand | None = None
    description: Reason | None = None


class Stored(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class AccountView(Stored):
    """An account. `available` is null where there is no floor."""

    id: UUID
    space_code: str
    code: str
    kind: AccountKind
    currency: str
    floor: Rand | None
    posted: Rand
    pending: Rand
    available: Rand | None
    seq: int = Field(description="How many entries it has.")
    head: Digest | None = Field(description="The hash of its last entry.")
    status: AccountStatus


class EntryView(Stored):
    """A movement of an account; its hash covers the one before it."""

    seq: int
    transaction_id: UUID
    amount: Rand
    kind: TransactionKind
    at: datetime
    prev: Digest
    hash: Digest


class MovementView(Stored):
    account_id: UUID
    amount: Rand


class TransactionView(Stored):
    """A posted transaction; it never changes."""

    id: UUID
    space_code: str
    kind: TransactionKind
    reference: str
    description: str
    reverses: UUID | None
    settles: UUID | None
    posted_by: str
    posted_at: datetime
    entries: list[MovementView]


class ReservationView(Stored):
    """Money held back. What is left of it is `amount` less `settled`."""

    id: UUID
    space_code: str
    account_id: UUID
    amount: Rand
    settled: Rand
    status: ReservationStatus
    reference: str
    reserved_by: str
    reserved_at: datetime
    expires_at: datetime | None
    closed_at: datetime | None


class FaultView(Stored):
    """Where the ledger does not agree with itself, and on which rule."""

    rule: str = Field(examples=["chain-unbroken"])
    account_id: UUID | None
    account_code: str | None
    seq: int | None
    transaction_id: UUID | None


class VerificationView(Stored):
    """Everything the ledger claims, computed again."""

    is_whole: bool
    accounts: int
    transactions: int
    entries: int
    faults: int
    first_fault: FaultView | None
