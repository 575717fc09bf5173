"""What plans say of their interventions that makes them catalytic, or not."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

EVIDENCE = """
with evidence as (
  select i.plan_id, i.space_code, p.status, i.code, i.title, i.lead_organ,
    greatest((select count(*) from planned_amount a where a.plan_id = i.plan_id
      and a.code = i.code and a.amount > 0), i.end_year - i.start_year + 1, 0) as years,
    coalesce(i.unphased, 0) + coalesce((select sum(a.amount) from planned_amount a
      where a.plan_id = i.plan_id and a.code = i.code), 0) as value,
    array(select i.sphere where i.sphere in ('national', 'provincial', 'local')
      union select o.sphere from organ o where o.code = any(i.supporting_organs)
        and o.sphere in ('national', 'provincial', 'local')
      union select o.sphere from commitment c join organ o on o.code = c.organ
        where c.plan_id = i.plan_id and c.intervention_code = i.code
          and c.state <> 'withdrawn'
          and o.sphere in ('national', 'provincial', 'local')
      order by 1) as spheres,
    coalesce((select sum(c.amount) from commitment c where c.plan_id = i.plan_id
      and c.intervention_code = i.code and c.state = 'confirmed'), 0) as confirmed
  from intervention i join plan p on p.id = i.plan_id
  where (p.status = 'adopted' or p.id = cast(:plan as uuid))
    and (p.status <> 'draft' or :everywhere or p.space_code = any(:drafts_in))
    and (cast(:plan as uuid) is null or p.id = cast(:plan as uuid))
    and (cast(:space as text) is null or p.space_code = :space)
    and (cast(:after_plan as uuid) is null
      or (i.plan_id, i.code) > (cast(:after_plan as uuid), :after_code))
), tested as (
  select *, years >= :least_years as is_multi_year,
    cardinality(spheres) >= :least_spheres as is_intergovernmental,
    value >= :least_value as is_of_high_value,
    confirmed >= :least_confirmed as is_budgeted
  from evidence
)
select *, is_multi_year and is_intergovernmental and is_of_high_value and is_budgeted
  as is_catalytic
from tested
where not :only_catalytic
  or (is_multi_year and is_intergovernmental and is_of_high_value and is_budgeted)
order by plan_id, code
limit :limit
"""


async def read_evidence(
    session: AsyncSession, asked: Mapping[str, Any]
) -> Sequence[Mapping[str, Any]]:
    found = await session.execute(text(EVIDENCE), dict(asked))
    return [dict(row) for row in found.mappings()]
