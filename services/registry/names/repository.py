"""Aliases, reviews, and the places whose names they are about."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, text
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.periods import stood_on
from chassis.repository import Repository
from services.registry.names.models import (
    ADOPTED,
    AliasFilter,
    NameAlias,
    NameReview,
    NameReviewNotFound,
    Subject,
)
from services.registry.organs.models import Organ
from services.registry.places.models import Place

NAMED_KINDS = ("country", "province", "space", "municipality")


class Aliases:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def replace_pack(self, rows: Sequence[dict[str, Any]]) -> None:
        """Bring the country pack's aliases to this edition; others stay."""
        await self.session.execute(delete(NameAlias).where(NameAlias.source == "pack"))
        if rows:
            await self.add_new(rows)

    async def add_new(self, rows: Sequence[dict[str, Any]]) -> None:
        """Add the aliases that are not there yet, many in one statement."""
        await self.session.execute(
            insert(NameAlias).on_conflict_do_nothing().returning(NameAlias.id),
            list(rows),
        )

    async def add_if_free(self, alias: NameAlias) -> bool:
        """Adopt a label as an alias unless it is one already; says which."""
        row = {c.key: getattr(alias, c.key) for c in NameAlias.__table__.columns}
        added = await self.session.scalar(
            insert(NameAlias)
            .values(row)
            .on_conflict_do_nothing(
                index_elements=["subject", "key"],
                index_where=text(f"scheme = '{ADOPTED}'"),
            )
            .returning(NameAlias.id)
        )
        return added is not None

    async def list(
        self, wanted: AliasFilter, *, after: UUID | None = None, limit: int = 200
    ) -> Sequence[NameAlias]:
        """Aliases in the order they were taken in."""
        found = await self.session.scalars(
            select(NameAlias)
            .where(*_conditions(wanted))
            .where(*([NameAlias.id > after] if after else []))
            .order_by(NameAlias.id)
            .limit(limit)
        )
        return found.all()

    async def lock(self) -> None:
        """One file of aliases is loaded at a time; reading goes on."""
        await self.session.execute(
            text("lock table name_alias in share row exclusive mode")
        )

    async def every(self) -> Sequence[NameAlias]:
        return (await self.session.scalars(select(NameAlias))).all()

    async def of_places(self) -> Sequence[NameAlias]:
        found = await self.session.scalars(
            select(NameAlias)
            .where(NameAlias.subject == Subject.PLACE.value)
            .order_by(NameAlias.id)
        )
        return found.all()


def _conditions(wanted: AliasFilter) -> list[ColumnElement[bool]]:
    pairs = (
        (NameAlias.subject, wanted.subject.value),
        (NameAlias.scheme, wanted.scheme),
        (NameAlias.key, wanted.key),
        (NameAlias.code, wanted.code),
    )
    found = [column == value for column, value in pairs if value is not None]
    if wanted.as_of is not None:
        began, ended = NameAlias.valid_from, NameAlias.valid_to
        found.append(or_(began.is_(None), began <= wanted.as_of))
        found.append(or_(ended.is_(None), ended > wanted.as_of))
    return found


class Reviews(Repository[NameReview]):
    entity = NameReview
    not_found = NameReviewNotFound

    async def ask(self, rows: Sequence[dict[str, Any]]) -> int:
        """Queue labels; one that is queued already is counted again."""
        if not rows:
            return 0
        statement = insert(NameReview).values(rows)
        await self.session.execute(
            statement.on_conflict_do_update(
                index_elements=["topic"],
                index_where=text("status = 'open'"),
                set_={"times_asked": NameReview.times_asked + 1},
            )
        )
        return len(rows)

    async def list(
        self, *, status: str | None, after: UUID | None, limit: int
    ) -> Sequence[NameReview]:
        """Reviews, oldest first."""
        found = await self.session.scalars(
            select(NameReview)
            .where(*([NameReview.status == status] if status else []))
            .where(*([NameReview.id > after] if after else []))
            .order_by(NameReview.id)
            .limit(limit)
        )
        return found.all()


class Bearers:
    """Places and organs as bearers of names."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def stamp(self) -> UUID:
        """Which edition of places and aliases this is; another after any change."""
        found: UUID = (
            await self.session.execute(text("select stamp from name_edition"))
        ).scalar_one()
        return found

    async def places(self) -> Sequence[Place]:
        found = await self.session.scalars(
            select(Place)
            .where(Place.kind.in_(NAMED_KINDS))
            .order_by(Place.kind, Place.code, Place.valid_from)
        )
        return found.all()

    async def organs(
        self,
        *,
        codes: Sequence[str] = (),
        name: str | None = None,
        as_of: date | None = None,
    ) -> Sequence[Organ]:
        """Organs with one of these codes, or with this name in any case.

        On that day, or as they were last where no day is given.
        """
        named = func.lower(Organ.name) == (name or "").lower()
        found = await self.session.scalars(
            select(Organ)
            .ext(distinct_on(Organ.code))
            .where(Organ.code.in_(codes) if name is None else named)
            .where(*([stood_on(Organ, as_of)] if as_of is not None else []))
            .order_by(Organ.code, Organ.valid_from.desc())
        )
        return found.all()
