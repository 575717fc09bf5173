"""What budgets does when the registry and the plans speak."""

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.messaging.consumer import Consumers
from contracts.events.plans import (
    InterventionsAdopted,
    InterventionsDrafted,
    PlanAdopted,
    PlanSuperseded,
)
from contracts.events.registry import (
    MunicipalitiesTransitioned,
    OrgansRegistered,
    PlacesPublished,
)
from services.budgets.alignment import service as alignment
from services.budgets.reference import service as reference

consumers = Consumers("budgets")


@consumers.on(PlacesPublished)
async def copy_places(event: PlacesPublished, session: AsyncSession) -> None:
    await reference.copy_places(session, event.places)


@consumers.on(MunicipalitiesTransitioned)
async def copy_transitions(
    event: MunicipalitiesTransitioned, session: AsyncSession
) -> None:
    await reference.copy_transitions(session, event.transitions)


@consumers.on(OrgansRegistered)
async def copy_organs(event: OrgansRegistered, session: AsyncSession) -> None:
    await reference.copy_organs(session, event.organs)


@consumers.on(InterventionsDrafted)
async def note_interventions(
    event: InterventionsDrafted, session: AsyncSession
) -> None:
    await reference.note_interventions(
        session, event.codes, plan_id=event.plan_id, space_code=event.space_code
    )


@consumers.on(InterventionsAdopted)
async def keep_content(event: InterventionsAdopted, session: AsyncSession) -> None:
    await alignment.keep_content(session, event)


@consumers.on(PlanAdopted)
async def bind_plan(event: PlanAdopted, session: AsyncSession) -> None:
    await alignment.bind_plan(session, event)


@consumers.on(PlanSuperseded)
async def release_plan(event: PlanSuperseded, session: AsyncSession) -> None:
    await alignment.release_plan(session, event)
