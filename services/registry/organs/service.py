"""What may be done with organs: register one, load an edition, look one up."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.identifiers import new_id
from chassis.messaging import outbox
from contracts.events.registry import OrgansRegistered
from services.registry import editions, reference
from services.registry.organs.models import (
    Organ,
    OrganCodeTaken,
    OrganPlaceUnknown,
    Registration,
    Sphere,
)
from services.registry.organs.repository import Organs

ORGANS_PER_EVENT = 500


async def register_organ(session: AsyncSession, registration: Registration) -> Organ:
    """Register an organ under a free code, in a known place."""
    organs = Organs(session)
    place = registration.place_code
    if place is not None and not await organs.place_exists(place):
        raise OrganPlaceUnknown(f"no place {place}")
    organ = registration.organ(new_id())
    if not await organs.add_if_free(organ):
        raise OrganCodeTaken(f"{organ.code} is registered already")
    outbox.record(session, OrgansRegistered(batch=organ.code, organs=(organ.record(),)))
    return organ


async def load_edition(session: AsyncSession) -> None:
    """Load the country pack's organs and tell the other services, if it is new."""
    edition = reference.organs()
    if not await editions.is_new(session, "organs", edition):
        return
    known = await Organs(session).known()
    organs = [_from_pack(row, known.get(row.code)) for row in edition]
    await Organs(session).replace(organs)
    for start in range(0, len(organs), ORGANS_PER_EVENT):
        part = organs[start : start + ORGANS_PER_EVENT]
        outbox.record(
            session,
            OrgansRegistered(
                batch=f"country pack {start // ORGANS_PER_EVENT + 1}",
                organs=tuple(organ.record() for organ in part),
            ),
        )


def _from_pack(row: reference.Organ, known: Organ | None) -> Organ:
    return Organ(
        id=new_id() if known is None else known.id,
        code=row.code,
        name=row.name,
        kind=row.kind,
        sphere=row.sphere,
        place_code=row.place_code,
        illustrative=row.illustrative,
        version=1 if known is None else known.version + 1,
    )


async def get_organ(session: AsyncSession, code: str) -> Organ:
    return await Organs(session).get(code)


async def list_organs(
    session: AsyncSession,
    *,
    sphere: Sphere | None,
    kind: str | None,
    after: str,
    limit: int,
) -> Sequence[Organ]:
    return await Organs(session).list(
        sphere=sphere.value if sphere else None, kind=kind, after=after, limit=limit
    )
