"""The three files of a budget: how each is read, compared and written."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.tabular.faults import RowErrors
from chassis.tabular.layout import Layout
from services.budgets.imports import rules
from services.budgets.imports.layouts import ALLOCATIONS, FUNDS, LINES
from services.budgets.imports.models import ImportFormat
from services.budgets.imports.rows import AllocationRow, BudgetFile, FundRow, LineRow
from services.budgets.lines import service as lines
from services.budgets.lines.values import (
    Allocation,
    Changes,
    FundTerms,
    Keyed,
    Line,
    changes,
)
from services.budgets.reference.service import Codes, Named

Row = TypeVar("Row")
Stated = TypeVar("Stated", bound=Keyed)


class Put(Protocol[Stated]):
    def __call__(
        self, session: AsyncSession, changes: Changes[Stated], *, by: str
    ) -> Awaitable[None]: ...


@dataclass(frozen=True)
class Importer(Generic[Row, Stated]):
    """One format.

    `codes` are what its rows name and other services keep; `check_names` asks about
    them before the budget is locked, `compare` about the budget after.
    """

    layout: Layout[Row]
    codes: Callable[[Sequence[Row]], Codes]
    check_names: Callable[[Sequence[Row], Named, RowErrors], None]
    compare: Callable[
        [AsyncSession, BudgetFile, Sequence[Row], RowErrors], Awaitable[Changes[Stated]]
    ]
    put: Put[Stated]


async def compare_funds(
    session: AsyncSession, file: BudgetFile, rows: Sequence[FundRow], _: RowErrors
) -> Changes[FundTerms]:
    standing = await lines.funds_of(session, file.space_code)
    return changes(standing, [row.terms(file, standing.get(row.fund)) for row in rows])


async def compare_allocations(
    session: AsyncSession,
    file: BudgetFile,
    rows: Sequence[AllocationRow],
    errors: RowErrors,
) -> Changes[Allocation]:
    funds = await lines.funds_of(session, file.space_code)
    rules.check_funds(rows, funds, errors)
    standing = await lines.allocations_of(session, file.space_code)
    return changes(
        standing, [row.allocated(file, standing.get(row.fund)) for row in rows]
    )


async def compare_lines(
    session: AsyncSession, file: BudgetFile, rows: Sequence[LineRow], errors: RowErrors
) -> Changes[Line]:
    funds = await lines.funds_of(session, file.space_code)
    rules.check_funds(rows, funds, errors)
    ids = [row.line_id for row in rows]
    standing = await lines.lines_named(session, ids, space_code=file.space_code)
    return changes(
        standing, [row.line(file, standing.get(row.line_id)) for row in rows]
    )


def names_nothing(_: Sequence[FundRow | AllocationRow]) -> Codes:
    return Codes()


def named_by_lines(rows: Sequence[LineRow]) -> Codes:
    return Codes(
        places={row.location_code for row in rows},
        organs={row.organ for row in rows},
        interventions={row.intervention_id for row in rows if row.intervention_id},
    )


IMPORTERS: Mapping[ImportFormat, Importer[Any, Any]] = MappingProxyType(
    {
        ImportFormat.FUNDS: Importer(
            FUNDS,
            names_nothing,
            rules.check_fund_names,
            compare_funds,
            lines.put_funds,
        ),
        ImportFormat.FUND_ALLOCATIONS: Importer(
            ALLOCATIONS,
            names_nothing,
            rules.check_allocation_names,
            compare_allocations,
            lines.put_allocations,
        ),
        ImportFormat.BUDGET_LINES: Importer(
            LINES,
            named_by_lines,
            rules.check_line_names,
            compare_lines,
            lines.put_lines,
        ),
    }
)
