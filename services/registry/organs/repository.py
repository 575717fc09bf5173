"""Organs as of a day, and how they followed one another."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.periods import stood_on
from chassis.repository import upsert
from services.registry.organs.kinds import OrganKind
from services.registry.organs.models import (
    Organ,
    OrganNotFound,
    OrganSuccession,
    SocialLabourPlan,
)
from services.registry.periods import PACK
from services.registry.places.models import Place

SUCCESSION_COLUMNS = tuple(OrganSuccession.__table__.columns.keys())
Periods = dict[str, list[Organ]]
"""Every period of each organ by its code, oldest first."""

LINEAGE = """
with recursive after as (
  select * from organ_succession where old_code = :code
  union
  select next.* from organ_succession next
  join after on next.old_code = after.new_code and next.effective >= after.effective
), before as (
  select * from organ_succession where new_code = :code
  union
  select last.* from organ_succession last
  join before on last.new_code = before.old_code and last.effective <= before.effective
)
select * from after union select * from before
order by effective, old_code, new_code
"""


class Organs:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def write(self, organs: Sequence[Organ]) -> None:
        """Add these periods, or bring known ones to this; a period not named stays."""
        await upsert(self.session, organs)

    async def forget(self, codes: Collection[str]) -> None:
        """Drop the periods that the country pack told of these organs."""
        await self.session.execute(
            delete(Organ).where(Organ.code.in_(codes), Organ.origin == PACK)
        )

    async def remove(self, organs: Collection[Organ]) -> None:
        """Drop periods that have not begun, and that somebody states otherwise."""
        for organ in organs:
            await self.session.execute(
                delete(Organ).where(
                    Organ.code == organ.code, Organ.valid_from == organ.valid_from
                )
            )

    async def raise_versions(self, codes: Collection[str]) -> Periods:
        """Count one more statement about these organs; all of their periods."""
        await self.session.execute(
            update(Organ)
            .where(Organ.code.in_(codes))
            .values(version=Organ.version + 1)
            .execution_options(synchronize_session=False)
        )
        return await self.every(codes)

    async def get(self, code: str, *, as_of: date) -> Organ:
        found = await self.session.scalar(
            select(Organ).where(Organ.code == code, stood_on(Organ, as_of))
        )
        if found is None:
            fate = await Successions(self.session).fate(code, as_of)
            raise OrganNotFound(f"no organ {code} on {as_of}{fate}")
        return found

    async def periods(self, code: str) -> Sequence[Organ]:
        """Every period of whatever had this code, oldest first."""
        found = await self.session.scalars(
            select(Organ).where(Organ.code == code).order_by(Organ.valid_from)
        )
        return found.all()

    async def every(self, codes: Collection[str] | None = None) -> Periods:
        """All of history, or that of these organs."""
        found = await self.session.scalars(
            select(Organ)
            .where(*([Organ.code.in_(codes)] if codes is not None else []))
            .order_by(Organ.code, Organ.valid_from)
            .execution_options(populate_existing=True)
        )
        periods: Periods = defaultdict(list)
        for organ in found:
            periods[organ.code].append(organ)
        return periods

    async def performing(
        self, function: str, places: Collection[str], *, as_of: date
    ) -> Sequence[Organ]:
        """Organs in these places that were given the function, or are municipalities.

        Whether a municipality performs it follows from what it is.
        """
        found = await self.session.scalars(
            select(Organ)
            .where(Organ.place_code.in_(places), stood_on(Organ, as_of))
            .where(
                or_(
                    Organ.functions.contains([function]),
                    Organ.kind == OrganKind.MUNICIPALITY,
                )
            )
            .order_by(Organ.code)
        )
        return found.all()

    async def list(  # noqa: PLR0913  a day, filters and a window
        self,
        *,
        as_of: date,
        sphere: str | None,
        kind: str | None,
        place: str | None,
        after: str,
        limit: int,
    ) -> Sequence[Organ]:
        """Organs that stood on that day, by code, those after `after`."""
        wanted = (
            (Organ.sphere, sphere),
            (Organ.kind, kind),
            (Organ.place_code, place),
        )
        found = await self.session.scalars(
            select(Organ)
            .where(Organ.code > after, stood_on(Organ, as_of))
            .where(*(column == value for column, value in wanted if value is not None))
            .order_by(Organ.code)
            .limit(limit)
        )
        return found.all()


class Successions:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, successions: Sequence[OrganSuccession]) -> None:
        """Add those not known yet; known ones stay as they are."""
        if not successions:
            return
        rows = [
            {name: getattr(each, name) for name in SUCCESSION_COLUMNS}
            for each in successions
        ]
        await self.session.execute(
            insert(OrganSuccession).on_conflict_do_nothing(), rows
        )

    async def lineage(self, code: str) -> Sequence[OrganSuccession]:
        """All that came before the organ, and all that came after, in one query."""
        found = await self.session.scalars(
            select(OrganSuccession).from_statement(text(LINEAGE)), {"code": code}
        )
        return found.all()

    async def every(self) -> Sequence[OrganSuccession]:
        found = await self.session.scalars(
            select(OrganSuccession).order_by(
                OrganSuccession.effective,
                OrganSuccession.old_code,
                OrganSuccession.new_code,
            )
        )
        return found.all()

    async def fate(self, code: str, day: date) -> str:
        """For a person: when the organ last ended, and in what it went on."""
        ended = await self.session.scalar(
            select(func.max(Organ.valid_to)).where(
                Organ.code == code, Organ.valid_to <= day
            )
        )
        if ended is None:
            return ""
        found = await self.session.scalars(
            select(OrganSuccession.new_code)
            .where(OrganSuccession.old_code == code, OrganSuccession.effective <= day)
            .order_by(OrganSuccession.new_code)
        )
        codes = ", ".join(found)
        return f": it ended on {ended}" + (f"; successors: {codes}" if codes else "")


class SocialLabourPlans:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def write(self, plans: Sequence[SocialLabourPlan]) -> None:
        """Add these plans, or bring known ones to this."""
        await upsert(self.session, plans)

    async def every(self) -> dict[str, list[SocialLabourPlan]]:
        """Every plan of each right, oldest first."""
        found = await self.session.scalars(
            select(SocialLabourPlan)
            .order_by(SocialLabourPlan.right_number, SocialLabourPlan.valid_from)
            .execution_options(populate_existing=True)
        )
        plans: dict[str, list[SocialLabourPlan]] = defaultdict(list)
        for plan in found:
            plans[plan.right_number].append(plan)
        return plans

    async def of_organ(self, code: str, *, as_of: date) -> Sequence[SocialLabourPlan]:
        found = await self.session.scalars(
            select(SocialLabourPlan)
            .where(
                SocialLabourPlan.organ_code == code,
                SocialLabourPlan.valid_from <= as_of,
                SocialLabourPlan.valid_to > as_of,
            )
            .order_by(SocialLabourPlan.right_number)
        )
        return found.all()


async def kinds_of_places(
    session: AsyncSession, codes: Collection[str], *, as_of: date
) -> dict[str, set[str]]:
    """Kinds of the places that stand under each code; none where all have ended."""
    found = await session.scalars(select(Place).where(Place.code.in_(codes)))
    kinds: dict[str, set[str]] = {}
    for place in found:
        standing = {place.kind} if place.stood_on(as_of) else set()
        kinds[place.code] = kinds.get(place.code, set()) | standing
    return kinds
