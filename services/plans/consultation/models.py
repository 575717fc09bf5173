"""A window in which the public comments on a draft, and what it submits.

CommentWindowNotFound        404
CommentWindowOpenAlready     409  one window of a plan at a time
CommentWindowTooShort        422
CommentWindowBegins          422  it opens today or later, and closes after
CommentWindowShut            409  before its first day and after its last
SubmissionRepeated           409  the same words from the same sender are kept once
InterventionOfCommentUnknown 422
PersonalDataSent             422
SubmissionNotFound           404
SubmissionModeratedAlready   409  a submission is moderated once
SubmissionNotPublished       409  only what everybody may read is answered
WithholdingNeedsReason       422
"""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import one_of
from chassis.errors import Conflict, FieldError, NotFound, Unprocessable
from contracts.events.plans_together import (
    CommentWindowOpened,
    SubmissionAnswered,
    SubmissionModerated,
    SubmissionReceived,
)
from contracts.ids import CommentWindowId, PlanId, SubmissionId
from services.plans.tables import PlansTable

SHORTEST_DAYS = 21
"""As for an integrated development plan (Municipal Planning and Performance Management
Regulations 2001, reg 15(3); the DDM Regulations name no time, so this is a design)."""


class CommentWindowNotFound(NotFound):
    """No comment window has this id."""


class CommentWindowOpenAlready(Conflict):
    """A plan has one comment window at a time, and opens another after its end."""


class CommentWindowTooShort(Unprocessable):
    """The public has at least 21 days to comment."""


class CommentWindowBegins(Unprocessable):
    """A comment window opens today or later."""


class CommentWindowShut(Conflict):
    """Comments are taken from the first day of the window until the end of its last."""


class SubmissionRepeated(Conflict):
    """The same comment in the same name is taken once in a window."""


class InterventionOfCommentUnknown(Unprocessable):
    """A comment, and what it changed, name interventions of the plan."""


class PersonalDataSent(Unprocessable):
    """A comment holds no e-mail address, telephone number or identity number."""


class SubmissionNotFound(NotFound):
    """There is no such submission, or it is not yours to see."""


class SubmissionModeratedAlready(Conflict):
    """A submission is moderated once."""


class SubmissionNotPublished(Conflict):
    """Only a published submission is answered."""


class WithholdingNeedsReason(Unprocessable):
    """What is withheld is withheld for a reason; what is published for none."""


class SubmissionState(StrEnum):
    RECEIVED = "received"
    PUBLISHED = "published"
    WITHHELD = "withheld"


class ResponseOutcome(StrEnum):
    """What became of a comment in the plan."""

    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    NOT_ACCEPTED = "not_accepted"
    NOTED = "noted"


def must_say_why(*, publish: bool, withheld_because: str | None) -> None:
    """Refuse to withhold without a reason, and to publish with one."""
    if publish is (withheld_because is not None):
        detail = "needed to withhold, and only then"
        fault = FieldError("/withheld_because", "withholding-needs-reason", detail)
        raise WithholdingNeedsReason("say why it is withheld", [fault])


class CommentWindow(PlansTable):
    """From `opens_on` until the end of `closes_on` everybody reads the draft."""

    __tablename__ = "comment_window"

    id: Mapped[CommentWindowId] = mapped_column(Uuid, primary_key=True)
    plan_id: Mapped[PlanId] = mapped_column(Uuid)
    space_code: Mapped[str]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    notice: Mapped[str]
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]

    def must_be_open(self, today: date) -> None:
        if not self.opens_on <= today <= self.closes_on:
            days = f"from {self.opens_on} until {self.closes_on}"
            raise CommentWindowShut(f"comments are taken {days}")

    def opened(self) -> CommentWindowOpened:
        return CommentWindowOpened(
            plan_id=self.plan_id,
            window_id=self.id,
            space_code=self.space_code,
            opens_on=self.opens_on,
            closes_on=self.closes_on,
        )


class Submission(PlansTable):
    """What somebody said; only what is `published` is public, and never a name.

    `fingerprint` tells the same comment from another without reading it.
    """

    __tablename__ = "comment_submission"

    id: Mapped[SubmissionId] = mapped_column(Uuid, primary_key=True)
    window_id: Mapped[CommentWindowId] = mapped_column(Uuid)
    plan_id: Mapped[PlanId] = mapped_column(Uuid)
    space_code: Mapped[str]
    plan_version: Mapped[int]
    name: Mapped[str | None]
    organisation: Mapped[str | None]
    intervention: Mapped[str | None]
    comment: Mapped[str]
    fingerprint: Mapped[str]
    received_at: Mapped[datetime]
    state: Mapped[SubmissionState] = mapped_column(one_of(SubmissionState))
    withheld_because: Mapped[str | None]
    moderated_by: Mapped[str | None]
    moderated_at: Mapped[datetime | None]
    outcome: Mapped[ResponseOutcome | None] = mapped_column(one_of(ResponseOutcome))
    response: Mapped[str | None]
    changes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    version: Mapped[int]

    def received(self) -> SubmissionReceived:
        return SubmissionReceived(
            plan_id=self.plan_id,
            submission_id=self.id,
            window_id=self.window_id,
            space_code=self.space_code,
            intervention=self.intervention,
        )

    def moderate(
        self, *, withheld_because: str | None, by: str, at: datetime
    ) -> SubmissionModerated:
        """Publish it, or withhold it with a reason; whose it was is forgotten."""
        if self.state is not SubmissionState.RECEIVED:
            raise SubmissionModeratedAlready(f"it is {self.state}")
        publish = withheld_because is None
        self.state = SubmissionState.PUBLISHED if publish else SubmissionState.WITHHELD
        self.withheld_because = withheld_because
        self.name = None
        self.moderated_by, self.moderated_at = by, at
        self.version += 1
        return SubmissionModerated(
            plan_id=self.plan_id,
            submission_id=self.id,
            space_code=self.space_code,
            state=self.state,
        )

    def answer(
        self,
        outcome: ResponseOutcome,
        *,
        response: str,
        changes: Sequence[str],
        by: str,
        at: datetime,
    ) -> SubmissionAnswered:
        """Say what became of it; a later answer replaces an earlier one."""
        if self.state is not SubmissionState.PUBLISHED:
            raise SubmissionNotPublished(f"it is {self.state}")
        self.outcome, self.response, self.changes = outcome, response, list(changes)
        self.answered_by, self.answered_at = by, at
        self.version += 1
        return SubmissionAnswered(
            plan_id=self.plan_id,
            submission_id=self.id,
            space_code=self.space_code,
            outcome=outcome,
            changes=tuple(changes),
        )
