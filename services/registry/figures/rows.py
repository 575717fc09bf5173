"""What a person states about figures: the rows of a change proposal."""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from chassis.web.fields import Code, Name, Sent
from services.registry.figures.models import Basis, record_of
from services.registry.places.schemas import Kind
from services.registry.statements import Confidence

PATTERN = r"^\d{1,15}(\.\d{1,6})?$"


def _exact(value: object) -> object:
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str) or not re.fullmatch(PATTERN, value, re.ASCII):
        raise ValueError("send digits as text: at most 15, and six after a point")
    return Decimal(value)


Quantity = Annotated[
    Decimal,
    BeforeValidator(_exact),
    PlainSerializer(lambda value: f"{value:f}", return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": PATTERN, "examples": ["84201"]}),
]
"""A figure, exact and never negative; a string in JSON."""


class FigureRow(Sent):
    """A figure of a place and a year, as it is stated from the effective day on.

    It belongs to the boundaries of `boundary_vintage` (see `/v1/country`), on which the
    place must have stood. A figure without a value is withdrawn from then on.
    """

    kind: Kind
    code: Code = Field(examples=["NC451"])
    measure: Code = Field(examples=["population"])
    year: int = Field(ge=1900, le=2199, examples=[2022])
    boundary_vintage: Code = Field(examples=["2022"])
    value: Quantity | None = None
    basis: Basis = Basis.COUNT
    confidence: Confidence = Confidence.HIGH
    source: Name = Field(examples=["Statistics South Africa: Census 2022"])

    @property
    def record(self) -> str:
        return record_of(
            self.measure, self.kind.value, self.code, self.year, self.boundary_vintage
        )
