"""Lineage and apportionment on the wire."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from chassis.web.series import Weight
from contracts.money import Rand


class LineageStep(BaseModel):
    """One municipality this one came from or became, on one day.

    `change`: `merged` (with others, into a new one), `absorbed` (into one that stays),
    `divided` (among several), `ceded` (a part, and went on), `retained` (that part it
    kept), `reconstituted` (its code passed to the municipality it merged into).
    """

    effective: date
    code: str
    name: str
    since: date
    change: str
    from_space: str
    to_space: str
    crosses_spaces: bool
    weight: Weight | None = Field(
        description="The share of the earlier one that lies in the later one; null "
        "while nobody has established it."
    )
    weight_basis: str | None = Field(examples=["whole", "population", "declared"])
    weight_source: str | None


class LineageView(BaseModel):
    """A municipality with what it came from and what it became."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    name: str
    since: date
    valid_to: date | None
    space_code: str
    province_code: str
    predecessors: list[LineageStep]
    successors: list[LineageStep]


class PartView(BaseModel):
    """A part of an old municipality, where it lies now, and its share."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    since: date
    space_code: str
    weight: Weight
    amount: Rand | None


class ApportionmentView(BaseModel):
    """Where figures of a municipality belong on later boundaries; weights sum to 1."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    as_of: date
    target: date
    space_code: str = Field(description="The space it lay in on `as_of`.")
    parts: list[PartView]
