"""Money by municipality and year: one statement, by the index of locations."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.boundaries import middle_of
from contracts.series import Recorded
from services.budgets.lines.models import BudgetLine, BudgetLineAmount
from services.budgets.reference.models import MUNICIPALITY, Place
from services.budgets.series.models import Wanted
from services.budgets.tables import among


class Totals:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def recorded(
        self, wanted: Wanted, codes: Collection[str] | None
    ) -> list[Recorded]:
        """What lines at municipalities say; only at these codes, if any are given."""
        found = await self.session.execute(
            select(
                BudgetLine.space_code,
                BudgetLine.location_code,
                BudgetLine.sphere,
                BudgetLineAmount.financial_year,
                func.sum(BudgetLineAmount.amount),
            )
            .join(
                BudgetLineAmount,
                and_(
                    BudgetLineAmount.space_code == BudgetLine.space_code,
                    BudgetLineAmount.line_id == BudgetLine.line_id,
                ),
            )
            .where(
                BudgetLine.location_code.in_(
                    select(Place.code).where(Place.kind == MUNICIPALITY)
                )
            )
            .where(*_filters(wanted))
            .where(*([] if codes is None else [among(BudgetLine.location_code, codes)]))
            .group_by(
                BudgetLine.space_code,
                BudgetLine.location_code,
                BudgetLine.sphere,
                BudgetLineAmount.financial_year,
            )
        )
        return [
            Recorded(space, code, year, middle_of(year, sphere), (amount,))
            for space, code, sphere, year, amount in found
        ]


def _filters(wanted: Wanted) -> list[ColumnElement[bool]]:
    filters = (
        (BudgetLineAmount.financial_year, wanted.financial_year),
        (BudgetLine.sphere, wanted.sphere),
        (BudgetLine.line_class, wanted.line_class),
    )
    return [column == value for column, value in filters if value is not None]
