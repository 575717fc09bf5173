"""A ledger to try things on: accounts by code, money moved by code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sqlalchemy import text

from chassis.database import EVERYWHERE, Sessions, Spaces, transaction
from contracts.ids import AccountId, LedgerTransactionId
from services.budgets.ledger import service
from services.budgets.ledger.models import (
    Account,
    AccountKind,
    Entry,
    TransactionKind,
)
from services.budgets.ledger.values import (
    Hold,
    Movement,
    Opening,
    Posting,
    ReservationId,
    Settlement,
    Verification,
)

SPACE = "DC45"
SOURCE = "source"
OFFICER = "budget_officer"


@dataclass
class Book:
    """The ledger of one space. Every call is a transaction of its own."""

    sessions: Sessions
    space: str = SPACE
    spaces: Spaces = EVERYWHERE
    ids: dict[str, AccountId] = field(default_factory=dict)

    async def open(self, *codes: str, floor: str | None = "0", **terms: str) -> None:
        openings = [
            Opening(
                code=code,
                kind=AccountKind.SOURCE if code == SOURCE else AccountKind.LINE,
                floor=None if floor is None or code == SOURCE else Decimal(floor),
                **terms,
            )
            for code in codes
        ]
        async with transaction(self.sessions, self.spaces) as session:
            self.ids |= await service.open_accounts(session, self.space, openings)

    def posting(self, /, **movements: str | Decimal) -> Posting:
        """A posting that gives each account, by code, its amount."""
        return Posting(
            space_code=self.space,
            kind=TransactionKind.ADJUSTMENT,
            reference="test",
            movements=[
                Movement(self.ids[code], Decimal(amount))
                for code, amount in movements.items()
            ],
        )

    async def post(self, *postings: Posting) -> None:
        async with transaction(self.sessions, self.spaces) as session:
            await service.post_many(session, postings, by=OFFICER)

    async def move(self, amount: str, giver: str, taker: str) -> LedgerTransactionId:
        posting = self.posting(**{giver: -Decimal(amount), taker: Decimal(amount)})
        await self.post(posting)
        return posting.id

    async def fund(self, code: str, amount: str) -> None:
        """Open an account that has this much."""
        await self.open(SOURCE, code)
        await self.move(amount, SOURCE, code)

    async def reverse(self, transaction_id: LedgerTransactionId) -> Posting:
        async with transaction(self.sessions, self.spaces) as session:
            return await service.reverse(session, transaction_id, by=OFFICER)

    async def reserve(
        self, code: str, amount: str, expires_at: datetime | None = None
    ) -> ReservationId:
        hold = Hold(
            space_code=self.space,
            account_id=self.ids[code],
            amount=Decimal(amount),
            reference="order",
            expires_at=expires_at,
        )
        async with transaction(self.sessions, self.spaces) as session:
            return await service.reserve(session, hold, by=OFFICER)

    async def settle(
        self, reservation_id: ReservationId, payee: str, amount: str | None = None
    ) -> LedgerTransactionId:
        settlement = Settlement(
            reservation_id=reservation_id,
            payee=self.ids[payee],
            reference="invoice",
            amount=None if amount is None else Decimal(amount),
        )
        async with transaction(self.sessions, self.spaces) as session:
            return await service.settle(session, settlement, by=OFFICER)

    async def void(self, reservation_id: ReservationId) -> None:
        async with transaction(self.sessions, self.spaces) as session:
            await service.void(session, reservation_id)

    async def expire(self) -> int:
        async with transaction(self.sessions, self.spaces) as session:
            return await service.expire(session)

    async def freeze(self, code: str) -> None:
        async with transaction(self.sessions, self.spaces) as session:
            await service.freeze(session, self.ids[code])

    async def thaw(self, code: str) -> None:
        async with transaction(self.sessions, self.spaces) as session:
            await service.thaw(session, self.ids[code])

    async def account(self, code: str) -> Account:
        async with transaction(self.sessions, self.spaces) as session:
            return await service.get_account(session, self.ids[code])

    async def balances(self) -> Mapping[str, Decimal]:
        """What every account has, by code."""
        async with transaction(self.sessions, self.spaces) as session:
            rows = await session.execute(text("select code, posted from account"))
            return {row.code: row.posted for row in rows}

    async def entries(self, code: str) -> list[Entry]:
        async with transaction(self.sessions, self.spaces) as session:
            return await service.list_entries(
                session, self.ids[code], after=0, limit=10_000
            )

    async def verify(self) -> Verification:
        async with transaction(self.sessions, self.spaces) as session:
            return await service.verify(session)
