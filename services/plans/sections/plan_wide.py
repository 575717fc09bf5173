"""What a draft says as a whole is said by its lead planner, not by a section's organ.

WholePlanOwnedByLead   403
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.errors import NotPermitted
from chassis.principal import Principal
from contracts.ids import PlanId

TOUCHED_BY_AN_OWNER = """
select exists (
  select from field_provenance p
  where p.plan_id = :plan and p.xact = pg_current_xact_id()
    and 'plan' = any (p.focus_areas))
and exists (
  select from plan_section s
  where s.plan_id = :plan and s.owner_organ = :organ and s.state <> 'closed')
"""


class WholePlanOwnedByLead(NotPermitted):
    """What concerns the whole plan, such as a link without subject, is its lead's.

    The lead planner writes for the space's own municipality, or for no organ that owns
    a section of the draft.
    """


async def must_lead_where_plan_wide(
    session: AsyncSession, plan_id: PlanId, space_code: str, *, by: Principal
) -> None:
    """Refuse the owner of a section who changed what concerns the whole plan."""
    if by.organ is None or by.organ == space_code:
        return
    asked = {"plan": plan_id, "organ": by.organ}
    if await session.scalar(text(TOUCHED_BY_AN_OWNER), asked):
        raise WholePlanOwnedByLead(f"{by.organ} owns a section, not the whole plan")
