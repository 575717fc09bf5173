"""Transactions: posted by the database's own function, all entries or none."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Uuid, any_, literal, select, text
from sqlalchemy.dialects.postgresql import ARRAY

from chassis.repository import Repository
from contracts.ids import AccountId, LedgerTransactionId
from services.budgets.ledger import refusals
from services.budgets.ledger.models import LedgerTransaction
from services.budgets.ledger.values import Posting


class Transactions(Repository[LedgerTransaction]):
    entity = LedgerTransaction
    not_found = refusals.TransactionNotFound

    async def post(self, postings: Sequence[Posting], *, by: str, at: datetime) -> None:
        """Post all of them, or raise the refusal of the first that cannot be."""
        movements = _in_order_of_locks(postings)
        with refusals.named():
            await self.session.execute(
                POST,
                {
                    "postings": [_row(posting, by=by, at=at) for posting in postings],
                    "places": [place for _, place, _ in movements],
                    "accounts": [account_id for account_id, _, _ in movements],
                    "amounts": [amount for _, _, amount in movements],
                },
            )

    async def all(
        self, transaction_ids: Collection[LedgerTransactionId]
    ) -> list[LedgerTransaction]:
        """Exactly these, in the order asked; else `TransactionNotFound`."""
        wanted = any_(literal(list(transaction_ids), ARRAY(Uuid)))
        rows = await self.session.scalars(
            select(LedgerTransaction).where(LedgerTransaction.id == wanted)
        )
        found = {row.id: row for row in rows}
        for transaction_id in transaction_ids:
            if transaction_id not in found:
                raise self.not_found(f"no ledger transaction {transaction_id}")
        return [found[transaction_id] for transaction_id in transaction_ids]


def _in_order_of_locks(
    postings: Sequence[Posting],
) -> list[tuple[AccountId, int, Decimal]]:
    """Account, place of its posting from 1, amount; one for each account and place."""
    sums: defaultdict[tuple[AccountId, int], Decimal] = defaultdict(Decimal)
    for place, posting in enumerate(postings, start=1):
        for movement in posting.movements:
            sums[movement.account_id, place] += movement.amount
    return [(*key, amount) for key, amount in sorted(sums.items())]


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


POST = text("select ledger_post(:postings, :places, :accounts, :amounts)")
