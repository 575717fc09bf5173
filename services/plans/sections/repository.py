"""Sections of a plan, and what the database noted of changes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.ids import PlanId
from services.plans.sections.history import Provenance, SectionRevision, Writer
from services.plans.sections.models import Section
from services.plans.sections.refusals import SectionNotFound

TOUCHED_NOW = """
select s.code from plan_section s
where s.plan_id = :plan and exists (
  select from field_provenance p
  where p.plan_id = :plan and p.xact = pg_current_xact_id()
    and s.focus_area = any (p.focus_areas))
"""
WHOLE_TOUCHED_BY_AN_OWNER = """
select exists (
  select from field_provenance p
  where p.plan_id = :plan and p.xact = pg_current_xact_id()
    and 'plan' = any (p.focus_areas))
and exists (
  select from plan_section s
  where s.plan_id = :plan and s.owner_organ = :organ and s.state <> 'closed')
"""

# A thread is of the area of its section or record; of none where that is gone.
AREAS = """
with records as (
  select 'issue' as kind, code, focus_area from issue where plan_id = :plan
  union all
  select 'outcome', code, focus_area from outcome where plan_id = :plan
  union all
  select 'strategy', code, focus_area from strategy where plan_id = :plan
  union all
  select 'intervention', code, focus_area from intervention where plan_id = :plan
), threads as (
  select coalesce(s.focus_area, c.focus_area) as focus_area
  from remark r
  left join plan_section s
    on r.subject = 'section' and s.plan_id = r.plan_id and s.code = r.code
  left join records c on c.kind = r.subject and c.code = r.code
  where r.plan_id = :plan and r.id = r.thread and r.resolved_at is null
)
select focus_area, sum(record), sum(thread) from (
  select focus_area, 1 as record, 0 as thread from records
  union all
  select focus_area, 0, 1 from threads) each
group by focus_area
"""
CONTRIBUTIONS = """
select area, organ, count(distinct id) as changes, max(at) as last_at
from field_provenance, unnest(focus_areas) as area
where plan_id = :plan
group by area, organ
order by area, last_at desc
"""
# The field without a name stands for the record: who added it, or took it away.
WRITERS = """
select distinct on (kind, code, field) kind, code, field, organ, at
from field_provenance, unnest(
  case change when 'changed' then fields else fields || array[''] end) as field
where plan_id = :plan and code = any (:codes)
order by kind, code, field, id desc
"""


@dataclass(frozen=True)
class Written:
    """How many records an area has, and how many unresolved threads of remarks."""

    records: int = 0
    open_remarks: int = 0


@dataclass(frozen=True)
class Contribution:
    """How often an organ changed records of a focus area, and when it last did."""

    focus_area: str
    organ: str | None
    changes: int
    last_at: datetime


class Sections:
    """The sections of one plan, by code."""

    def __init__(self, session: AsyncSession, plan_id: PlanId) -> None:
        self.session = session
        self.plan_id = plan_id
        self._plan = {"plan": plan_id}
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
        codes = await self.session.scalars(text(TOUCHED_NOW), self._plan)
        touched = self._all.where(Section.code.in_(codes.all()))
        return (await self.session.scalars(touched)).all()

    async def revisions(self, code: str) -> Sequence[SectionRevision]:
        """What every step left, oldest first."""
        wanted = (
            select(SectionRevision)
            .where(SectionRevision.plan_id == self.plan_id)
            .where(SectionRevision.code == code)
            .order_by(SectionRevision.revision)
        )
        return (await self.session.scalars(wanted)).all()

    async def areas(self) -> dict[str | None, Written]:
        """What is in each area; in None threads about the plan as such."""
        rows = await self.session.execute(text(AREAS), self._plan)
        return {area: Written(records, threads) for area, records, threads in rows}

    async def contributions(self) -> list[Contribution]:
        """Who wrote in which area; by area, the last first."""
        rows = await self.session.execute(text(CONTRIBUTIONS), self._plan)
        return [Contribution(*row) for row in rows]

    async def writers(
        self, codes: Collection[str]
    ) -> dict[tuple[str, str, str], Writer]:
        """Who last wrote which field of these records, by kind, code and field."""
        rows = await self.session.execute(
            text(WRITERS), self._plan | {"codes": list(codes)}
        )
        return {
            (kind, code, field): Writer(organ, at)
            for kind, code, field, organ, at in rows
        }

    async def owner_touched_the_whole(self, organ: str) -> bool:
        """Whether a section's owner changed, in this transaction, what has none."""
        asked = self._plan | {"organ": organ}
        return bool(await self.session.scalar(text(WHOLE_TOUCHED_BY_AN_OWNER), asked))

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
