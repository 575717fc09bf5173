"""Frameworks and programmes on the wire."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field


class StatedView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    record: str
    confidence: str = Field(description="How sure we are: high, medium or low.")
    stated_from: date = Field(description="From when on the registry states it so.")


class FrameworkView(StatedView):
    """A version of a framework, and the days it is in force."""

    framework: str = Field(examples=["MTDP"])
    version: str = Field(examples=["2024-29"])
    name: str
    authority: str
    begins: date
    ends: date | None = Field(description="The first day it is no longer in force.")
    supersedes: str | None = Field(examples=["MTSF/2019-24"])
    source: str


class FrameworkItemView(StatedView):
    """An item that plans may refer to, by its code."""

    framework: str
    version: str
    code: str
    parent: str | None
    level: int = Field(description="1 at the top.")
    title: str


class FrameworkMappingView(StatedView):
    """How an item relates to one of another framework, or of its successor."""

    framework: str
    version: str
    code: str
    to_framework: str
    to_version: str
    to_code: str
    relation: str = Field(examples=["contributes_to", "equals", "succeeded_by"])
    source: str


class ProgrammeView(StatedView):
    """A public programme and who leads it."""

    code: str = Field(examples=["EPWP"])
    name: str
    lead: str
    lead_organ: str | None = Field(description="Its code, where it is registered.")
    begins: date
    ends: date | None
    source: str
