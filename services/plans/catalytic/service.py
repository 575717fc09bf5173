"""The register of catalytic projects."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.database import EVERYWHERE, Spaces
from contracts.ids import PlanId
from services.plans.catalytic.repository import read_evidence
from services.plans.catalytic.rules import Threshold, measured, thresholds_on


async def list_evidence(  # noqa: PLR0913  filters and window of one list
    session: AsyncSession,
    *,
    drafts_in: Spaces,
    space: str | None,
    plan_id: PlanId | None,
    only_catalytic: bool,
    after: tuple[PlanId, str] | None,
    limit: int,
) -> list[dict[str, Any]]:
    """What makes interventions catalytic by today's thresholds, by plan and code."""
    least = thresholds_on(clock.today())
    after_plan, after_code = after or (None, "")
    found = await read_evidence(
        session,
        {
            "drafts_in": sorted(drafts_in),
            "everywhere": drafts_in == EVERYWHERE,
            "space": space,
            "plan": plan_id,
            "only_catalytic": only_catalytic,
            "after_plan": after_plan,
            "after_code": after_code,
            "limit": limit,
            "least_years": int(least["years"].value),
            "least_spheres": int(least["spheres"].value),
            "least_value": least["value"].value,
            "least_confirmed": least["confirmed"].value,
        },
    )
    return [_judged(row, least) for row in found]


def _judged(row: Mapping[str, Any], least: Mapping[str, Threshold]) -> dict[str, Any]:
    counted = {
        "years": row["years"],
        "spheres": len(row["spheres"]),
        "value": row["value"],
        "confirmed": row["confirmed"],
    }
    return {**row, "criteria": measured(counted, least)}
