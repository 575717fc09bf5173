"""Public comment on the wire."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chassis.database import EVERYWHERE, Spaces
from chassis.web.fields import Code, Day, Name, Reason, Sent
from contracts.ids import CommentWindowId, PlanId, SubmissionId
from services.plans.consultation.models import (
    ResponseOutcome,
    Submission,
    SubmissionState,
)


class CommentNotice(Sent):
    """When a draft is open to the public, and what its notice says."""

    opens_on: Day
    closes_on: Day = Field(description="The last day; at least 21 days are given.")
    notice: Reason


class CommentWindowView(BaseModel):
    """A window of public comment; the draft is public from first to last day."""

    model_config = ConfigDict(from_attributes=True)

    id: CommentWindowId
    plan_id: PlanId
    space_code: str = Field(examples=["DC45"])
    opens_on: date
    closes_on: date
    notice: str
    opened_at: datetime


class CommentSent(Sent):
    """What somebody has to say; nobody has to give a name.

    A name is read by the moderator alone and erased when they have decided. Addresses,
    telephone and identity numbers are refused: nobody needs them. `intervention` is the
    code of the one that the comment is about.
    """

    name: Name | None = None
    organisation: Name | None = None
    intervention: Code | None = None
    comment: Reason


class CommentReceived(BaseModel):
    """That it arrived; it is published once it was moderated."""

    model_config = ConfigDict(from_attributes=True)

    id: SubmissionId
    space_code: str
    state: SubmissionState
    received_at: datetime


class Moderation(Sent):
    """Publish it, or say why not: `withheld_because`, with `publish` false."""

    publish: Annotated[bool, Field(strict=True)]
    withheld_because: Reason | None = None


class ResponseSent(Sent):
    """What became of a comment, and which interventions it changed."""

    outcome: ResponseOutcome
    response: Reason
    changes: Annotated[tuple[Code, ...], Field(max_length=100)] = ()


class SubmissionView(BaseModel):
    """A comment with its answer: one row of the register.

    `plan_version` is the version that could be read when it was made. `outcome` is null
    while nobody answered. `name` is for who may moderate it (`plans:write`), and null
    for others and once it is moderated.
    """

    model_config = ConfigDict(from_attributes=True)

    id: SubmissionId
    window_id: CommentWindowId
    plan_id: PlanId
    space_code: str = Field(examples=["DC45"])
    plan_version: int
    name: str | None
    organisation: str | None
    intervention: str | None
    comment: str
    received_at: datetime
    state: SubmissionState
    withheld_because: str | None
    outcome: ResponseOutcome | None
    response: str | None
    changes: list[str]
    answered_at: datetime | None

    @classmethod
    def read_in(cls, submission: Submission, moderates_in: Spaces) -> "SubmissionView":
        """As somebody reads it who moderates in these spaces: the name is for them."""
        view = cls.model_validate(submission)
        if moderates_in != EVERYWHERE and view.space_code not in moderates_in:
            view.name = None
        return view
