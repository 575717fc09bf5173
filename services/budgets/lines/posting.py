"""What the One Budget is in the ledger.

source:<year>          where money enters the space; goes below zero
fund:<fund>:<year>     what a fund has to give and has not given to a line
line:<line>:<year>     what a line has

An allocation moves money from the source to its fund, a line from its fund to itself.
None of these accounts has a floor: a plan that promises more than there is, is found by
the alignment check, not refused. Money that changes is reversed and posted again; what
stays as it is posts nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.ids import AccountId, LedgerTransactionId
from services.budgets.ledger import service as ledger
from services.budgets.ledger.models import AccountKind, TransactionKind
from services.budgets.ledger.values import Movement, Opening, Posting
from services.budgets.lines.values import Allocation, Changes, Line

POSTINGS_AT_ONCE = 2000

Row = TypeVar("Row", bound=Allocation | Line)


@dataclass(frozen=True)
class Transfer:
    """The money of a row: from one account to another in each year that has some.

    Accounts by their codes, of which the part before the first `:` is the kind.
    """

    space_code: str
    kind: TransactionKind
    reference: str
    legs: tuple[tuple[str, str, Decimal], ...]


def transfer_of_allocation(row: Allocation) -> Transfer:
    return Transfer(
        row.space_code,
        TransactionKind.ALLOCATION,
        f"fund:{row.fund}",
        tuple(
            (f"source:{year}", f"fund:{row.fund}:{year}", rand)
            for year, rand in sorted(row.amounts.items())
            if rand
        ),
    )


def transfer_of_line(row: Line) -> Transfer:
    return Transfer(
        row.space_code,
        TransactionKind.BUDGET,
        f"line:{row.line_id}",
        tuple(
            (f"fund:{row.fund}:{year}", f"line:{row.line_id}:{year}", rand)
            for year, rand in sorted(row.amounts.items())
            if rand
        ),
    )


async def post_changes(
    session: AsyncSession,
    changes: Changes[Row],
    transfer_of: Callable[[Row], Transfer],
    *,
    by: str,
) -> list[Row]:
    """Bring the ledger to the changed rows; the rows with their new postings."""
    moved: list[tuple[Row, Row]] = [
        (before, after)
        for before, after in changes.updated
        if transfer_of(before) != transfer_of(after)
    ]
    undone = [
        LedgerTransactionId(before.transaction_id)
        for before, _ in moved
        if before.transaction_id is not None
    ]
    transfers = {
        row.key: transfer
        for row in (*changes.created, *(after for _, after in moved))
        if (transfer := transfer_of(row)).legs
    }
    await _reverse(session, undone, by=by)
    posted = await _post(session, transfers, by=by)
    renewed = {row.key for row in changes.created} | {row.key for row, _ in moved}
    return [
        replace(row, transaction_id=posted.get(row.key)) if row.key in renewed else row
        for row in changes.after
    ]


async def _reverse(
    session: AsyncSession, undone: Sequence[LedgerTransactionId], *, by: str
) -> None:
    for start in range(0, len(undone), POSTINGS_AT_ONCE):
        reversals = await ledger.reversals(
            session,
            undone[start : start + POSTINGS_AT_ONCE],
            description="the budget changed",
        )
        await ledger.post_many(session, reversals, by=by)


async def _post(
    session: AsyncSession, transfers: dict[str, Transfer], *, by: str
) -> dict[str, LedgerTransactionId]:
    if not transfers:
        return {}
    space_code = next(iter(transfers.values())).space_code
    codes = {
        code
        for transfer in transfers.values()
        for source, target, _ in transfer.legs
        for code in (source, target)
    }
    accounts = await ledger.open_accounts(
        session, space_code, [_opening(code) for code in sorted(codes)]
    )
    postings = {
        key: _posting(transfer, accounts) for key, transfer in transfers.items()
    }
    waiting = [*postings.values()]
    for start in range(0, len(waiting), POSTINGS_AT_ONCE):
        part = waiting[start : start + POSTINGS_AT_ONCE]
        await ledger.post_many(session, part, by=by)
    return {key: posting.id for key, posting in postings.items()}


def _posting(transfer: Transfer, accounts: dict[str, AccountId]) -> Posting:
    return Posting(
        space_code=transfer.space_code,
        kind=transfer.kind,
        reference=transfer.reference,
        movements=[
            movement
            for source, target, rand in transfer.legs
            for movement in (
                Movement(accounts[source], -rand),
                Movement(accounts[target], rand),
            )
        ],
    )


def _opening(code: str) -> Opening:
    return Opening(code=code, kind=AccountKind(code.partition(":")[0]), floor=None)
