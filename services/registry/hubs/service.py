"""What may be asked of hubs, and how the country pack's enter the registry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.registry import editions
from services.registry.hubs.models import Hub, HubPost, HubSpace, PostStatus
from services.registry.hubs.repository import HubPeriods, Hubs
from services.registry.periods import PACK
from services.registry.reference import hubs as pack

FIRST = {"valid_to": None, "version": 1, "origin": PACK}


@dataclass(frozen=True)
class Found:
    """A hub on a day, with the spaces it supports and its posts."""

    hub: Hub
    spaces: Sequence[str]
    posts: Sequence[HubPost]


async def list_hubs(  # noqa: PLR0913  filters and window of one list
    session: AsyncSession,
    *,
    as_of: date,
    space: str | None,
    function: str | None,
    after: str,
    limit: int,
) -> list[Found]:
    hubs = await Hubs(session).list(
        as_of=as_of, space=space, function=function, after=after, limit=limit
    )
    return await _with_all(session, hubs, as_of=as_of)


async def get_hub(session: AsyncSession, code: str, *, as_of: date) -> Found:
    hub = await Hubs(session).get(code, as_of=as_of)
    return (await _with_all(session, [hub], as_of=as_of))[0]


async def _with_all(
    session: AsyncSession, hubs: Sequence[Hub], *, as_of: date
) -> list[Found]:
    codes = [hub.code for hub in hubs]
    spaces = await Hubs(session).spaces_of(codes, as_of=as_of)
    posts = await Hubs(session).posts_of(codes, as_of=as_of)
    return [Found(h, spaces.get(h.code, []), posts.get(h.code, [])) for h in hubs]


async def serves(session: AsyncSession, code: str, space: str, *, on: date) -> bool:
    """Whether the hub supports the space on a day."""
    return await Hubs(session).serves(code, space, as_of=on)


async def load_edition(session: AsyncSession) -> None:
    """Load the country pack's hubs, if they are new; what was proposed since stays."""
    hubs, posts = pack.hubs(), pack.hub_posts()
    if not await editions.is_new(session, "hubs", [*hubs, *posts]):
        return
    periods = HubPeriods(session)
    later = await periods.proposed()
    hubs = [hub for hub in hubs if hub.code not in later]
    posts = [post for post in posts if post.hub_code not in later]
    await periods.write(Hub, [_hub(row) for row in hubs])
    await periods.write(
        HubSpace, [_of(row, space) for row in hubs for space in row.spaces]
    )
    await periods.write(HubPost, [_post(row) for row in posts])


def _hub(row: pack.Hub) -> Hub:
    return Hub(
        **FIRST,
        code=row.code,
        valid_from=row.valid_from,
        name=row.name,
        organ_code=row.organ_code,
        functions=list(row.functions),
        confidence=row.confidence,
        source=row.source,
        illustrative=row.illustrative,
    )


def _of(row: pack.Hub, space: str) -> HubSpace:
    return HubSpace(
        **FIRST, hub_code=row.code, space_code=space, valid_from=row.valid_from
    )


def _post(row: pack.HubPost) -> HubPost:
    return HubPost(
        **FIRST,
        hub_code=row.hub_code,
        code=row.code,
        valid_from=row.valid_from,
        title=row.title,
        skill=row.skill,
        status=PostStatus(row.status),
        since=row.valid_from,
        funded_by=row.funded_by,
        illustrative=row.illustrative,
    )
