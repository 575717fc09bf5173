"""Quality on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from chassis.web.fields import Reason, Sent
from contracts.ids import PlanId
from services.plans.quality.rules import BEST, PASS_MARK, AnsweredBy
from services.plans.quality.service import Answered, Quality

Score = Annotated[int, Field(strict=True, ge=0, le=BEST)]


class AssessmentSent(Sent):
    """0 not at all, 1 in part, 2 fully; and what that is based on."""

    score: Score
    reason: Reason


class AnswerView(BaseModel):
    """One question, its score from 0 to 2, and the evidence.

    Computed from the content, `basis` says what was counted and `evidence` lists what
    is lacking. A person's answer has `reason`, and the version of the plan it was given
    for. Unanswered counts as 0.
    """

    question: str = Field(examples=["Q05"])
    title: str
    answered_by: AnsweredBy
    must_not_be_zero: bool
    score: int
    answered: bool
    basis: str | None = Field(examples=["4 of 6 focus areas have a dated issue"])
    evidence: list[str]
    reason: str | None
    assessed_by: str | None
    assessed_at: datetime | None
    assessed_version: int | None

    @classmethod
    def of(cls, answered: Answered) -> "AnswerView":
        person = answered.by_person
        found = answered.computed
        return cls(
            question=answered.question.code,
            title=answered.question.title,
            answered_by=answered.question.answered_by,
            must_not_be_zero=answered.question.must_not_be_zero,
            score=answered.score,
            answered=found is not None or person is not None,
            basis=None if found is None else found.basis,
            evidence=[] if found is None else list(found.evidence),
            reason=None if person is None else person.reason,
            assessed_by=None if person is None else person.assessed_by,
            assessed_at=None if person is None else person.assessed_at,
            assessed_version=None if person is None else person.plan_version,
        )


class QualityView(BaseModel):
    """How good a plan is by twelve questions: `score` of `best`, and whether it passes.

    Questions and pass mark are a design; no official scored list is known.
    """

    id: PlanId
    space_code: str = Field(examples=["DC45"])
    plan_version: int
    score: int
    best: int
    pass_mark: int
    passes: bool
    answers: list[AnswerView]

    @classmethod
    def of(cls, quality: Quality) -> "QualityView":
        return cls(
            id=quality.plan.id,
            space_code=quality.plan.space_code,
            plan_version=quality.plan.version,
            score=quality.score,
            best=BEST * len(quality.answers),
            pass_mark=PASS_MARK,
            passes=quality.passes,
            answers=[AnswerView.of(each) for each in quality.answers],
        )
