"""Events published by plans."""

from datetime import date, datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from contracts.event import Event
from contracts.ids import (
    CommentWindowId,
    CommitmentId,
    ContradictionId,
    DecisionId,
    PlanId,
    RemarkId,
    ReviewId,
    SubmissionId,
)
from contracts.money import Rand


class PlanDrafted(Event):
    """Work on a One Plan for a space has begun."""

    subject: ClassVar[str] = "onedistrict.plans.plan_drafted.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    space_code: str
    title: str
    provenance: str
    drafted_by: str


class InterventionsDrafted(Event):
    """Interventions with these codes stand in a draft; budgets may link to them."""

    subject: ClassVar[str] = "onedistrict.plans.interventions_drafted.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    space_code: str
    codes: tuple[str, ...]


class PlanContentChanged(Event):
    """Records of a draft were `added`, `changed` or `removed`, all of one kind.

    `kind` is `plan`, `issue`, `outcome`, `strategy`, `link` or `intervention`.
    """

    subject: ClassVar[str] = "onedistrict.plans.plan_content_changed.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    plan_version: int
    space_code: str
    kind: str
    change: str
    codes: tuple[str, ...]
    changed_by: str


class StageCompleted(Event):
    """A legal stage of a plan is complete (DDM Regulations 2024, reg 11(1))."""

    subject: ClassVar[str] = "onedistrict.plans.stage_completed.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    space_code: str
    stage: str
    completed_by: str


class Dependency(BaseModel):
    """What must come first, and how: `FS` finish to start, `SS` start to start."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    kind: str


class AdoptedIntervention(BaseModel):
    """An intervention as adopted. Amounts in rand, by financial year.

    `unphased` is money without a year, for the horizon from `start_year` to `end_year`
    as far as these are known.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    title: str
    focus_area: str
    location_codes: tuple[str, ...]
    lead_organ: str
    sphere: str
    planned: dict[str, Rand]
    unphased: Rand | None
    depends_on: tuple[Dependency, ...]
    in_idp: bool | None
    confirmed_by_organ: bool | None
    start_year: int | None
    end_year: int | None


class InterventionsAdopted(Event):
    """A part of the content of the plan version that is being adopted."""

    subject: ClassVar[str] = "onedistrict.plans.interventions_adopted.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    plan_version: int
    space_code: str
    part: int
    parts: int
    interventions: tuple[AdoptedIntervention, ...]


class PlanSealed(Event):
    """What is being adopted was written down in canonical JSON and sealed.

    `seal` is the SHA-256 of that document (RFC 8785), in hexadecimal.
    """

    subject: ClassVar[str] = "onedistrict.plans.plan_sealed.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    plan_version: int
    space_code: str
    seal: str
    size_bytes: int
    sealed_at: datetime


class PlanAdopted(Event):
    """A plan version was adopted; its content came in the parts before this event."""

    subject: ClassVar[str] = "onedistrict.plans.plan_adopted.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    plan_version: int
    space_code: str
    title: str
    provenance: str
    parts: int
    intervention_count: int
    content_sha256: str
    decision_id: DecisionId
    adopted_by: str
    adopted_at: datetime


class PlanSuperseded(Event):
    """Another plan of the space was adopted in this one's place."""

    subject: ClassVar[str] = "onedistrict.plans.plan_superseded.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    plan_version: int
    space_code: str
    superseded_by: PlanId


class PlanReviewOpened(Event):
    """The yearly review of an adopted plan began (DDM Regulations 2024, reg 10(3))."""

    subject: ClassVar[str] = "onedistrict.plans.plan_review_opened.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    review_id: ReviewId
    space_code: str
    opened_by: str
    opened_at: datetime


class PlanReviewConcluded(Event):
    """A review ended; `outcome` is confirmed, revision_needed or superseded."""

    subject: ClassVar[str] = "onedistrict.plans.plan_review_concluded.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    review_id: ReviewId
    space_code: str
    outcome: str
    reason: str
    concluded_by: str
    concluded_at: datetime


class ContradictionsChecked(Event):
    """A draft was checked for what it says against itself, or says twice."""

    subject: ClassVar[str] = "onedistrict.plans.contradictions_checked.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    plan_version: int
    space_code: str
    found: int
    opened: int
    resolved: int


class ContradictionDecided(Event):
    """People set a contradiction aside (dismissed) or took it up (taken_up)."""

    subject: ClassVar[str] = "onedistrict.plans.contradiction_decided.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    contradiction_id: ContradictionId
    space_code: str
    kind: str
    codes: tuple[str, ...]
    state: str
    reason: str
    resolution: str | None
    decided_by: str
    decided_at: datetime


class CommitmentChanged(Event):
    """An organ proposed, pledged, confirmed or withdrew what it gives to a plan.

    `period` is a financial year, or `horizon` for the whole of the intervention's.
    `state_before` is null for a new commitment.
    """

    subject: ClassVar[str] = "onedistrict.plans.commitment_changed.v1"
    ordered_by: ClassVar[str] = "plan_id"

    commitment_id: CommitmentId
    plan_id: PlanId
    space_code: str
    intervention_code: str
    organ: str
    period: str
    amount: Rand
    output: str | None
    place_code: str | None
    state: str
    state_before: str | None
    reason: str | None
    revision: int
    changed_by: str
    changed_at: datetime


class CommentWindowOpened(Event):
    """A draft is open to public comment from the first to the last of these days."""

    subject: ClassVar[str] = "onedistrict.plans.comment_window_opened.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    window_id: CommentWindowId
    space_code: str
    opens_on: date
    closes_on: date


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


class QualityAssessed(Event):
    """A person answered a question about the quality of a draft, 0 to 2."""

    subject: ClassVar[str] = "onedistrict.plans.quality_assessed.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    plan_version: int
    space_code: str
    question: str
    score: int
    reason: str
    assessed_by: str
    assessed_at: datetime


class SectionMoved(Event):
    """A section of a draft is open, submitted, returned to its owner, or accepted."""

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
