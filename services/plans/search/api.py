"""Searching what plans, interventions and resolutions say, by words."""

import re
from typing import Annotated

from fastapi import Depends, Response

from chassis.tabular.writing import SheetFormat
from chassis.web.paging import CursorMalformed, Page, Paging, after_key, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from chassis.web.tables import TABLE, Form, as_file
from services.plans.permissions import DraftsIn
from services.plans.search import service
from services.plans.search.models import Looking, Position, SearchSaysNothing
from services.plans.search.schemas import (
    SearchResult,
    looked_for,
    result_view,
    sheet_of,
)

routes = router("search")

POSITION = re.compile(r"(\d{1,3}(?:\.\d{1,25})?(?:e-\d{1,2})?):(\d{1,18})", re.ASCII)
LARGEST_TABLE = 5000
Sought = Annotated[Looking, Depends(looked_for)]


@routes.get("/search", responses=refusing(SearchSaysNothing, CursorMalformed))
async def search_records(
    session: Session, drafts_in: DraftsIn, page: Paging, sought: Sought
) -> Page[SearchResult]:
    """Plans, interventions and resolutions by their words, the best fit first.

    All words must be there; `"..."` is a phrase, `or` an alternative, `-` excludes.
    Words are found in any form of English (`roads` finds `road`), with or without
    accents or the prefix of a name (`Mgungundlovu` finds `uMgungundlovu`), and the last
    one also as the beginning of a longer one. `year` is one in which interventions run
    or are paid for, and plans and resolutions were made.
    """
    found = await service.find(
        session,
        sought,
        drafts_in=drafts_in,
        after=after_key(page, _position),
        limit=page.limit + 1,
    )
    return page_of(page, found, result_view, lambda row: f"{row.rank!r}:{row.entry}")


@routes.get(
    "/search/table",
    response_class=Response,
    responses=refusing(SearchSaysNothing) | TABLE,
)
async def export_found_records(
    session: Session,
    drafts_in: DraftsIn,
    sought: Sought,
    form: Form = SheetFormat.CSV,
) -> Response:
    """The first 5,000 results of a search as CSV or XLSX, in the same order."""
    found = await service.find(
        session, sought, drafts_in=drafts_in, limit=LARGEST_TABLE
    )
    return as_file(sheet_of(found).written(form), form, name="search")


def _position(key: str) -> Position:
    found = POSITION.fullmatch(key)
    if found is None:
        raise ValueError(key)
    return Position(float(found[1]), int(found[2]))
