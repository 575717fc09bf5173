"""Saying what a resolution changed, and asking from either side."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.database import Spaces
from chassis.messaging import outbox
from chassis.principal import Principal
from contracts.events.plans_sittings import ResolutionLinked
from services.plans.resolutions.models import Matter, MatterKind
from services.plans.tracing.models import (
    ChangedKind,
    LinkKnown,
    NotAResolution,
    ResolutionLink,
)
from services.plans.tracing.repository import Links


async def link_resolution(  # noqa: PLR0913  what is linked to what, by whom
    session: AsyncSession,
    resolution: Matter,
    *,
    kind: ChangedKind,
    reference: str,
    note: str | None,
    by: Principal,
) -> ResolutionLink:
    if resolution.kind is not MatterKind.RESOLUTION:
        raise NotAResolution(f"{resolution.reference} is a {resolution.kind}")
    if await Links(session).exists((resolution.id, kind, reference)):
        raise LinkKnown(f"{resolution.reference} is linked to {kind} {reference}")
    link = ResolutionLink(
        resolution_id=resolution.id,
        space_codes=resolution.space_codes,
        kind=kind,
        reference=reference,
        note=note,
        linked_by=by.sub,
        linked_at=clock.now(),
    )
    Links(session).add(link)
    outbox.record(
        session,
        ResolutionLinked(
            matter_id=resolution.id,
            space_code=resolution.space_code,
            kind=kind,
            reference=reference,
        ),
    )
    return link


async def list_links(
    session: AsyncSession, resolution: Matter, *, after: tuple[str, str], limit: int
) -> Sequence[ResolutionLink]:
    return await Links(session).of_resolution(resolution, after=after, limit=limit)


async def list_resolutions_about(  # noqa: PLR0913  a thing, who asks, and a window
    session: AsyncSession,
    kind: ChangedKind,
    reference: str,
    *,
    drafts_in: Spaces,
    after: UUID | None,
    limit: int,
) -> Sequence[Row[ResolutionLink, Matter]]:
    return await Links(session).to(
        kind, reference, drafts_in=drafts_in, after=after, limit=limit
    )
