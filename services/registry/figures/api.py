"""Reading figures of places, and comparing years; public."""

from datetime import date
from typing import Annotated, Literal

from fastapi import Query

from chassis import clock
from chassis.web.auth import Anyone
from chassis.web.fields import Code
from chassis.web.paging import CursorMalformed, Page, Paging, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.registry.asking import CACHEABLE, AsOf
from services.registry.figures import service
from services.registry.figures.models import (
    FigureFilter,
    FiguresNotComparable,
    MeasureNotAdditive,
    MeasureUnknown,
)
from services.registry.figures.schemas import ComparisonView, FigureView, MeasureView
from services.registry.figures.service import Comparing
from services.registry.places.schemas import Kind

routes = router("figures")

Year = Annotated[int, Query(ge=1900, le=2199)]
Filter = Annotated[Code | None, Query()]


@routes.get("/measures", openapi_extra=CACHEABLE)
async def list_measures(_: Anyone) -> Page[MeasureView]:
    """What figures are kept of."""
    found = service.list_measures()
    return Page(items=[MeasureView.model_validate(measure) for measure in found])


@routes.get("/figures", responses=refusing(CursorMalformed), openapi_extra=CACHEABLE)
async def list_figures(  # noqa: PLR0913, PLR0917  the filters
    session: Session,
    _: Anyone,
    page: Paging,
    as_of: AsOf,
    kind: Kind | None = None,
    code: Filter = None,
    measure: Filter = None,
    year: Annotated[int | None, Query(ge=1900, le=2199)] = None,
    space: Filter = None,
) -> Page[FigureView]:
    """Figures of places and years, as counted, and as stated on a day."""
    found = await service.list_figures(
        session,
        FigureFilter(kind and kind.value, code, measure, year, space),
        as_of=as_of,
        after=page.after or "",
        limit=page.limit + 1,
    )
    return page_of(page, found, FigureView, lambda figure: figure.record)


@routes.get(
    "/figures/comparison",
    responses=refusing(FiguresNotComparable, MeasureUnknown, MeasureNotAdditive),
    openapi_extra=CACHEABLE,
)
async def compare_figures(  # noqa: PLR0913, PLR0917  what is compared, where, on what
    session: Session,
    _: Anyone,
    from_year: Annotated[Year, Query(alias="from")],
    to_year: Annotated[Year, Query(alias="to")],
    measure: Annotated[Code, Query()] = "population",
    kind: Literal["country", "province", "space", "municipality"] = "space",
    space: Filter = None,
    on: Annotated[
        date | None, Query(alias="date", description="A day of the boundaries; today.")
    ] = None,
    *,
    restate: Annotated[
        bool, Query(description="Carry figures to those boundaries by weights.")
    ] = False,
    as_of: AsOf,
) -> ComparisonView:
    """Compare two years on the same boundaries.

    Figures that were counted on other boundaries refuse the comparison, unless they are
    restated: what moved goes, by its established weight, to where it lies now. A figure
    that cannot be restated is null, and says what is missing.
    """
    asked = Comparing(
        measure, from_year, to_year, kind, space, on or clock.today(), restate
    )
    found = await service.compare(session, asked, as_of=as_of)
    return ComparisonView.of(found)
