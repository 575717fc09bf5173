"""Which commitments of a plan are asked for, by the dimensions of the pivot."""

from typing import Annotated

from fastapi import Depends, Query

from chassis.web.fields import Code
from services.plans.commitments.models import CommitmentState
from services.plans.commitments.schemas import Period
from services.plans.documents.content import FocusArea, Sphere


async def filters(  # noqa: PLR0913  one parameter per dimension
    *,
    organ: Annotated[
        Code | None, Query(description="Whose word.", examples=["DWS"])
    ] = None,
    intervention: Annotated[
        Code | None, Query(description="To which intervention.", examples=["I01"])
    ] = None,
    state: Annotated[
        CommitmentState | None, Query(description="How it stands.")
    ] = None,
    sphere: Annotated[Sphere | None, Query(description="Sphere of the organ.")] = None,
    year: Annotated[
        Period | None,
        Query(description="Financial year, or `horizon`.", examples=["2026/27"]),
    ] = None,
    place: Annotated[
        Code | None, Query(description="Where.", examples=["NC451"])
    ] = None,
    focus_area: Annotated[
        FocusArea | None, Query(description="Focus area of the intervention.")
    ] = None,
) -> dict[str, str]:
    """Each narrows the list down; what is left out does not."""
    asked = {
        "organ": organ,
        "intervention": intervention,
        "state": state,
        "sphere": sphere,
        "year": year,
        "place": place,
        "focus_area": focus_area,
    }
    return {name: value for name, value in asked.items() if value is not None}


Filters = Annotated[dict[str, str], Depends(filters)]
