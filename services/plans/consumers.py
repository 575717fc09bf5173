"""What plans does when the registry speaks."""

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.messaging.consumer import Consumers
from contracts.events.registry import OrgansRegistered, PlacesPublished
from services.plans.reference import service

consumers = Consumers("plans")


@consumers.on(PlacesPublished)
async def copy_places(event: PlacesPublished, session: AsyncSession) -> None:
    await service.copy_places(session, event.places)


@consumers.on(OrgansRegistered)
async def copy_organs(event: OrgansRegistered, session: AsyncSession) -> None:
    await service.copy_organs(session, event.organs)
