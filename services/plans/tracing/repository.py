"""Where links are kept, found from the resolution and from what it changed."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Row, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.database import Spaces
from contracts.ids import MatterId
from services.plans.resolutions.models import Matter
from services.plans.resolutions.repository import readable
from services.plans.tracing.models import ChangedKind, ResolutionLink


class Links:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    def add(self, link: ResolutionLink) -> None:
        self.session.add(link)

    async def exists(self, key: tuple[MatterId, str, str]) -> bool:
        return await self.session.get(ResolutionLink, key) is not None

    async def of_resolution(
        self, resolution: Matter, *, after: tuple[str, str], limit: int
    ) -> Sequence[ResolutionLink]:
        place = tuple_(ResolutionLink.kind, ResolutionLink.reference)
        found = await self.session.scalars(
            select(ResolutionLink)
            .where(ResolutionLink.resolution_id == resolution.id)
            .where(place > tuple_(*after))
            .order_by(ResolutionLink.kind, ResolutionLink.reference)
            .limit(limit)
        )
        return found.all()

    async def to(
        self,
        kind: ChangedKind,
        reference: str,
        *,
        drafts_in: Spaces,
        after: UUID | None,
        limit: int,
    ) -> Sequence[Row[ResolutionLink, Matter]]:
        """The resolutions that changed this, each with its link."""
        wanted = (
            select(ResolutionLink, Matter)
            .join(Matter, Matter.id == ResolutionLink.resolution_id)
            .where(ResolutionLink.kind == kind, ResolutionLink.reference == reference)
            .where(readable(drafts_in))
        )
        if after is not None:
            wanted = wanted.where(Matter.id > after)
        found = await self.session.execute(wanted.order_by(Matter.id).limit(limit))
        return found.all()
