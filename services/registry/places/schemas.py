"""Places on the wire."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class PlaceView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    code: str = Field(examples=["DC45"])
    name: str = Field(examples=["John Taolo Gaetsewe"])
    valid_from: date
    valid_to: date | None


class ProvinceView(PlaceView):
    """A province, by the Demarcation Board's code."""


class SpaceView(PlaceView):
    """One of the 52 spaces: an area, not the municipality that may share its code."""

    category: Literal["district", "metro"]
    province_code: str = Field(examples=["NC"])
    seat: str | None = Field(description="May lie outside the space.")
    population_2011: int | None = Field(description="Stats SA, Census 2011.")
    population_2016: int | None = Field(description="Stats SA, Community Survey 2016.")


class MunicipalityView(PlaceView):
    """A municipality. Category A is a metro, B local, C district."""

    category: Literal["A", "B", "C"]
    miif_class: str | None = Field(
        description="National Treasury class; C2 is a water services authority.",
        examples=["B4"],
    )
    parent_code: str = Field(description="The district of a B, else the province.")
    space_code: str | None
    province_code: str
    population_2011: int | None = Field(description="Stats SA, Census 2011.")
    population_2016: int | None = Field(description="Stats SA, Community Survey 2016.")


class SpaceDetailView(SpaceView):
    """A space with the municipalities that lie in it."""

    municipalities: list[MunicipalityView]
