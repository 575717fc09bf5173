"""Frameworks and programmes as they were stated on a day."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.registry.frameworks.models import (
    Framework,
    FrameworkItem,
    FrameworkMapping,
    FrameworkNotFound,
    FrameworkVersionNotFound,
    Programme,
    Stated,
)

S = TypeVar("S", bound=Stated)


class Statements:
    """Rows of any kind that is stated."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def last(self, model: type[S]) -> dict[str, S]:
        """What was last said of every record of a kind, withdrawn or not."""
        found = await self.session.scalars(
            select(model)
            .order_by(model.record, model.stated_from)
            .execution_options(populate_existing=True)
        )
        return {each.record: each for each in found}

    async def write(
        self, model: type[S], ended: Sequence[S], added: Sequence[S], *, effective: date
    ) -> None:
        """End these on a day, and add those."""
        await self.session.execute(
            update(model)
            .where(model.id.in_([each.id for each in ended]))
            .values(stated_to=effective)
            .execution_options(synchronize_session=False)
        )
        columns = [column.key for column in model.__table__.columns]
        rows = [{name: getattr(each, name) for name in columns} for each in added]
        if rows:
            await self.session.execute(insert(model), rows)


class Frameworks:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def list(self, *, as_of: date) -> Sequence[Framework]:
        found = await self.session.scalars(
            select(Framework)
            .where(stated_on(Framework, as_of))
            .order_by(Framework.framework, Framework.begins)
        )
        return found.all()

    async def version(
        self, framework: str, version: str | None, *, as_of: date
    ) -> Framework:
        """The version of this name, or the one in force that day."""
        versions = await self.session.scalars(
            select(Framework)
            .where(Framework.framework == framework, stated_on(Framework, as_of))
            .order_by(Framework.begins)
        )
        known = versions.all()
        if not known:
            raise FrameworkNotFound(f"no framework {framework}")
        for each in known:
            if each.version == version or (version is None and each.is_in_force(as_of)):
                return each
        names = ", ".join(each.version for each in known)
        wanted = version or f"in force on {as_of}"
        raise FrameworkVersionNotFound(f"no version {wanted}; there are {names}")

    async def items(
        self, version: Framework, *, as_of: date, after: str, limit: int
    ) -> Sequence[FrameworkItem]:
        """Its items, by code."""
        found = await self.session.scalars(
            select(FrameworkItem)
            .where(FrameworkItem.framework == version.framework)
            .where(FrameworkItem.version == version.version)
            .where(stated_on(FrameworkItem, as_of), FrameworkItem.record > after)
            .order_by(FrameworkItem.record)
            .limit(limit)
        )
        return found.all()

    async def mappings(
        self,
        version: Framework,
        *,
        to: str | None,
        as_of: date,
        after: str,
        limit: int,
    ) -> Sequence[FrameworkMapping]:
        """How its items relate to those of others, or of one other."""
        wanted = [] if to is None else [FrameworkMapping.to_framework == to]
        found = await self.session.scalars(
            select(FrameworkMapping)
            .where(FrameworkMapping.framework == version.framework)
            .where(FrameworkMapping.version == version.version, *wanted)
            .where(stated_on(FrameworkMapping, as_of), FrameworkMapping.record > after)
            .order_by(FrameworkMapping.record)
            .limit(limit)
        )
        return found.all()

    async def items_of(
        self, versions: Collection[str], *, as_of: date
    ) -> Mapping[str, Sequence[FrameworkItem]]:
        """All items of these versions, written FRAMEWORK/VERSION."""
        name = func.concat(FrameworkItem.framework, "/", FrameworkItem.version)
        found = await self.session.scalars(
            select(FrameworkItem)
            .where(name.in_(versions), stated_on(FrameworkItem, as_of))
            .order_by(FrameworkItem.record)
        )
        items: dict[str, list[FrameworkItem]] = {version: [] for version in versions}
        for item in found:
            items[f"{item.framework}/{item.version}"].append(item)
        return items

    async def revisions(self) -> dict[str, int]:
        """How often something was stated of each version or its items."""
        counts: dict[str, int] = {}
        for model in (Framework, FrameworkItem):
            found = await self.session.execute(
                select(
                    model.framework,
                    model.version,
                    func.count() + func.count(model.stated_to),
                ).group_by(model.framework, model.version)
            )
            for framework, version, count in found:
                name = f"{framework}/{version}"
                counts[name] = counts.get(name, 0) + count
        return counts


class Programmes:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def list(
        self, *, organ: str | None, as_of: date, after: str, limit: int
    ) -> Sequence[Programme]:
        wanted = [] if organ is None else [Programme.lead_organ == organ]
        found = await self.session.scalars(
            select(Programme)
            .where(stated_on(Programme, as_of), Programme.code > after, *wanted)
            .order_by(Programme.code)
            .limit(limit)
        )
        return found.all()


def stated_on(model: type[Stated], day: date) -> ColumnElement[bool]:
    return (model.stated_from <= day) & or_(
        model.stated_to.is_(None), model.stated_to > day
    )
