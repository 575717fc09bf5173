"""What may be asked of the country: what it is like, and whether it is this one."""

from dataclasses import asdict
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from services.registry import reference
from services.registry.countries.models import CountryDiffers
from services.registry.countries.repository import Claim


async def claim(session: AsyncSession) -> None:
    """Make this database the country's. Raises CountryDiffers if it is another's."""
    wanted = reference.country().code
    held = await Claim(session).make(wanted)
    if held != wanted:
        raise CountryDiffers(f"the database holds {held}, the setting is {wanted}")


def get_country() -> dict[str, Any]:
    country, today = reference.country(), clock.today()
    spheres = [
        asdict(sphere) | {"financial_year": sphere.year_of(today)}
        for sphere in country.spheres
    ]
    return asdict(country) | {"spheres": spheres}
