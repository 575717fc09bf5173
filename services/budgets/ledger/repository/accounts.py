"""Accounts and their entries."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select, text

from chassis.identifiers import new_id
from chassis.repository import Repository
from contracts.ids import AccountId
from services.budgets.ledger import refusals
from services.budgets.ledger.models import Account, AccountStatus, Entry
from services.budgets.ledger.values import Opening
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
