"""What monitoring does when others speak."""

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.messaging.consumer import Consumers
from contracts.events.budgets import AlignmentChecked, FundingAssessed
from contracts.events.plans import InterventionsAdopted, PlanSuperseded
from contracts.events.registry import MunicipalitiesTransitioned
from services.monitoring.commitments import service
from services.monitoring.reference import service as reference

consumers = Consumers("monitoring")


@consumers.on(MunicipalitiesTransitioned)
async def copy_transitions(
    event: MunicipalitiesTransitioned, session: AsyncSession
) -> None:
    await reference.copy_transitions(session, event.transitions)


@consumers.on(InterventionsAdopted)
async def keep_interventions(
    event: InterventionsAdopted, session: AsyncSession
) -> None:
    await reference.keep_interventions(session, event)


@consumers.on(FundingAssessed)
async def note_funding(event: FundingAssessed, session: AsyncSession) -> None:
    await service.note_funding(session, event)


@consumers.on(AlignmentChecked)
async def open_or_refresh_baseline(
    event: AlignmentChecked, session: AsyncSession
) -> None:
    await service.open_or_refresh_baseline(session, event)


@consumers.on(PlanSuperseded)
async def stop_watching(event: PlanSuperseded, session: AsyncSession) -> None:
    await service.stop_watching(
        session,
        plan_id=event.plan_id,
        plan_version=event.plan_version,
        space_code=event.space_code,
    )
