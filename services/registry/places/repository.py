"""Places as of a day, and how they followed one another."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.periods import stood_on
from chassis.repository import upsert
from services.registry.places.models import (
    MUNICIPALITY,
    PROVINCE,
    SPACE,
    WARD,
    MunicipalityNotFound,
    Place,
    PlaceNotFound,
    SpaceNotFound,
    Transition,
)

NOT_FOUND = {SPACE: SpaceNotFound, MUNICIPALITY: MunicipalityNotFound}
TRANSITION_COLUMNS = tuple(Transition.__table__.columns.keys())

# One writer of the demarcation at a time: what it checked still holds when it writes.
LOCK = "select pg_advisory_xact_lock(hashtext('onedistrict.registry.demarcation'))"


class Places:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def lock(self) -> None:
        """Wait until no other transaction changes the demarcation."""
        await self.session.execute(text(LOCK))

    async def write(self, places: Collection[Place]) -> None:
        """Add these periods, or bring known ones to this; a period not named stays."""
        await upsert(self.session, places)

    async def get(self, kind: str, code: str, *, as_of: date) -> Place:
        """The place of this kind and code that stood on that day."""
        found = await self.session.scalar(
            select(Place).where(
                Place.kind == kind, Place.code == code, stood_on(Place, as_of)
            )
        )
        if found is None:
            fate = await Transitions(self.session).fate(code, as_of)
            rule = NOT_FOUND.get(kind, PlaceNotFound)
            raise rule(f"no {kind} {code} on {as_of}{fate}")
        return found

    async def list(
        self,
        kind: str,
        *,
        as_of: date,
        province: str | None = None,
        space: str | None = None,
        category: str | None = None,
    ) -> Sequence[Place]:
        """Places of a kind that stood on that day, by code."""
        wanted = (
            (Place.province_code, province),
            (Place.space_code, space),
            (Place.category, category),
        )
        found = await self.session.scalars(
            select(Place)
            .where(Place.kind == kind, stood_on(Place, as_of))
            .where(*(column == value for column, value in wanted if value is not None))
            .order_by(Place.code)
        )
        return found.all()

    async def standing(self, *, as_of: date, kinds: Collection[str]) -> Sequence[Place]:
        found = await self.session.scalars(
            select(Place)
            .where(Place.kind.in_(kinds), stood_on(Place, as_of))
            .order_by(Place.kind, Place.code)
        )
        return found.all()

    async def children(
        self, kind: str, code: str, *, as_of: date, after: str, limit: int
    ) -> Sequence[Place]:
        """Places directly below it in the tree of areas, by code, after `after`."""
        below, column = {
            "country": (PROVINCE, Place.parent_code),
            PROVINCE: (SPACE, Place.province_code),
            SPACE: (MUNICIPALITY, Place.space_code),
            MUNICIPALITY: (WARD, Place.parent_code),
        }[kind]
        found = await self.session.scalars(
            select(Place)
            .where(Place.kind == below, column == code, stood_on(Place, as_of))
            .where(Place.code > after)
            .order_by(Place.code)
            .limit(limit)
        )
        return found.all()

    async def periods(self, kind: str, code: str) -> Sequence[Place]:
        """Every period of every place that had this code, oldest first."""
        found = await self.session.scalars(
            select(Place)
            .where(Place.kind == kind, Place.code == code)
            .order_by(Place.valid_from)
        )
        return found.all()

    async def every(self) -> Sequence[Place]:
        """All of history."""
        found = await self.session.scalars(
            select(Place).execution_options(populate_existing=True)
        )
        return found.all()

    async def keys_of_other_vintages(self, vintage: str) -> set[tuple[str, str]]:
        found = await self.session.execute(
            select(Place.kind, Place.code).where(Place.vintage != vintage).distinct()
        )
        return {(kind, code) for kind, code in found}


class Transitions:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, transitions: Collection[Transition]) -> None:
        """Add those not known yet; known ones stay as they are."""
        if not transitions:
            return
        rows = [
            {name: getattr(each, name) for name in TRANSITION_COLUMNS}
            for each in transitions
        ]
        await self.session.execute(insert(Transition).on_conflict_do_nothing(), rows)

    async def every(self) -> Sequence[Transition]:
        found = await self.session.scalars(
            select(Transition).order_by(
                Transition.effective, Transition.old_code, Transition.new_code
            )
        )
        return found.all()

    async def fate(self, code: str, day: date) -> str:
        """For a person: when the municipality last gone by then ended, and into what.

        Empty where the registry knows of no successor.
        """
        last = (
            select(func.max(Transition.effective))
            .where(
                Transition.old_code == code,
                Transition.old_change != "continued",
                Transition.effective <= day,
            )
            .scalar_subquery()
        )
        found = await self.session.execute(
            select(Transition.effective, Transition.new_code)
            .where(Transition.old_code == code, Transition.effective == last)
            .order_by(Transition.new_code)
        )
        rows = found.all()
        if not rows:
            return ""
        successors = ", ".join(row.new_code for row in rows)
        return f": it ended on {rows[0].effective}; successors: {successors}"
