"""What plans does when the registry speaks."""

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.messaging.consumer import Consumers
from contracts.events.registry import OrgansRegistered, PlacesPublished
from contracts.events.registry_offices import AppointmentsStated, OfficesStated
from contracts.events.registry_organs import OrgansStated
from contracts.events.registry_structures import StructuresStated
from services.plans.reference import bodies, service

consumers = Consumers("plans")


@consumers.on(PlacesPublished)
async def copy_places(event: PlacesPublished, session: AsyncSession) -> None:
    await service.copy_places(session, event.places)


@consumers.on(OrgansRegistered)
async def copy_organs(event: OrgansRegistered, session: AsyncSession) -> None:
    await service.copy_organs(session, event.organs)


@consumers.on(OrgansStated)
async def note_ends_of_organs(event: OrgansStated, session: AsyncSession) -> None:
    await service.note_ends_of_organs(session, event.organs)


@consumers.on(OfficesStated)
async def copy_offices(event: OfficesStated, session: AsyncSession) -> None:
    await bodies.copy_offices(session, event.offices)


@consumers.on(AppointmentsStated)
async def copy_appointments(event: AppointmentsStated, session: AsyncSession) -> None:
    await bodies.copy_appointments(session, event.appointments)


@consumers.on(StructuresStated)
async def copy_structures(event: StructuresStated, session: AsyncSession) -> None:
    await bodies.copy_structures(session, event.structures)
