"""Money held back, until it is paid or given back."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import DateTime, bindparam, text

from chassis.identifiers import new_id
from chassis.repository import Repository
from contracts.ids import LedgerTransactionId
from services.budgets.ledger import refusals
from services.budgets.ledger.models import Reservation
from services.budgets.ledger.values import Hold, ReservationId, Settlement


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


MOMENT = bindparam("at", type_=DateTime(timezone=True))
EXPIRY = bindparam("expires_at", type_=DateTime(timezone=True))

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
