"""Municipalities and interventions as the other services last told them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.repository import remember
from contracts.boundaries import Step, step_of
from contracts.events.plans import InterventionsAdopted
from contracts.events.registry import TransitionRecord
from services.monitoring.reference.models import AdoptedIntervention, PlaceTransition


class Transitions:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def remember(self, told: Sequence[TransitionRecord]) -> None:
        await remember(self.session, PlaceTransition, told)

    async def steps(self) -> list[Step]:
        found = await self.session.scalars(select(PlaceTransition))
        return [
            step_of(TransitionRecord.model_validate(each, from_attributes=True))
            for each in found
        ]


class Interventions:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def keep(self, part: InterventionsAdopted) -> None:
        if not part.interventions:
            return
        await self.session.execute(
            insert(AdoptedIntervention).on_conflict_do_nothing(),
            [
                {
                    "plan_id": part.plan_id,
                    "plan_version": part.plan_version,
                    "space_code": part.space_code,
                    "code": each.code,
                    "sphere": each.sphere,
                    "location_codes": list(each.location_codes),
                }
                for each in part.interventions
            ],
        )
