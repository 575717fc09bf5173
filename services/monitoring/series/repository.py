"""Commitments summed by place and year, in one statement."""

from collections.abc import Collection

from sqlalchemy import and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.boundaries import middle_of
from contracts.series import Recorded
from services.monitoring.commitments.models import (
    Baseline,
    BaselineStatus,
    Commitment,
)
from services.monitoring.reference.models import AdoptedIntervention
from services.monitoring.series.models import Wanted

# An intervention in several places is of its space as a whole, as one without any is.
PLACE = case(
    (
        func.cardinality(AdoptedIntervention.location_codes) == 1,
        AdoptedIntervention.location_codes[1],
    ),
    else_=Commitment.space_code,
)


class Promises:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def recorded(
        self, wanted: Wanted, codes: Collection[str] | None
    ) -> list[Recorded]:
        """Planned and budgeted, of plans being watched; at these places, if given."""
        sphere = func.coalesce(AdoptedIntervention.sphere, "local")
        key = (Commitment.space_code, PLACE, sphere, Commitment.financial_year)
        found = await self.session.execute(
            select(*key, func.sum(Commitment.planned), func.sum(Commitment.budgeted))
            .join(
                Baseline,
                and_(
                    Baseline.plan_id == Commitment.plan_id,
                    Baseline.plan_version == Commitment.plan_version,
                    Baseline.status == BaselineStatus.WATCHING.value,
                    Baseline.opened_at.is_not(None),
                ),
            )
            .outerjoin(
                AdoptedIntervention,
                and_(
                    AdoptedIntervention.plan_id == Commitment.plan_id,
                    AdoptedIntervention.plan_version == Commitment.plan_version,
                    AdoptedIntervention.code == Commitment.intervention_code,
                ),
            )
            .where(Commitment.financial_year.is_not(None))
            .where(
                *(
                    []
                    if wanted.financial_year is None
                    else [Commitment.financial_year == wanted.financial_year]
                ),
                *([] if codes is None else [PLACE.in_(codes)]),
            )
            .group_by(*key)
        )
        return [
            Recorded(space, code, year, middle_of(year, sphere), (planned, budgeted))
            for space, code, sphere, year, planned, budgeted in found
        ]
