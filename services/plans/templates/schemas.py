"""Templates on the wire."""

from pydantic import BaseModel, ConfigDict, Field, model_validator

from chassis.web.fields import Code
from contracts.ids import PlanId
from services.plans.documents.content import FocusArea
from services.plans.documents.schemas import PlanDraft


class DraftFromTemplate(PlanDraft):
    """A One Plan to begin with a named template, or what some space adopted."""

    template: Code | None = Field(default=None, examples=["one-plan"])
    plan_id: PlanId | None = None

    @model_validator(mode="after")
    def one_of_both(self) -> "DraftFromTemplate":
        if (self.template is None) == (self.plan_id is None):
            raise ValueError("send either a template or a plan_id")
        return self


class TemplateRecord(BaseModel):
    """An issue to answer, or an outcome to measure."""

    model_config = ConfigDict(from_attributes=True)

    code: str = Field(examples=["D1"])
    focus_area: FocusArea
    statement: str
    indicator: str | None = None
    unit: str | None = None


class TemplateView(BaseModel):
    """What a draft begins with."""

    model_config = ConfigDict(from_attributes=True)

    code: str = Field(examples=["one-plan"])
    issues: list[TemplateRecord]
    outcomes: list[TemplateRecord]


class Templates(BaseModel):
    """All named templates."""

    items: list[TemplateView]
