"""What can be asked of the ledger. Each function is one use case.

They work in the caller's transaction: what they did stands when it commits. A refusal
leaves the transaction of no further use, unless it was raised inside a savepoint.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from contracts.ids import AccountId, LedgerTransactionId
from services.budgets.ledger.models import (
    Account,
    AccountStatus,
    Entry,
    LedgerTransaction,
    Reservation,
    TransactionKind,
)
from services.budgets.ledger.refusals import (
    AccountNotFound,
    AccountOpenedDifferently,
    NotReversibleByHand,
)
from services.budgets.ledger.repository import verification
from services.budgets.ledger.repository.accounts import Accounts
from services.budgets.ledger.repository.reservations import Reservations
from services.budgets.ledger.repository.transactions import Transactions
from services.budgets.ledger.values import (
    Hold,
    Movement,
    Opening,
    Posting,
    ReservationId,
    Settlement,
    Verification,
)

MADE_BY_HAND = frozenset({TransactionKind.PAYMENT, TransactionKind.ADJUSTMENT})


async def open_accounts(
    session: AsyncSession, space_code: str, openings: Sequence[Opening]
) -> dict[str, AccountId]:
    """Open these accounts unless they are open; their identifiers by code.

    Refuses with `AccountOpenedDifferently` where one is open on other terms.
    """
    await Accounts(session).open(space_code, openings)
    standing = await Accounts(session).named(space_code, [o.code for o in openings])
    for opening in openings:
        account = standing[opening.code]
        terms = (account.kind, account.currency, account.floor)
        if terms != (opening.kind, opening.currency, opening.floor):
            raise AccountOpenedDifferently(f"account {opening.code} is open as {terms}")
    return {code: AccountId(account.id) for code, account in standing.items()}


async def find_accounts(
    session: AsyncSession, space_code: str, codes: Sequence[str]
) -> list[Account]:
    """The space's accounts of these codes, in their order.

    Refuses with `AccountNotFound` if one is missing.
    """
    found = await Accounts(session).named(space_code, codes)
    for code in codes:
        if code not in found:
            raise AccountNotFound(f"space {space_code} has no account {code}")
    return [found[code] for code in codes]


async def list_accounts(
    session: AsyncSession,
    *,
    space_code: str | None,
    prefix: str,
    after: UUID | None,
    limit: int,
) -> list[Account]:
    """Accounts by identifier, of one space or of all visible ones."""
    return await Accounts(session).page(
        space_code=space_code, prefix=prefix, after=after, limit=limit
    )


async def get_account(session: AsyncSession, account_id: AccountId) -> Account:
    return await Accounts(session).get(account_id)


async def list_entries(
    session: AsyncSession, account_id: AccountId, *, after: int, limit: int
) -> list[Entry]:
    """The entries of an account that come after the one numbered `after`."""
    account = await get_account(session, account_id)
    return await Accounts(session).entries(
        AccountId(account.id), after=after, limit=limit
    )


async def get_transaction(
    session: AsyncSession, transaction_id: LedgerTransactionId
) -> LedgerTransaction:
    return await Transactions(session).get(transaction_id)


async def get_reservation(
    session: AsyncSession, reservation_id: ReservationId
) -> Reservation:
    return await Reservations(session).get(reservation_id)


async def post(session: AsyncSession, posting: Posting, *, by: str) -> None:
    """Move money between accounts, all of it or none."""
    await post_many(session, [posting], by=by)


async def post_many(
    session: AsyncSession, postings: Sequence[Posting], *, by: str
) -> None:
    """Post all of them, as if one after the other, or none.

    Refuses with any rule of `ledger.refusals` that a posting breaks.
    """
    if postings:
        await Transactions(session).post(postings, by=by, at=clock.now())


async def reversals(
    session: AsyncSession,
    transaction_ids: Sequence[LedgerTransactionId],
    *,
    description: str = "",
) -> list[Posting]:
    """The postings that undo these transactions, to be posted with others or alone."""
    return [
        Posting(
            space_code=transaction.space_code,
            kind=TransactionKind.REVERSAL,
            reference=transaction.reference,
            description=description,
            reverses=LedgerTransactionId(transaction.id),
            movements=[
                Movement(AccountId(entry.account_id), -entry.amount)
                for entry in transaction.entries
            ],
        )
        for transaction in await Transactions(session).all(transaction_ids)
    ]


async def reverse(
    session: AsyncSession,
    transaction_id: LedgerTransactionId,
    *,
    by: str,
    description: str = "",
) -> Posting:
    """Undo a payment or an adjustment by its opposite, once.

    Raises `NotReversibleByHand` for others, `AlreadyReversed` the second time.
    """
    undone = await get_transaction(session, transaction_id)
    if undone.kind not in MADE_BY_HAND:
        raise NotReversibleByHand(f"{transaction_id} is of kind {undone.kind}")
    [reversal] = await reversals(session, [transaction_id], description=description)
    await post(session, reversal, by=by)
    return reversal


async def reserve(session: AsyncSession, hold: Hold, *, by: str) -> ReservationId:
    """Hold money back in an account, so that nothing else can spend it."""
    return await Reservations(session).reserve(hold, by=by, at=clock.now())


async def settle(
    session: AsyncSession, settlement: Settlement, *, by: str
) -> LedgerTransactionId:
    """Pay from a reservation, wholly or in part; what is left stays held back."""
    return await Reservations(session).settle(settlement, by=by, at=clock.now())


async def void(session: AsyncSession, reservation_id: ReservationId) -> None:
    """Give back what is left of a reservation."""
    await Reservations(session).void(reservation_id, at=clock.now())


async def expire(session: AsyncSession) -> int:
    """Give back what reservations hold past their time; how many there were."""
    return await Reservations(session).expire(at=clock.now())


async def freeze(session: AsyncSession, account_id: AccountId) -> None:
    """Stop an account, where something about it must be looked into first."""
    await Accounts(session).set_status(account_id, AccountStatus.FROZEN)


async def thaw(session: AsyncSession, account_id: AccountId) -> None:
    """Let a frozen account give and receive again."""
    await Accounts(session).set_status(account_id, AccountStatus.OPEN)


async def verify(
    session: AsyncSession, *, space_code: str | None = None
) -> Verification:
    """Recompute everything the ledger claims, of one space or of all visible ones."""
    return await verification.verify(session, space_code=space_code)
