"""Sections of a plan, and what the database noted of changes."""

from collections.abc import Sequence

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.ids import PlanId
from services.plans.sections.models import Provenance, Section, SectionNotFound

TOUCHED_NOW = """
select s.code from plan_section s
where s.plan_id = :plan and exists (
  select from field_provenance p
  where p.plan_id = :plan and p.xact = pg_current_xact_id()
    and s.focus_area = any (p.focus_areas))
"""


class Sections:
    """The sections of one plan, by code."""

    def __init__(self, session: AsyncSession, plan_id: PlanId) -> None:
        self.session = session
        self.plan_id = plan_id
        self._all = (
            select(Section).where(Section.plan_id == plan_id).order_by(Section.code)
        )

    def add(self, section: Section) -> None:
        self.session.add(section)

    async def get(self, code: str) -> Section:
        found = await self.session.get(Section, (self.plan_id, code))
        if found is None:
            raise SectionNotFound(f"the plan has no section {code}")
        return found

    async def all(self) -> Sequence[Section]:
        return (await self.session.scalars(self._all)).all()

    async def touched_now(self) -> Sequence[Section]:
        """Those whose records this transaction has changed."""
        codes = await self.session.scalars(text(TOUCHED_NOW), {"plan": self.plan_id})
        touched = self._all.where(Section.code.in_(codes.all()))
        return (await self.session.scalars(touched)).all()

    async def provenance(
        self, *, kind: str | None, code: str | None, after: int, limit: int
    ) -> Sequence[Provenance]:
        """What was changed, oldest first."""
        wanted = (
            select(Provenance)
            .where(Provenance.plan_id == self.plan_id, Provenance.id > after)
            .order_by(Provenance.id)
            .limit(limit)
        )
        if kind is not None:
            wanted = wanted.where(Provenance.kind == kind)
        if code is not None:
            wanted = wanted.where(Provenance.code == code)
        return (await self.session.scalars(wanted)).all()
