"""The country pack enters the registry at start-up, once per edition of its files."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.registry.organs import service as organs
from services.registry.places import service as places


async def load_reference(session: AsyncSession) -> None:
    """Load places and organs of the country pack; a known edition changes nothing."""
    await places.load_edition(session)
    await organs.load_edition(session)
