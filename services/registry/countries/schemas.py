"""A country on the wire."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

FROM_RECORD = ConfigDict(from_attributes=True)


class CategoryView(BaseModel):
    """What places of a kind are told apart by."""

    model_config = FROM_RECORD

    code: str = Field(examples=["district"])
    name: str


class LevelView(BaseModel):
    """A kind of place and the country's own words for it, from the widest down."""

    model_config = FROM_RECORD

    kind: str = Field(examples=["space"])
    singular: str = Field(examples=["district"])
    plural: str = Field(examples=["districts"])
    code_pattern: str = Field(description="A regular expression for the whole code.")
    categories: list[CategoryView]
    classes: list[str] = Field(description="Empty where the country classes none.")


class SphereView(BaseModel):
    """A sphere of government and its financial year."""

    model_config = FROM_RECORD

    code: str
    name: str
    year_starts: str = Field(description="Month and day.", examples=["04-01"])
    year_label: str = Field(examples=["{start}/{end}"])
    financial_year: str = Field(description="Today's.", examples=["2026/27"])


class ApprovalView(BaseModel):
    """A body that takes part in approving a plan, and what it does, in order."""

    model_config = FROM_RECORD

    body: str
    abbreviation: str
    act: str = Field(examples=["recommends"])
    basis: str
    confidence: str


class SchemeView(BaseModel):
    """Who gives identifiers, and whether they are codes, numbers or names."""

    model_config = FROM_RECORD

    code: str = Field(examples=["iso3166_2"])
    authority: str
    written: str


class VintageView(BaseModel):
    """Boundaries figures were counted on, by a day on which they stood."""

    model_config = FROM_RECORD

    code: str
    stood_on: date


class CountryView(BaseModel):
    """The country that a deployment is for."""

    model_config = FROM_RECORD

    code: str = Field(examples=["ZA"])
    name: str
    currency: str = Field(examples=["ZAR"])
    code_scheme: str = Field(description="The scheme of the registry's own codes.")
    register_opened: date = Field(
        description="The first day this register answers for."
    )
    vintage: str = Field(description="The demarcation its pack holds.")
    levels: list[LevelView]
    spheres: list[SphereView]
    approvals: list[ApprovalView]
    identifier_schemes: list[SchemeView]
    boundary_vintages: list[VintageView]
