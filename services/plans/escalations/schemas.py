"""Escalations on the wire."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from chassis.web.fields import Reason, Sent
from contracts.ids import EscalationId, MatterId
from services.plans.escalations.models import EscalationStatus


class EscalationSent(Sent):
    """Why the structure above has to deal with it."""

    reason: Reason


class EscalationAnswer(Sent):
    """What the structure above decided, or why it gives the matter back."""

    answer: Reason


class EscalationView(BaseModel):
    """A matter before the structure above; `acknowledge_by` is its clock."""

    model_config = ConfigDict(from_attributes=True)

    id: EscalationId
    matter_id: MatterId
    space_code: str | None
    from_structure: str
    to_structure: str
    status: EscalationStatus
    reason: str
    escalated_on: date
    acknowledge_by: date
    is_overdue: bool
    acknowledged_on: date | None
    closed_on: date | None
    answer: str | None
    revision: int
    escalated_by: str
    updated_at: datetime
