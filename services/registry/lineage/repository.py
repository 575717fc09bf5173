"""Municipalities with their lineage: one statement, by index."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.registry.lineage.models import Lineage, LineageNotFound

STEP = """
  jsonb_build_object(
    'effective', t.effective, 'code', other.code, 'name', other.name,
    'since', other.since, 'change', t.change,
    'from_space', t.old_space_code, 'to_space', t.new_space_code,
    'crosses_spaces', t.old_space_code <> t.new_space_code,
    'weight', t.weight::text, 'weight_basis', t.weight_basis,
    'weight_source', t.weight_source
  ) order by t.effective, other.code
"""

LINEAGE = f"""
select p.code, p.name, p.since, p.valid_to, p.space_code, p.province_code,
  coalesce((
    select jsonb_agg({STEP})
    from place_transition t
    join place other on other.kind = 'municipality' and other.code = t.old_code
      and other.valid_from < t.effective
      and (other.valid_to is null or other.valid_to >= t.effective)
    where t.new_code = p.code and t.new_since = p.since
  ), '[]') as predecessors,
  coalesce((
    select jsonb_agg({STEP})
    from place_transition t
    join place other on other.kind = 'municipality' and other.code = t.new_code
      and other.valid_from <= t.effective
      and (other.valid_to is null or other.valid_to > t.effective)
    where t.old_code = p.code and t.old_since = p.since
  ), '[]') as successors
from place p
where p.kind = 'municipality'
"""  # noqa: S608  STEP is a constant

STANDING = f"""
{LINEAGE}
  and p.valid_from <= :day and (p.valid_to is null or p.valid_to > :day)
order by p.code
"""

LATEST = f"""
{LINEAGE}
  and p.code = :code and p.valid_from <= :day
order by p.valid_from desc limit 1
"""


class Lineages:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def standing(self, *, as_of: date) -> Sequence[Lineage]:
        """Every municipality that stood on that day, by code."""
        found = await self.session.execute(text(STANDING), {"day": as_of})
        return [Lineage(**row._mapping) for row in found]  # noqa: SLF001  its name in SQLAlchemy

    async def get(self, code: str, *, as_of: date) -> Lineage:
        """The municipality that had this code last by that day, gone or not."""
        found = await self.session.execute(text(LATEST), {"code": code, "day": as_of})
        row = found.one_or_none()
        if row is None:
            raise LineageNotFound(f"no municipality had the code {code} by {as_of}")
        return Lineage(**row._mapping)  # noqa: SLF001  its name in SQLAlchemy
