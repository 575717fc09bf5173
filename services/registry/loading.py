"""The country pack enters the registry at start-up, once per edition of its files."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.registry.countries import service as countries
from services.registry.figures import stating as figures
from services.registry.frameworks import stating as frameworks
from services.registry.geometry import service as geometry
from services.registry.hubs import service as hubs
from services.registry.names import service as names
from services.registry.offices import service as offices
from services.registry.organs import service as organs
from services.registry.places import service as places
from services.registry.structures import service as structures


async def load_reference(session: AsyncSession) -> None:
    """Load the pack's records, names last; a known edition changes nothing."""
    await countries.claim(session)
    await places.load_edition(session)
    await geometry.load_tiles(session)
    await organs.load_edition(session)
    await figures.load_edition(session)
    await offices.load_edition(session)
    await frameworks.load_edition(session)
    await names.load_edition(session)
    await hubs.load_edition(session)
    await structures.load_edition(session)
