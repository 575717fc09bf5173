"""Events published by plans about writing them together, and with the public."""

from datetime import date, datetime
from typing import ClassVar

from contracts.event import Event
from contracts.ids import (
    CommentWindowId,
    PlanId,
    RemarkId,
    SubmissionId,
)


class CommentWindowOpened(Event):
    """A draft is open to public comment from the first to the last of these days."""

    subject: ClassVar[str] = "onedistrict.plans.comment_window_opened.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    window_id: CommentWindowId
    space_code: str
    opens_on: date
    closes_on: date


class SubmissionReceived(Event):
    """Somebody commented on an open draft; it is not public before it is moderated."""

    subject: ClassVar[str] = "onedistrict.plans.submission_received.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    submission_id: SubmissionId
    window_id: CommentWindowId
    space_code: str
    intervention: str | None


class SubmissionModerated(Event):
    """A comment of the public was published, or withheld."""

    subject: ClassVar[str] = "onedistrict.plans.submission_moderated.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    submission_id: SubmissionId
    space_code: str
    state: str


class SubmissionAnswered(Event):
    """A comment of the public was answered; `changes` are interventions it changed."""

    subject: ClassVar[str] = "onedistrict.plans.submission_answered.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    submission_id: SubmissionId
    space_code: str
    outcome: str
    changes: tuple[str, ...]


class SectionMoved(Event):
    """A section of a draft is open, submitted, returned, accepted, or closed."""

    subject: ClassVar[str] = "onedistrict.plans.section_moved.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    space_code: str
    section: str
    focus_area: str
    owner_organ: str
    state: str
    note: str | None
    moved_by: str
    moved_at: datetime


class SectionChanged(Event):
    """A section is called otherwise, or its owner has another day."""

    subject: ClassVar[str] = "onedistrict.plans.section_changed.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    space_code: str
    section: str
    title: str
    due_on: date | None
    changed_by: str


class SectionOffered(Event):
    """An organ is asked to own a section; it owns nothing until it says yes.

    `owner_organ` writes the section until then; null where no organ does.
    """

    subject: ClassVar[str] = "onedistrict.plans.section_offered.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    space_code: str
    section: str
    focus_area: str
    owner_organ: str | None
    offered_to: str
    note: str | None
    due_on: date | None
    offered_by: str
    offered_at: datetime


class SectionTaken(Event):
    """An organ said yes: it owns the section, with the remarks that are open."""

    subject: ClassVar[str] = "onedistrict.plans.section_taken.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    space_code: str
    section: str
    focus_area: str
    owner_organ: str
    former_owner: str | None
    open_remarks: int
    taken_by: str
    taken_at: datetime


class SectionDeclined(Event):
    """An organ said no, or the offer was withdrawn; the owner is who it was."""

    subject: ClassVar[str] = "onedistrict.plans.section_declined.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    space_code: str
    section: str
    focus_area: str
    owner_organ: str | None
    offered_to: str
    withdrawn: bool
    note: str | None
    declined_by: str
    declined_at: datetime


class RemarkMade(Event):
    """Somebody said something about a plan, a record of it, or one field."""

    subject: ClassVar[str] = "onedistrict.plans.remark_made.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    remark_id: RemarkId
    thread: RemarkId
    space_code: str
    subject_kind: str
    code: str | None
    field: str | None
    organ: str | None
    made_by: str


class RemarkSettled(Event):
    """A thread of remarks is settled."""

    subject: ClassVar[str] = "onedistrict.plans.remark_settled.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    remark_id: RemarkId
    space_code: str
    resolved_by: str
