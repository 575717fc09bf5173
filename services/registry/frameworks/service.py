"""What may be asked of frameworks and programmes."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.registry.frameworks.models import (
    Framework,
    FrameworkItem,
    FrameworkMapping,
    Programme,
)
from services.registry.frameworks.repository import Frameworks, Programmes


async def list_frameworks(session: AsyncSession, *, as_of: date) -> Sequence[Framework]:
    return await Frameworks(session).list(as_of=as_of)


async def list_items(  # noqa: PLR0913  a version, a day, and a window
    session: AsyncSession,
    framework: str,
    version: str | None,
    *,
    as_of: date,
    after: str,
    limit: int,
) -> Sequence[FrameworkItem]:
    found = await Frameworks(session).version(framework, version, as_of=as_of)
    return await Frameworks(session).items(found, as_of=as_of, after=after, limit=limit)


async def list_mappings(  # noqa: PLR0913  as above, and to which other
    session: AsyncSession,
    framework: str,
    version: str | None,
    *,
    to: str | None,
    as_of: date,
    after: str,
    limit: int,
) -> Sequence[FrameworkMapping]:
    found = await Frameworks(session).version(framework, version, as_of=as_of)
    return await Frameworks(session).mappings(
        found, to=to, as_of=as_of, after=after, limit=limit
    )


async def list_programmes(
    session: AsyncSession, *, organ: str | None, as_of: date, after: str, limit: int
) -> Sequence[Programme]:
    return await Programmes(session).list(
        organ=organ, as_of=as_of, after=after, limit=limit
    )
