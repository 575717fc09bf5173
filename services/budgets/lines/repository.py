"""Funds, allocations and lines of a space, read and written many at a time."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, inspect, select, text, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.budgets.lines.models import (
    BudgetLine,
    BudgetLineAmount,
    Fund,
    FundAllocation,
    OneBudget,
)
from services.budgets.lines.values import Allocation, FundTerms, Key, Line, Wanted
from services.budgets.tables import BudgetsTable, among


class OneBudgets:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def lock(self, space_code: str) -> OneBudget:
        """The space's budget, held until the transaction ends; begun if need be."""
        await self.session.execute(
            insert(OneBudget)
            .values(space_code=space_code, revision=0)
            .on_conflict_do_nothing()
        )
        return await self.session.get_one(
            OneBudget, space_code, with_for_update=True, populate_existing=True
        )


class Funds:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def of_space(self, space_code: str) -> list[FundTerms]:
        return await self._read(_funds.where(Fund.space_code == space_code))

    async def page(
        self, space_code: str | None, *, after: Key | None, limit: int
    ) -> list[FundTerms]:
        """Funds by space and code."""
        wanted = _funds.order_by(Fund.space_code, Fund.code).limit(limit)
        if space_code is not None:
            wanted = wanted.where(Fund.space_code == space_code)
        if after is not None:
            wanted = wanted.where(tuple_(Fund.space_code, Fund.code) > after)
        return await self._read(wanted)

    async def put(self, funds: Sequence[FundTerms]) -> None:
        await _put(self.session, Fund, [_columns(fund) for fund in funds])

    async def _read(self, wanted: Select[Any]) -> list[FundTerms]:
        rows = (await self.session.execute(wanted)).mappings()
        return [
            FundTerms(
                **{
                    **row,
                    "allowed_function_codes": tuple(row["allowed_function_codes"]),
                }
            )
            for row in rows
        ]


class Allocations:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def of_space(self, space_code: str) -> list[Allocation]:
        return await self._read(FundAllocation.space_code == space_code)

    async def of_funds(self, funds: Collection[Key]) -> list[Allocation]:
        key = tuple_(FundAllocation.space_code, FundAllocation.fund)
        return await self._read(key.in_(funds))

    async def put(self, allocations: Sequence[Allocation]) -> None:
        """Write the allocations in place of what these funds had to give before."""
        funds = [(row.space_code, row.fund) for row in allocations]
        key = tuple_(FundAllocation.space_code, FundAllocation.fund)
        await self.session.execute(delete(FundAllocation).where(key.in_(funds)))
        rows = [
            _columns(allocation) | {"financial_year": year, "amount": amount}
            for allocation in allocations
            for year, amount in allocation.amounts.items()
        ]
        await _put(self.session, FundAllocation, rows)

    async def _read(self, which: ColumnElement[bool]) -> list[Allocation]:
        wanted = (
            select(FundAllocation.__table__)
            .where(which)
            .order_by(FundAllocation.financial_year)
        )
        found: dict[Key, dict[str, Any]] = {}
        for row in (await self.session.execute(wanted)).mappings():
            terms = dict(row)
            year, amount = terms.pop("financial_year"), terms.pop("amount")
            known = found.setdefault(
                (row["space_code"], row["fund"]), terms | {"amounts": {}}
            )
            known["amounts"][year] = amount
        return [Allocation(**terms) for terms in found.values()]


class Lines:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def of_space(self, space_code: str) -> list[Line]:
        return await self._read(
            _lines.where(BudgetLine.space_code == space_code),
            BudgetLineAmount.space_code == space_code,
        )

    async def named(self, line_ids: Collection[str], *, space_code: str) -> list[Line]:
        return await self._read(
            _lines.where(
                BudgetLine.space_code == space_code, among(BudgetLine.line_id, line_ids)
            ),
            (BudgetLineAmount.space_code == space_code)
            & among(BudgetLineAmount.line_id, line_ids),
        )

    async def page(
        self, wanted: Wanted, *, after: Key | None, limit: int
    ) -> Sequence[Line]:
        """Lines by space and identifier."""
        filters = (
            (BudgetLine.space_code, wanted.space_code),
            (BudgetLine.fund, wanted.fund),
            (BudgetLine.organ, wanted.organ),
            (BudgetLine.intervention_code, wanted.intervention_code),
        )
        key = tuple_(BudgetLine.space_code, BudgetLine.line_id)
        found = (
            _lines.where(*(c == value for c, value in filters if value is not None))
            .where(*([] if after is None else [key > after]))
            .order_by(BudgetLine.space_code, BudgetLine.line_id)
            .limit(limit)
        )
        on_page = found.with_only_columns(BudgetLine.space_code, BudgetLine.line_id)
        of_amount = tuple_(BudgetLineAmount.space_code, BudgetLineAmount.line_id)
        return await self._read(found, of_amount.in_(on_page))

    async def put(self, lines: Sequence[Line]) -> None:
        """Write the lines and, in place of what stood before, their amounts."""
        if not lines:
            return
        await _put(self.session, BudgetLine, [_columns(line) for line in lines])
        given = [(line, *amount) for line in lines for amount in line.amounts.items()]
        space_code = lines[0].space_code
        await self.session.execute(
            DROP_AMOUNTS,
            {"space_code": space_code, "line_ids": [line.line_id for line in lines]},
        )
        await self.session.execute(
            ADD_AMOUNTS,
            {
                "space_code": space_code,
                "line_ids": [line.line_id for line, _, _ in given],
                "years": [year for _, year, _ in given],
                "amounts": [amount for _, _, amount in given],
            },
        )

    async def _read(
        self, wanted: Select[Any], amounts: ColumnElement[bool]
    ) -> list[Line]:
        given: defaultdict[Key, dict[str, Decimal]] = defaultdict(dict)
        rows = await self.session.execute(
            select(BudgetLineAmount.__table__)
            .where(amounts)
            .order_by(BudgetLineAmount.financial_year)
        )
        for space_code, line_id, year, amount in rows:
            given[space_code, line_id][year] = amount
        found = (await self.session.execute(wanted)).mappings()
        return [
            Line(**row, amounts=given[row["space_code"], row["line_id"]])
            for row in found
        ]


async def _put(
    session: AsyncSession, table: type[BudgetsTable], rows: Sequence[dict[str, Any]]
) -> None:
    if not rows:
        return
    statement = insert(table)
    key = [column.name for column in inspect(table).primary_key]
    changed = {
        column.key: statement.excluded[column.key]
        for column in table.__table__.columns
        if not column.primary_key
    }
    await session.execute(
        statement.on_conflict_do_update(index_elements=key, set_=changed), rows
    )


def _columns(row: FundTerms | Allocation | Line) -> dict[str, Any]:
    return {
        each.name: getattr(row, each.name)
        for each in fields(row)
        if each.name != "amounts"
    }


_funds = select(Fund.__table__)
_lines = select(BudgetLine.__table__)

DROP_AMOUNTS = text("""
delete from budget_line_amount
where space_code = :space_code and line_id = any(cast(:line_ids as text[]))
""")

ADD_AMOUNTS = text("""
insert into budget_line_amount (space_code, line_id, financial_year, amount)
select :space_code, given.* from unnest(
  cast(:line_ids as text[]), cast(:years as text[]), cast(:amounts as numeric[])) given
""")
