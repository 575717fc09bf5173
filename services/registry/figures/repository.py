"""Figures as they were stated on a day."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import any_, bindparam, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY, TEXT, insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.periods import stood_on
from services.registry.figures.models import Figure, FigureFilter
from services.registry.places.models import WARD, Place

COLUMNS = tuple(
    column.key for column in Figure.__table__.columns if column.key != "record"
)

# The views of places show what the figures say of these years, and nothing else.
SHOW = """
with shown as (
  select distinct on (code, year) code, year, boundaries_on, value
  from figure
  where measure = 'population' and boundary_vintage = year::text
    and year in (2011, 2016) and valid_from <= :day
    and (valid_to is null or valid_to > :day) and code = any(:codes)
  order by code, year, kind = 'space' desc
),
wanted as (
  select p.kind, p.code, p.valid_from,
    max(s.value) filter (where s.year = 2011) as people_2011,
    max(s.value) filter (where s.year = 2016) as people_2016
  from place p left join shown s on s.code = p.code and p.since <= s.boundaries_on
    and (p.valid_to is null or p.valid_to > s.boundaries_on)
  where p.code = any(:codes)
  group by p.kind, p.code, p.valid_from
)
update place p
set population_2011 = w.people_2011, population_2016 = w.people_2016
from wanted w
where (p.kind, p.code, p.valid_from) = (w.kind, w.code, w.valid_from)
  and (p.population_2011 is distinct from w.people_2011
    or p.population_2016 is distinct from w.people_2016)
returning p.code
"""


class Figures:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def list(
        self, wanted: FigureFilter, *, as_of: date, after: str, limit: int
    ) -> Sequence[Figure]:
        """Figures as stated on a day, by record, those after `after`."""
        asked = (
            (Figure.kind, wanted.kind),
            (Figure.code, wanted.code),
            (Figure.measure, wanted.measure),
            (Figure.year, wanted.year),
            (Figure.in_space, wanted.space),
        )
        found = await self.session.scalars(
            select(Figure)
            .where(*(column == value for column, value in asked if value is not None))
            .where(stood_on(Figure, as_of), Figure.record > after)
            .order_by(Figure.record)
            .limit(limit)
        )
        return found.all()

    async def of_years(
        self, measure: str, years: Collection[int], *, as_of: date
    ) -> Sequence[Figure]:
        """Every place's figures of a measure, as stated on a day."""
        found = await self.session.scalars(
            select(Figure)
            .where(
                Figure.measure == measure,
                Figure.year.in_(years),
                stood_on(Figure, as_of),
            )
            .order_by(Figure.record)
        )
        return found.all()

    async def last_stated(self, records: Collection[str]) -> dict[str, Figure]:
        """What was last said of each of these, ended or not."""
        wanted = bindparam("records", list(records), ARRAY(TEXT))
        found = await self.session.scalars(
            select(Figure)
            .where(Figure.record == any_(wanted))
            .order_by(Figure.record, Figure.valid_from)
            .execution_options(populate_existing=True)
        )
        return {figure.record: figure for figure in found}

    async def end(self, figures: Sequence[Figure], day: date) -> None:
        """From that day on these are no longer said."""
        await self.session.execute(
            update(Figure)
            .where(Figure.id.in_([figure.id for figure in figures]))
            .values(valid_to=day)
            .execution_options(synchronize_session=False)
        )

    async def add(self, figures: Sequence[Figure]) -> None:
        rows = [{name: getattr(each, name) for name in COLUMNS} for each in figures]
        if rows:
            await self.session.execute(insert(Figure), rows)

    async def show_in_places(self, codes: Collection[str], *, as_of: date) -> set[str]:
        """Bring the populations that places show to the figures; says which changed."""
        changed = await self.session.scalars(
            text(SHOW), {"codes": list(codes), "day": as_of}
        )
        return set(changed)

    async def places(self) -> Sequence[Place]:
        """Every period of every place above the wards."""
        found = await self.session.scalars(select(Place).where(Place.kind != WARD))
        return found.all()

    async def places_of(self, codes: Collection[str]) -> Sequence[Place]:
        """Every period of these codes, as the database has them now."""
        found = await self.session.scalars(
            select(Place)
            .where(Place.code.in_(codes))
            .execution_options(populate_existing=True)
        )
        return found.all()
