"""Where the files loaded into sittings are remembered."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.sitting_files.models import MatterImport
from services.plans.sittings.models import Sitting


class MatterImports:
    """The files loaded into one sitting, oldest first."""

    def __init__(self, session: AsyncSession, sitting: Sitting) -> None:
        self.session = session
        self.sitting = sitting

    def add(self, record: MatterImport) -> None:
        self.session.add(record)

    async def page(self, *, after: UUID | None, limit: int) -> Sequence[MatterImport]:
        wanted = select(MatterImport).where(MatterImport.sitting_id == self.sitting.id)
        if after is not None:
            wanted = wanted.where(MatterImport.id > after)
        found = await self.session.scalars(
            wanted.order_by(MatterImport.id).limit(limit)
        )
        return found.all()
