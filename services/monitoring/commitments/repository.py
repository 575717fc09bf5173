"""Baselines by plan version; commitments by intervention and year."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, literal_column, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.ids import PlanId
from services.monitoring.commitments.models import (
    Baseline,
    BaselineStatus,
    Commitment,
    Wanted,
)

# Written out: as a parameter, PostgreSQL no longer finds the index in it once it plans
# the prepared statement for any parameters, at its sixth execution on a connection.
NO_YEAR: ColumnElement[str] = literal_column("''")
PROMISE = (
    Commitment.plan_id,
    Commitment.plan_version,
    Commitment.intervention_code,
    func.coalesce(Commitment.financial_year, NO_YEAR),
)


class Baselines:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def ensure(
        self, plan_id: PlanId, plan_version: int, *, space_code: str
    ) -> Baseline:
        """The baseline of this plan version, locked; begun if there is none."""
        await self.session.execute(
            insert(Baseline)
            .values(
                plan_id=plan_id,
                plan_version=plan_version,
                space_code=space_code,
                status=BaselineStatus.WATCHING.value,
            )
            .on_conflict_do_nothing()
        )
        key = {"plan_id": plan_id, "plan_version": plan_version}
        return await self.session.get_one(Baseline, key, with_for_update=True)

    async def list(
        self, *, space_code: str | None, after: UUID | None, limit: int
    ) -> Sequence[Baseline]:
        found = await self.session.scalars(
            select(Baseline)
            .where(Baseline.opened_at.is_not(None))
            .where(*([] if space_code is None else [Baseline.space_code == space_code]))
            .where(*([] if after is None else [Baseline.plan_id > after]))
            .order_by(Baseline.plan_id)
            .limit(limit)
        )
        return found.all()


class Commitments:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def upsert(self, rows: Sequence[dict[str, Any]]) -> None:
        """Write these promises; one that stands already keeps its identifier."""
        statement = insert(Commitment)
        changed = {
            name: getattr(statement.excluded, name)
            for name in (
                "title",
                "lead_organ",
                "planned",
                "budgeted",
                "funding_state",
                "check_id",
            )
        }
        await self.session.execute(
            statement.values(list(rows)).on_conflict_do_update(
                index_elements=PROMISE, set_=changed
            )
        )

    async def drop_unless_checked_by(
        self, check_id: UUID, *, plan_id: PlanId, plan_version: int
    ) -> int:
        """Remove what this check no longer names; the number that stay."""
        of_version = and_(
            Commitment.plan_id == plan_id, Commitment.plan_version == plan_version
        )
        await self.session.execute(
            delete(Commitment).where(of_version, Commitment.check_id != check_id)
        )
        kept = select(func.count()).select_from(Commitment).where(of_version)
        return await self.session.scalar(kept) or 0

    async def list(
        self, wanted: Wanted, *, after: UUID | None, limit: int
    ) -> Sequence[Commitment]:
        """Commitments of plans being watched, oldest first."""
        filters = (
            (Commitment.space_code, wanted.space_code),
            (Commitment.plan_id, wanted.plan_id),
            (Commitment.financial_year, wanted.financial_year),
            (Commitment.funding_state, wanted.funding_state),
        )
        found = await self.session.scalars(
            select(Commitment)
            .join(
                Baseline,
                and_(
                    Baseline.plan_id == Commitment.plan_id,
                    Baseline.plan_version == Commitment.plan_version,
                    Baseline.status == BaselineStatus.WATCHING.value,
                    Baseline.opened_at.is_not(None),
                ),
            )
            .where(*(column == value for column, value in filters if value is not None))
            .where(*([] if after is None else [Commitment.id > after]))
            .order_by(Commitment.id)
            .limit(limit)
        )
        return found.all()
