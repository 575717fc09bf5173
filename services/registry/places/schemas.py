"""Places on the wire."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from services.registry.places.tree import Node


class Kind(StrEnum):
    """Kinds of places, from the widest to the smallest."""

    COUNTRY = "country"
    PROVINCE = "province"
    SPACE = "space"
    MUNICIPALITY = "municipality"
    WARD = "ward"


class PlaceView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    code: str = Field(examples=["DC45"])
    name: str = Field(examples=["John Taolo Gaetsewe"])
    valid_from: date = Field(description="The day this period began.")
    valid_to: date | None = Field(description="The first day it no longer holds.")
    since: date = Field(
        description="The first day the registry holds of this place under this code."
    )
    boundaries_since: date = Field(
        description="The first day of these boundaries; figures counted on others "
        "are not comparable."
    )
    begun_by: str = Field(
        description="What began the period; `register_opening` says nothing of when "
        "the place was founded.",
        examples=["established"],
    )


class ProvinceView(PlaceView):
    """An area directly below the country: a province, a region."""


class SpaceView(PlaceView):
    """A space: an area, not the municipality that may share its code."""

    category: str = Field(
        description="One of `/v1/country`.", examples=["district", "metro"]
    )
    province_code: str = Field(examples=["NC"])
    seat: str | None = Field(description="May lie outside the space.")
    population_2011: int | None = Field(description="Stats SA, Census 2011.")
    population_2016: int | None = Field(description="Stats SA, Community Survey 2016.")
    populations_comparable: bool = Field(
        description="False where the boundaries changed after the census of 2011."
    )


class MunicipalityView(PlaceView):
    """A municipality or other local government; `/v1/country` names the categories."""

    category: str = Field(examples=["A", "B", "C"])
    miif_class: str | None = Field(
        description="A class of the country's own, as its treasury gives.",
        examples=["B4"],
    )
    parent_code: str = Field(
        description="The organ above it: a district, else the province."
    )
    space_code: str | None
    province_code: str
    population_2011: int | None = Field(description="Stats SA, Census 2011.")
    population_2016: int | None = Field(description="Stats SA, Community Survey 2016.")
    populations_comparable: bool = Field(
        description="False where the boundaries changed after the census of 2011."
    )


class ProvincialModelView(BaseModel):
    """A province's own way of planning its spaces, beside the country's."""

    model_config = ConfigDict(from_attributes=True)

    code: str = Field(examples=["JDMA"])
    name: str
    confidence: str
    source: str


class SpaceDetailView(SpaceView):
    """A space with the municipalities that lie in it."""

    provincial_model: ProvincialModelView | None

    municipalities: list[MunicipalityView]


class PlacePeriodView(PlaceView):
    """A place of any kind, during one period."""

    kind: Kind
    category: str | None
    parent_code: str | None
    space_code: str | None
    province_code: str | None


class HierarchyNode(BaseModel):
    """A place and the places directly below it in the tree of areas, by code."""

    kind: Kind
    code: str
    name: str
    category: str | None
    children: list["HierarchyNode"]

    @classmethod
    def of(cls, node: Node) -> "HierarchyNode":
        return cls(
            kind=Kind(node.place.kind),
            code=node.place.code,
            name=node.place.name,
            category=node.place.category,
            children=[cls.of(child) for child in node.children],
        )
