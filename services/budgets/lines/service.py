"""What may be done with the One Budget: change it as a whole, and read it."""

from collections.abc import Collection, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.budgets.lines.models import OneBudget
from services.budgets.lines.posting import (
    post_changes,
    transfer_of_allocation,
    transfer_of_line,
)
from services.budgets.lines.repository import Allocations, Funds, Lines, OneBudgets
from services.budgets.lines.values import (
    Allocation,
    Changes,
    FundTerms,
    Key,
    Line,
    Wanted,
)

FundWithAllocation = tuple[FundTerms, Allocation | None]


async def lock_budget(session: AsyncSession, space_code: str) -> OneBudget:
    """Hold the space's budget: whoever changes it, or compares it, goes in turn."""
    return await OneBudgets(session).lock(space_code)


async def funds_of(session: AsyncSession, space_code: str) -> dict[str, FundTerms]:
    return {fund.code: fund for fund in await Funds(session).of_space(space_code)}


async def allocations_of(
    session: AsyncSession, space_code: str
) -> dict[str, Allocation]:
    """By fund."""
    return {row.fund: row for row in await Allocations(session).of_space(space_code)}


async def lines_named(
    session: AsyncSession, line_ids: Collection[str], *, space_code: str
) -> dict[str, Line]:
    found = await Lines(session).named(line_ids, space_code=space_code)
    return {line.line_id: line for line in found}


async def put_funds(
    session: AsyncSession, changes: Changes[FundTerms], *, by: str
) -> None:
    """Write the funds; a fund is terms, not money, so that nothing is posted."""
    del by
    await Funds(session).put(changes.after)


async def put_allocations(
    session: AsyncSession, changes: Changes[Allocation], *, by: str
) -> None:
    """Post what changed, then write the allocations."""
    posted = await post_changes(session, changes, transfer_of_allocation, by=by)
    await Allocations(session).put(posted)


async def put_lines(session: AsyncSession, changes: Changes[Line], *, by: str) -> None:
    """Post what changed, then write the lines."""
    posted = await post_changes(session, changes, transfer_of_line, by=by)
    await Lines(session).put(posted)


async def list_lines(
    session: AsyncSession, wanted: Wanted, *, after: Key | None, limit: int
) -> Sequence[Line]:
    return await Lines(session).page(wanted, after=after, limit=limit)


async def list_funds(
    session: AsyncSession, space_code: str | None, *, after: Key | None, limit: int
) -> list[FundWithAllocation]:
    """Funds with what they have to give."""
    funds = await Funds(session).page(space_code, after=after, limit=limit)
    keys = [(fund.space_code, fund.code) for fund in funds]
    found = await Allocations(session).of_funds(keys) if keys else []
    by_fund = {(row.space_code, row.fund): row for row in found}
    return [(fund, by_fund.get((fund.space_code, fund.code))) for fund in funds]
