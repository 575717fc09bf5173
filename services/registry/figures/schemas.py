"""Figures on the wire."""

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from chassis.web.series import Weight
from contracts.money import Share
from services.registry.figures.restating import Compared, Value
from services.registry.figures.rows import Quantity
from services.registry.figures.service import Comparison

FROM_RECORD = ConfigDict(from_attributes=True)
Difference = str


class MeasureView(BaseModel):
    """What figures are of."""

    model_config = FROM_RECORD

    code: str = Field(examples=["population"])
    name: str
    unit: str = Field(examples=["people"])
    decimals: int
    additive: bool = Field(description="Whether figures of parts sum to the whole's.")


class FigureView(BaseModel):
    """A figure of a place and a year, on the boundaries it was counted on."""

    model_config = FROM_RECORD

    record: str = Field(examples=["population/space/DC45/2016/2016"])
    kind: str
    code: str
    measure: str
    year: int
    value: Quantity
    boundary_vintage: str
    boundaries_on: date = Field(description="A day on which they stood.")
    in_space: str | None = Field(description="The space it lay in on that day.")
    basis: str
    confidence: str
    source: str
    valid_from: date = Field(description="From when on the registry states it so.")
    valid_to: date | None


class RestatingStepView(BaseModel):
    """A municipality's share that came from, or (negative) went to, another place."""

    model_config = FROM_RECORD

    municipality: str
    weight: Weight
    amount: Difference = Field(examples=["-24314"])


class RestatedValueView(BaseModel):
    """A year's figure on the boundaries of the comparison.

    `steps` is how it was restated; `missing` is why there is none.
    """

    year: int
    value: Quantity | None
    restated: bool
    boundary_vintage: str | None = Field(description="Of the place's own figure.")
    source: str | None
    confidence: str | None
    steps: list[RestatingStepView]
    missing: list[str]

    @classmethod
    def of(cls, value: Value) -> "RestatedValueView":
        counted = value.counted
        return cls(
            year=value.year,
            value=value.value,
            restated=value.restated,
            boundary_vintage=None if counted is None else counted.boundary_vintage,
            source=None if counted is None else counted.source,
            confidence=None if counted is None else counted.confidence,
            steps=[
                RestatingStepView(
                    municipality=step.municipality,
                    weight=step.weight,
                    amount=f"{step.amount:f}",
                )
                for step in value.steps
            ],
            missing=value.missing,
        )


class ComparedView(BaseModel):
    """A place with its figures of two years, and what became of the first."""

    kind: str
    code: str
    name: str
    earlier: RestatedValueView
    later: RestatedValueView
    change: Difference | None = Field(examples=["16059"])
    change_percent: Share | None

    @classmethod
    def of(cls, found: Compared) -> "ComparedView":
        return cls(
            kind=found.place.kind,
            code=found.place.code,
            name=found.place.name,
            earlier=RestatedValueView.of(found.earlier),
            later=RestatedValueView.of(found.later),
            change=None if found.change is None else f"{found.change:f}",
            change_percent=_percent(found),
        )


def _percent(found: Compared) -> Decimal | None:
    if found.change is None or not found.earlier.value:
        return None
    return (100 * found.change / found.earlier.value).quantize(Decimal("0.01"))


class ComparisonView(BaseModel):
    """Two years of a measure, for places of a kind, on the boundaries of one day."""

    measure: MeasureView
    from_year: int
    to_year: int
    boundaries_on: date
    restated: bool = Field(description="Whether restating was asked for.")
    items: list[ComparedView]

    @classmethod
    def of(cls, found: Comparison) -> "ComparisonView":
        return cls(
            measure=MeasureView.model_validate(found.measure),
            from_year=found.from_year,
            to_year=found.to_year,
            boundaries_on=found.boundaries_on,
            restated=found.restated,
            items=[ComparedView.of(item) for item in found.items],
        )
