"""Remarks about plans, by thread and subject."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.ids import PlanId, RemarkId
from services.plans.remarks.models import Remark, RemarkNotFound, SubjectOfRemark


class Remarks:
    """Row-level security leaves them to the people of their space."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    def add(self, remark: Remark) -> Remark:
        self.session.add(remark)
        return remark

    async def lock(self, remark_id: RemarkId) -> Remark:
        found = await self.session.scalar(
            select(Remark).where(Remark.id == remark_id).with_for_update()
        )
        if found is None:
            raise RemarkNotFound(f"no remark {remark_id}")
        return found

    async def list(  # noqa: PLR0913  filters and window of one list
        self,
        plan_id: PlanId,
        *,
        subject: SubjectOfRemark | None,
        code: str | None,
        thread: UUID | None,
        after: UUID | None,
        limit: int,
    ) -> Sequence[Remark]:
        wanted = select(Remark).where(Remark.plan_id == plan_id).order_by(Remark.id)
        filters = ((Remark.subject, subject), (Remark.code, code))
        for column, value in (*filters, (Remark.thread, thread)):
            if value is not None:
                wanted = wanted.where(column == value)
        if after is not None:
            wanted = wanted.where(Remark.id > after)
        return (await self.session.scalars(wanted.limit(limit))).all()
