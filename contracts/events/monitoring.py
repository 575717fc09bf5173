"""Events published by monitoring."""

from typing import ClassVar

from contracts.event import Event
from contracts.ids import AlignmentCheckId, PlanId


class BaselineOpened(Event):
    """Commitments of an adopted plan version are now being watched."""

    subject: ClassVar[str] = "onedistrict.monitoring.baseline_opened.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    plan_version: int
    space_code: str
    check_id: AlignmentCheckId
    commitments: int
