"""Hubs, their spaces and their posts, as of a day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.periods import stood_on
from services.registry.hubs.models import Hub, HubNotFound, HubPost, HubSpace
from services.registry.periods import PROPOSAL

T = TypeVar("T")
R = TypeVar("R", Hub, HubSpace, HubPost)


class Hubs:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, code: str, *, as_of: date) -> Hub:
        found = await self.session.scalar(
            select(Hub).where(Hub.code == code, stood_on(Hub, as_of))
        )
        if found is None:
            raise HubNotFound(f"no hub {code} on {as_of}")
        return found

    async def list(
        self,
        *,
        as_of: date,
        space: str | None,
        function: str | None,
        after: str,
        limit: int,
    ) -> Sequence[Hub]:
        """Hubs that stood on that day, by code, those after `after`."""
        wanted = select(Hub).where(Hub.code > after, stood_on(Hub, as_of))
        if space is not None:
            wanted = wanted.where(Hub.code.in_(_serving(space, as_of)))
        if function is not None:
            wanted = wanted.where(Hub.functions.contains([function]))
        found = await self.session.scalars(wanted.order_by(Hub.code).limit(limit))
        return found.all()

    async def serves(self, code: str, space: str, *, as_of: date) -> bool:
        found = await self.session.scalar(
            select(Hub).where(
                Hub.code == code,
                stood_on(Hub, as_of),
                Hub.code.in_(_serving(space, as_of)),
            )
        )
        return found is not None

    async def spaces_of(
        self, codes: Collection[str], *, as_of: date
    ) -> dict[str, Sequence[str]]:
        """The spaces each of these hubs supports that day, by code."""
        found = await self.session.scalars(
            select(HubSpace)
            .where(HubSpace.hub_code.in_(codes), stood_on(HubSpace, as_of))
            .order_by(HubSpace.hub_code, HubSpace.space_code)
        )
        return _grouped((each.hub_code, each.space_code) for each in found)

    async def posts_of(
        self, codes: Collection[str], *, as_of: date
    ) -> dict[str, Sequence[HubPost]]:
        """The posts each of these hubs has that day, by code."""
        found = await self.session.scalars(
            select(HubPost)
            .where(HubPost.hub_code.in_(codes), stood_on(HubPost, as_of))
            .order_by(HubPost.hub_code, HubPost.code)
        )
        return _grouped((each.hub_code, each) for each in found)


class HubPeriods:
    """Every period of hubs, of the spaces they support and of their posts."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def of_hubs(self, codes: Collection[str]) -> dict[str, Hub]:
        """The last period of each of these hubs, by code."""
        found = await self.session.scalars(
            select(Hub).where(Hub.code.in_(codes)).order_by(Hub.valid_from)
        )
        return {hub.code: hub for hub in found}

    async def of_spaces(
        self, codes: Collection[str]
    ) -> dict[tuple[str, str], HubSpace]:
        """The last period of each space of these hubs, by hub and space."""
        found = await self.session.scalars(
            select(HubSpace)
            .where(HubSpace.hub_code.in_(codes))
            .order_by(HubSpace.valid_from)
        )
        return {(each.hub_code, each.space_code): each for each in found}

    async def of_posts(self, codes: Collection[str]) -> dict[tuple[str, str], HubPost]:
        """The last period of each post of these hubs, by hub and post."""
        found = await self.session.scalars(
            select(HubPost)
            .where(HubPost.hub_code.in_(codes))
            .order_by(HubPost.valid_from)
        )
        return {(each.hub_code, each.code): each for each in found}

    async def proposed(self) -> set[str]:
        """Hubs of which a proposal has said something."""
        found: set[str] = set()
        for table, code in (
            (Hub, Hub.code),
            (HubSpace, HubSpace.hub_code),
            (HubPost, HubPost.hub_code),
        ):
            said = select(code).where(table.origin == PROPOSAL)
            found |= set(await self.session.scalars(said))
        return found

    async def write(self, table: type[R], periods: Sequence[R]) -> None:
        """Add these periods, or bring known ones to this."""
        if not periods:
            return
        names = table.__table__.columns.keys()
        key: list[str] = [column.key for column in table.__table__.primary_key]
        statement = insert(table)
        changed = {
            n: statement.excluded[n] for n in names if n not in {*key, "version"}
        }
        await self.session.execute(
            statement.on_conflict_do_update(
                index_elements=key, set_=changed | {"version": table.version + 1}
            ),
            [{name: getattr(each, name) for name in names} for each in periods],
        )


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, Sequence[T]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {**groups}


def _serving(space: str, day: date) -> Select[str]:
    return select(HubSpace.hub_code).where(
        HubSpace.space_code == space, stood_on(HubSpace, day)
    )
