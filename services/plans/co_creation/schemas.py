"""Sections, remarks and provenance on the wire."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from chassis.web.fields import Code, Name, Reason, Sent
from contracts.ids import PlanId, RemarkId
from services.plans.co_creation.models import SubjectOfRemark
from services.plans.documents.content import FocusArea
from services.plans.sections.models import SectionState


class SectionDraft(Sent):
    """A focus area of a draft, and the organ that writes it from now on."""

    code: Code = Field(examples=["S4"])
    title: Name
    focus_area: FocusArea
    owner_organ: Code = Field(examples=["NC-DOH"])


class AcceptanceSent(Sent):
    note: Reason | None = None


class ReturnSent(Sent):
    """Why it is given back for revision."""

    note: Reason


class SectionView(BaseModel):
    """A section of a plan; `note` says why it was given back, or with what accepted."""

    model_config = ConfigDict(from_attributes=True)

    plan_id: PlanId
    code: str
    space_code: str = Field(examples=["DC45"])
    title: str
    focus_area: str
    owner_organ: str
    state: SectionState
    note: str | None
    moved_by: str
    moved_at: datetime
    revision: int


class RemarkSent(Sent):
    """Something to say about the plan, a record (`code`), or a `field` of it.

    A reply is about what its thread is about, whatever it says here.
    """

    subject: SubjectOfRemark = SubjectOfRemark.PLAN
    code: Code | None = None
    field: Code | None = None
    content: Reason
    reply_to: RemarkId | None = None


class RemarkView(BaseModel):
    """A remark, by whom and for which organ; `thread` is the id of the first one."""

    model_config = ConfigDict(from_attributes=True)

    id: RemarkId
    plan_id: PlanId
    space_code: str = Field(examples=["DC45"])
    thread: RemarkId
    subject: SubjectOfRemark
    code: str | None
    field: str | None
    content: str
    made_by: str
    organ: str | None
    made_at: datetime
    plan_version: int
    resolved_by: str | None
    resolved_at: datetime | None


class ProvenanceView(BaseModel):
    """Which fields of which record were added, changed or removed, by whom.

    `planned.2026/27` is the amount of one year.
    """

    model_config = ConfigDict(from_attributes=True)

    id: int
    kind: str = Field(examples=["intervention"])
    code: str = Field(examples=["I01"])
    change: str = Field(examples=["changed"])
    fields: list[str] = Field(examples=[["title", "planned.2026/27"]])
    sub: str | None
    organ: str | None
    at: datetime
