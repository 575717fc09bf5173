"""Searches and what they find, on the wire."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.tabular.writing import Sheet
from chassis.web.fields import Code, Name
from services.plans.documents.content import FocusArea
from services.plans.search.models import Found, FoundStatus, Looking
from services.plans.search.rules import fragment_of
from services.plans.words.models import FoundKind

FIRST_YEAR, LAST_YEAR = 1990, 2100
HEADER = (
    "kind",
    "plan_id",
    "intervention_code",
    "matter_id",
    "space_code",
    "title",
    "status",
    "text",
)


class SearchResult(BaseModel):
    """A record that was found.

    A plan is named by `plan_id`, an intervention by that and `intervention_code`, a
    resolution by `matter_id`. `status` of an intervention is its plan's. `fragment` is
    HTML: escaped text in which hits stand in `mark` elements, and no other element.
    """

    kind: FoundKind
    plan_id: UUID | None
    intervention_code: str | None
    matter_id: UUID | None
    space_code: str | None = Field(examples=["DC45"])
    title: str
    status: FoundStatus
    fragment: str = Field(examples=["Bulk <mark>water</mark> supply"])
    rank: float


async def looked_for(  # noqa: PLR0913  the filters of one search
    *,
    q: Annotated[Name, Query(description="Words, as one searches on the web.")],
    kind: FoundKind | None = None,
    space: Annotated[Code | None, Query()] = None,
    province: Annotated[Code | None, Query(examples=["NC"])] = None,
    focus_area: FocusArea | None = None,
    organ: Annotated[Code | None, Query()] = None,
    status: FoundStatus | None = None,
    year: Annotated[int | None, Query(ge=FIRST_YEAR, le=LAST_YEAR)] = None,
) -> Looking:
    return Looking(
        words=q,
        kind=kind,
        space=space,
        province=province,
        focus_area=focus_area,
        organ=organ,
        status=status,
        year=year,
    )


def result_view(found: Found) -> SearchResult:
    fragment = fragment_of(found.text, found.english, found.simple)
    return SearchResult.model_validate(found._asdict() | {"fragment": fragment})


def sheet_of(rows: Sequence[Found]) -> Sheet:
    """What was found as a table, with all of its text and without marks."""
    cells = [tuple(_shown(getattr(row, name)) for name in HEADER) for row in rows]
    return Sheet("search", HEADER, cells)


def _shown(value: object) -> str:
    return "" if value is None else str(value)
