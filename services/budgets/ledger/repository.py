"""Accounts and transactions; the only place that calls the posting functions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, bindparam, select, text

from chassis.identifiers import new_id
from chassis.repository import Repository
from contracts.ids import AccountId, LedgerTransactionId
from services.budgets.ledger import refusals
from services.budgets.ledger.models import (
    Account,
    AccountStatus,
    Entry,
    LedgerTransaction,
    Reservation,
)
from services.budgets.ledger.values import (
    Hold,
    Opening,
    Posting,
    ReservationId,
    Settlement,
)
from services.budgets.tables import among


class Accounts(Repository[Account]):
    entity = Account
    not_found = refusals.AccountNotFound

    async def open(self, space_code: str, openings: Sequence[Opening]) -> None:
        """Open those that are not open yet."""
        await self.session.execute(
            OPEN,
            {
                "ids": [new_id() for _ in openings],
                "space_code": space_code,
                "codes": [opening.code for opening in openings],
                "kinds": [str(opening.kind) for opening in openings],
                "currencies": [opening.currency for opening in openings],
                "floors": [opening.floor for opening in openings],
            },
        )

    async def named(
        self, space_code: str, codes: Collection[str]
    ) -> Mapping[str, Account]:
        """Those of the space that have one of these codes, by code."""
        found = await self.session.scalars(
            select(Account)
            .where(Account.space_code == space_code, among(Account.code, codes))
            .execution_options(populate_existing=True)
        )
        return {account.code: account for account in found}

    async def page(
        self, *, space_code: str | None, prefix: str, after: UUID | None, limit: int
    ) -> list[Account]:
        wanted = select(Account).order_by(Account.id).limit(limit)
        if space_code is not None:
            wanted = wanted.where(Account.space_code == space_code)
        if prefix:
            wanted = wanted.where(Account.code.startswith(prefix, autoescape=True))
        if after is not None:
            wanted = wanted.where(Account.id > after)
        return list(await self.session.scalars(wanted))

    async def entries(
        self, account_id: AccountId, *, after: int, limit: int
    ) -> list[Entry]:
        found = await self.session.scalars(
            select(Entry)
            .where(Entry.account_id == account_id, Entry.seq > after)
            .order_by(Entry.seq)
            .limit(limit)
        )
        return list(found)

    async def set_status(self, account_id: AccountId, status: AccountStatus) -> None:
        with refusals.named():
            await self.session.execute(
                SET_STATUS, {"id": account_id, "status": str(status)}
            )


class Transactions(Repository[LedgerTransaction]):
    entity = LedgerTransaction
    not_found = refusals.TransactionNotFound

    async def post(self, postings: Sequence[Posting], *, by: str, at: datetime) -> None:
        """Post all of them, or raise the refusal of the first that cannot be."""
        movements = [
            (place, movement)
            for place, posting in enumerate(postings, start=1)
            for movement in posting.movements
        ]
        with refusals.named():
            await self.session.execute(
                POST,
                {
                    "postings": [_row(posting, by=by, at=at) for posting in postings],
                    "places": [place for place, _ in movements],
                    "accounts": [movement.account_id for _, movement in movements],
                    "amounts": [movement.amount for _, movement in movements],
                },
            )

    async def all(
        self, transaction_ids: Collection[LedgerTransactionId]
    ) -> list[LedgerTransaction]:
        """Exactly these, in the order asked; else `TransactionNotFound`."""
        rows = await self.session.scalars(
            select(LedgerTransaction).where(LedgerTransaction.id.in_(transaction_ids))
        )
        found = {row.id: row for row in rows}
        for transaction_id in transaction_ids:
            if transaction_id not in found:
                raise self.not_found(f"no ledger transaction {transaction_id}")
        return [found[transaction_id] for transaction_id in transaction_ids]


class Reservations(Repository[Reservation]):
    entity = Reservation
    not_found = refusals.ReservationNotFound

    async def reserve(self, hold: Hold, *, by: str, at: datetime) -> ReservationId:
        reservation_id = ReservationId(new_id())
        with refusals.named():
            await self.session.execute(
                RESERVE, asdict(hold) | {"id": reservation_id, "by": by, "at": at}
            )
        return reservation_id

    async def settle(
        self, settlement: Settlement, *, by: str, at: datetime
    ) -> LedgerTransactionId:
        transaction_id = LedgerTransactionId(new_id())
        with refusals.named():
            await self.session.execute(
                SETTLE, asdict(settlement) | {"id": transaction_id, "by": by, "at": at}
            )
        return transaction_id

    async def void(self, reservation_id: ReservationId, *, at: datetime) -> None:
        with refusals.named():
            await self.session.execute(VOID, {"id": reservation_id, "at": at})

    async def expire(self, *, at: datetime) -> int:
        return await self.session.scalar(EXPIRE, {"at": at}) or 0


def _row(posting: Posting, *, by: str, at: datetime) -> tuple[object, ...]:
    """The posting as the database's row type `ledger_transaction` has it."""
    return (
        posting.id,
        posting.space_code,
        str(posting.kind),
        posting.reference,
        posting.description,
        posting.reverses,
        None,
        by,
        at,
    )


MOMENT = bindparam("at", type_=DateTime(timezone=True))
EXPIRY = bindparam("expires_at", type_=DateTime(timezone=True))

OPEN = text("""
insert into account (id, space_code, code, kind, currency, floor)
select opening.id, :space_code, opening.code, opening.kind, opening.currency,
  opening.floor
from unnest(cast(:ids as uuid[]), cast(:codes as text[]), cast(:kinds as text[]),
  cast(:currencies as text[]), cast(:floors as numeric[]))
  as opening(id, code, kind, currency, floor)
on conflict (space_code, code) do nothing
""")

SET_STATUS = text("select ledger_set_status(:id, :status)")

POST = text("select ledger_post(:postings, :places, :accounts, :amounts)")

RESERVE = text("""
select ledger_reserve(cast(row(:id, :space_code, :account_id, null, 0, 'open',
  :reference, :by, :at, :expires_at, null) as reservation), :amount)
""").bindparams(MOMENT, EXPIRY)

SETTLE = text("""
select ledger_settle(cast(row(:id, null, :kind, :reference, :description, null,
  :reservation_id, :by, :at) as ledger_transaction), :amount, :payee)
""").bindparams(MOMENT)

VOID = text("select ledger_void(:id, :at)").bindparams(MOMENT)

EXPIRE = text("select ledger_expire(:at)").bindparams(MOMENT)
