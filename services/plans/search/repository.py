"""One query: matches by the index of words, then only the rows the caller may read.

The rows that are answered come from the protected tables, joined to their words; so
row-level security decides about each of them, beside the condition that is said here.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Double,
    Join,
    Select,
    SQLColumnExpression,
    Subquery,
    Text,
    and_,
    any_,
    case,
    cast,
    exists,
    extract,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.database import Spaces
from services.plans.documents.content import Intervention, PlannedAmount
from services.plans.documents.models import Plan
from services.plans.documents.repository import readable as readable_plan
from services.plans.reference.models import SPACE, Place
from services.plans.resolutions.models import Matter
from services.plans.resolutions.repository import readable as readable_matter
from services.plans.search.models import (
    Found,
    Looking,
    Position,
)
from services.plans.search.rules import END, HIT
from services.plans.words.models import FoundKind, SearchEntry
from services.plans.words.repository import sought

INTERVENTION, RESOLUTION = FoundKind.INTERVENTION, FoundKind.RESOLUTION
SHORTER_FIRST = 1
MARKS = f'StartSel="{HIT}", StopSel="{END}", HighlightAll=true'


class Search:
    def __init__(self, session: AsyncSession, looking: Looking) -> None:
        self.session = session
        self.looking = looking
        self.query = sought(looking.words)
        # Read once, and not again for every row that matches.
        self.query_read = select(self.query).scalar_subquery()

    async def says_something(self) -> bool:
        """Whether there is a word that an index can be asked for."""
        needed = await self.session.scalar(select(func.querytree(self.query)))
        return needed not in {"", "T"}

    async def page(
        self, *, drafts_in: Spaces, after: Position | None, limit: int
    ) -> Sequence[Found]:
        asked = self.asked(drafts_in=drafts_in, after=after, limit=limit)
        return [Found(*row) for row in await self.session.execute(asked)]

    def asked(
        self, *, drafts_in: Spaces, after: Position | None, limit: int
    ) -> Select[Any]:
        """What fits best comes first; what fits as well, in one fixed order."""
        found = self._matching()
        wanted = (
            select(found)
            .select_from(_with_their_rows(found, drafts_in))
            .where(_is_there())
        )
        for condition in _conditions(self.looking):
            wanted = wanted.where(condition)
        if after is not None:
            later = and_(found.c.rank == after.rank, found.c.id > after.entry)
            wanted = wanted.where(or_(found.c.rank < after.rank, later))
        ordered = wanted.order_by(found.c.rank.desc(), found.c.id).limit(limit)
        return self._shown(ordered.cte("page"), drafts_in)

    def _matching(self) -> CTE:
        rank = func.ts_rank(SearchEntry.words, self.query_read, SHORTER_FIRST)
        matching = select(
            SearchEntry.id,
            SearchEntry.kind,
            SearchEntry.record,
            SearchEntry.code,
            cast(rank, Double).label("rank"),
        ).where(SearchEntry.words.bool_op("@@")(self.query))
        if self.looking.kind is not None:
            matching = matching.where(SearchEntry.kind == self.looking.kind)
        return matching.cte("matching").prefix_with("materialized")

    def _shown(self, page: CTE, drafts_in: Spaces) -> Select[Any]:
        """The page, with hits marked: those of stems, and those of beginnings."""
        text = _text_of(page)
        folded = func.plans_folded(text)
        marked = [
            func.ts_headline(language, said, self.query_read, MARKS)
            for language, said in (
                ("english", func.plans_bare(folded)),
                ("simple", folded),
            )
        ]
        return (
            select(*_columns_of(page), text, *marked)
            .select_from(_with_their_rows(page, drafts_in))
            .where(
                _is_there(),
                or_(~_is(page, INTERVENTION), Intervention.code.is_not(None)),
            )
            .order_by(page.c.rank.desc(), page.c.id)
        )


def _is(found: CTE, kind: FoundKind) -> ColumnElement[bool]:
    return found.c.kind == kind


def _with_their_rows(found: CTE, drafts_in: Spaces) -> Join:
    """What was found beside its row, where the caller may read it.

    PostgreSQL leaves out the join with interventions where nothing asks for them.
    """
    plan = and_(
        ~_is(found, RESOLUTION), Plan.id == found.c.record, readable_plan(drafts_in)
    )
    intervention = and_(
        _is(found, INTERVENTION),
        Intervention.plan_id == found.c.record,
        Intervention.code == found.c.code,
    )
    matter = and_(
        _is(found, RESOLUTION), Matter.id == found.c.record, readable_matter(drafts_in)
    )
    with_plans = found.outerjoin(Plan, plan).outerjoin(Intervention, intervention)
    return with_plans.outerjoin(Matter, matter)


def _is_there() -> ColumnElement[bool]:
    """A resolution, or what belongs to a plan, that may be read."""
    return or_(Plan.id.is_not(None), Matter.id.is_not(None))


def _columns_of(page: CTE) -> Iterator[SQLColumnExpression[Any]]:
    """The columns of `Found` up to its text."""
    yield page.c.id
    yield page.c.rank
    yield page.c.kind
    yield Plan.id
    yield Intervention.code
    yield Matter.id
    yield func.coalesce(Plan.space_code, Matter.space_code)
    yield func.coalesce(Intervention.title, Plan.title, Matter.reference)
    yield func.coalesce(Plan.status, Matter.status)


def _text_of(page: CTE) -> ColumnElement[str]:
    said = (Intervention.title, Intervention.section, Intervention.note)
    return case(
        (_is(page, RESOLUTION), Matter.content),
        (_is(page, INTERVENTION), func.concat_ws(" ", *said)),
        else_=func.concat_ws(" ", Plan.title, Plan.vision),
    )


def _conditions(looking: Looking) -> Iterator[ColumnElement[bool]]:
    if looking.space is not None:
        yield or_(Plan.space_code == looking.space, _concerns(looking.space))
    if looking.province is not None:
        spaces = _spaces_of(looking.province)
        within = select(func.array_agg(spaces.c.code)).scalar_subquery()
        concerned = Matter.space_codes.overlap(within)
        yield or_(Plan.space_code.in_(select(spaces.c.code)), concerned)
    if looking.focus_area is not None:
        yield Intervention.focus_area == looking.focus_area
    if looking.organ is not None:
        supports = literal(looking.organ) == any_(Intervention.supporting_organs)
        leads = Intervention.lead_organ == looking.organ
        yield or_(leads, supports, Matter.owner_organ == looking.organ)
    if looking.status is not None:
        status = literal(looking.status.value)
        yield or_(
            cast(Plan.status, Text) == status, cast(Matter.status, Text) == status
        )
    if looking.year is not None:
        yield _in_year(looking.year)


def _concerns(space: str) -> ColumnElement[bool]:
    return literal(space) == any_(Matter.space_codes)


def _spaces_of(province: str) -> Subquery:
    """Spaces that stand in a province, or stood there."""
    return (
        select(Place.code)
        .where(Place.kind == SPACE, Place.province_code == province)
        .subquery()
    )


def _in_year(year: int) -> ColumnElement[bool]:
    """Interventions run or are paid for in it, plans and resolutions were made."""
    last = func.coalesce(Intervention.end_year, Intervention.start_year)
    runs = and_(Intervention.start_year <= year, last >= year)
    paid = exists().where(
        PlannedAmount.plan_id == Intervention.plan_id,
        PlannedAmount.code == Intervention.code,
        func.left(PlannedAmount.financial_year, 4).in_([str(year), str(year - 1)]),
    )
    made = func.coalesce(Plan.adopted_at, Plan.drafted_at)
    return case(
        (Intervention.code.is_not(None), or_(runs, paid)),
        (Plan.id.is_not(None), extract("year", made) == year),
        else_=extract("year", Matter.raised_on) == year,
    )
