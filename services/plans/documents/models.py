"""A One Plan: what it is, how it changes as a draft, and when it no longer may.

PlanNotFound               404  there is none, or it is not yours to see
PlanNotDraft               409  only a draft changes
PlanNotAdoptable           409  and only a draft is decided about
StageAlreadyComplete       409
StageOutOfOrder            409
StageNeedsInterventions    409
StagesIncomplete           409  adoption comes after all four stages
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKeyConstraint, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chassis.database import one_of
from chassis.errors import Conflict, NotFound
from contracts.events.plans import (
    InterventionsDrafted,
    PlanAdopted,
    PlanContentChanged,
    PlanDrafted,
    PlanSuperseded,
    StageCompleted,
)
from contracts.ids import ApprovalRoundId, DecisionId, PlanId
from services.plans.tables import PlansTable


class PlanStatus(StrEnum):
    DRAFT = "draft"
    ADOPTED = "adopted"
    SUPERSEDED = "superseded"


class Provenance(StrEnum):
    """The space's own figures, invented ones, or some found in public documents."""

    OWN = "own"
    ILLUSTRATIVE = "illustrative"
    PUBLISHED = "published"


class Stage(StrEnum):
    """The legal stages of a One Plan, in order (DDM Regulations 2024, reg 11(1))."""

    DIAGNOSTIC = "diagnostic"
    VISION_SETTING = "vision_setting"
    STRATEGY_FORMULATION = "strategy_formulation"
    IMPLEMENTATION_COMMITMENT = "implementation_commitment"


ABOUT_INTERVENTIONS = frozenset(
    {Stage.STRATEGY_FORMULATION, Stage.IMPLEMENTATION_COMMITMENT}
)
STATUS_CHANGES = {
    PlanStatus.DRAFT: 0,
    PlanStatus.ADOPTED: 1,
    PlanStatus.SUPERSEDED: 2,
}


class PlanNotFound(NotFound):
    """There is no such plan, or it is a draft that is not yours to see."""


class PlanNotDraft(Conflict):
    """Only a draft is changed: not while bodies decide about it, and not after."""


class PlanNotAdoptable(Conflict):
    """Only a draft can be decided about."""


class StageAlreadyComplete(Conflict):
    """A stage is completed once."""


class StageOutOfOrder(Conflict):
    """Stages are completed in their legal order (DDM Regulations 2024, reg 11(1))."""


class StageNeedsInterventions(Conflict):
    """Strategies and commitments need at least one intervention in the plan."""


class StagesIncomplete(Conflict):
    """A plan is adopted after all four stages are complete."""


class StageCompletion(PlansTable):
    __tablename__ = "stage_completion"
    __table_args__ = (
        ForeignKeyConstraint(["plan_id", "space_code"], ["plan.id", "plan.space_code"]),
    )

    plan_id: Mapped[PlanId] = mapped_column(Uuid, primary_key=True)
    space_code: Mapped[str]
    stage: Mapped[Stage] = mapped_column(one_of(Stage), primary_key=True)
    completed_by: Mapped[str]
    completed_at: Mapped[datetime]
    waived: Mapped[list[str]] = mapped_column(ARRAY(Text))


class Author(PlansTable):
    """Somebody who drafted or changed a plan, and so may not decide about it."""

    __tablename__ = "author"

    plan_id: Mapped[PlanId] = mapped_column(Uuid, primary_key=True)
    space_code: Mapped[str]
    sub: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(primary_key=True)


class Plan(PlansTable):
    """A One Plan of one space.

    `version` counts the versions of its content and stands still after adoption.
    `based_on` is the plan it was cloned from, `supersedes` the one before.
    """

    __tablename__ = "plan"

    id: Mapped[PlanId] = mapped_column(Uuid, primary_key=True)
    space_code: Mapped[str]
    title: Mapped[str]
    status: Mapped[PlanStatus] = mapped_column(one_of(PlanStatus))
    provenance: Mapped[Provenance] = mapped_column(one_of(Provenance))
    generation: Mapped[int]
    version: Mapped[int]
    drafted_by: Mapped[str]
    drafted_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    adopted_at: Mapped[datetime | None]
    superseded_at: Mapped[datetime | None]
    superseded_by: Mapped[PlanId | None] = mapped_column(Uuid)
    comment_from: Mapped[date | None]
    comment_to: Mapped[date | None]
    seal: Mapped[str | None]
    vision: Mapped[str | None]
    based_on: Mapped[PlanId | None] = mapped_column(Uuid)
    supersedes: Mapped[PlanId | None] = mapped_column(Uuid)
    approval_round_id: Mapped[ApprovalRoundId | None] = mapped_column(Uuid)
    stages: Mapped[list[StageCompletion]] = relationship(
        lazy="selectin", order_by=StageCompletion.completed_at
    )

    @property
    def revision(self) -> int:
        """The record's ETag: its content's version, and one per change of status."""
        return self.version + STATUS_CHANGES[self.status]

    @property
    def is_timed(self) -> bool:
        """Whether the law's clocks run for it; a plan found published has none."""
        return self.provenance is not Provenance.PUBLISHED

    def drafted(self) -> PlanDrafted:
        return PlanDrafted(
            plan_id=self.id,
            space_code=self.space_code,
            title=self.title,
            provenance=self.provenance,
            drafted_by=self.drafted_by,
        )

    def interventions_drafted(self, codes: tuple[str, ...]) -> InterventionsDrafted:
        return InterventionsDrafted(
            plan_id=self.id, space_code=self.space_code, codes=codes
        )

    def rename(self, said: Mapping[str, object], *, at: datetime) -> None:
        """Give it another title or vision."""
        self.must_be_draft()
        for name, value in said.items():
            setattr(self, name, value)
        self.change(at=at)

    def change(self, *, at: datetime) -> None:
        """Count a new version of the content."""
        self.must_be_draft()
        self.version += 1
        self.updated_at = at

    def must_be_draft(self) -> None:
        if self.status is not PlanStatus.DRAFT:
            raise PlanNotDraft(f"plan {self.id} is {self.status}")
        if self.approval_round_id is not None:
            raise PlanNotDraft(f"plan {self.id} is before the bodies that decide")

    def submit(self, approval_round: ApprovalRoundId, *, at: datetime) -> None:
        """Let nobody change it while bodies decide about this version."""
        self.must_be_complete()
        self.change(at=at)
        self.approval_round_id = approval_round

    def hand_back(self, *, at: datetime) -> None:
        """Let it be changed again, as another version."""
        self.approval_round_id = None
        self.change(at=at)

    def must_be_complete(self) -> None:
        done = self.completed()
        missing = [stage.value for stage in Stage if stage not in done]
        if missing:
            raise StagesIncomplete(f"not complete: {', '.join(missing)}")

    def content_changed(
        self, kind: str, change: str, codes: tuple[str, ...], *, by: str
    ) -> PlanContentChanged:
        return PlanContentChanged(
            plan_id=self.id,
            plan_version=self.version,
            space_code=self.space_code,
            kind=kind,
            change=change,
            codes=codes,
            changed_by=by,
        )

    def completed(self) -> list[Stage]:
        return [completion.stage for completion in self.stages]

    def must_come_to(self, stage: Stage, *, has_interventions: bool) -> None:
        """Refuse a stage that is done, or not due, or about nothing yet."""
        done = self.completed()
        if stage in done:
            raise StageAlreadyComplete(f"{stage} is complete")
        due = list(Stage)[len(done)]
        if stage is not due:
            raise StageOutOfOrder(f"{due} comes before {stage}")
        if stage in ABOUT_INTERVENTIONS and not has_interventions:
            raise StageNeedsInterventions(f"{stage} is about interventions: load some")

    def complete(
        self, stage: Stage, *, by: str, at: datetime, waived: Sequence[str]
    ) -> StageCompleted:
        self.change(at=at)
        completion = StageCompletion(
            stage=stage, completed_by=by, completed_at=at, waived=list(waived)
        )
        self.stages.append(completion)
        return StageCompleted(
            plan_id=self.id, space_code=self.space_code, stage=stage, completed_by=by
        )

    def must_await_decision(self) -> None:
        if self.status is not PlanStatus.DRAFT:
            raise PlanNotAdoptable(f"plan {self.id} is {self.status}")

    def adopt(  # noqa: PLR0913  the fact names its decision, author, time and content
        self,
        decision: DecisionId,
        *,
        by: str,
        at: datetime,
        content_sha256: str,
        intervention_count: int,
        parts: int,
    ) -> PlanAdopted:
        """Bind the space to this version, as a decision has it."""
        self.must_await_decision()
        self.must_be_complete()
        self.status = PlanStatus.ADOPTED
        self.adopted_at = at
        return PlanAdopted(
            plan_id=self.id,
            plan_version=self.version,
            space_code=self.space_code,
            title=self.title,
            provenance=self.provenance,
            parts=parts,
            intervention_count=intervention_count,
            content_sha256=content_sha256,
            decision_id=decision,
            adopted_by=by,
            adopted_at=at,
        )

    def supersede(self, *, by: PlanId, at: datetime) -> PlanSuperseded:
        """Give way to the plan adopted in this one's place."""
        self.status = PlanStatus.SUPERSEDED
        self.superseded_at = at
        self.superseded_by = by
        return PlanSuperseded(
            plan_id=self.id,
            plan_version=self.version,
            space_code=self.space_code,
            superseded_by=by,
        )
