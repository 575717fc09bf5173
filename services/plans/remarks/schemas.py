"""Remarks on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chassis.web.fields import Code, Reason, Sent
from contracts.ids import PlanId, RemarkId
from services.plans.remarks.models import SubjectOfRemark

FIELD = r"^[a-z_]{1,63}(\.[0-9]{4}/[0-9]{2})?$"


FieldName = Annotated[str, StringConstraints(pattern=FIELD)]
"""A field as provenance names it; `planned.2026/27` is the amount of one year."""


class RemarkSent(Sent):
    """Something to say about the plan, a record (`code`), or a `field` of it.

    A reply is about what its thread is about, whatever it says here.
    """

    subject: SubjectOfRemark = SubjectOfRemark.PLAN
    code: Code | None = None
    field: FieldName | None = Field(default=None, examples=["planned.2026/27"])
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
