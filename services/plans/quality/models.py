"""A person's answer to a question of quality.

QuestionUnknown          404
QuestionIsComputed       409  the content answers it
AssessorHadAHand         403  who wrote the plan does not assess it
"""

from datetime import datetime

from sqlalchemy import Uuid
from sqlalchemy.orm import Mapped, mapped_column

from chassis.errors import Conflict, NotFound, NotPermitted
from contracts.events.plans_judging import QualityAssessed
from contracts.ids import PlanId
from services.plans.tables import PlansTable


class QuestionUnknown(NotFound):
    """There is no such question of quality."""


class QuestionIsComputed(Conflict):
    """What the content of the plan answers, nobody answers for it."""


class AssessorHadAHand(NotPermitted):
    """Who drafted a plan, changed it or loaded into it does not assess it."""


class QualityAnswer(PlansTable):
    """A score from 0 to 2 with its reason, for one version of the plan."""

    __tablename__ = "quality_answer"

    plan_id: Mapped[PlanId] = mapped_column(Uuid, primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    space_code: Mapped[str]
    score: Mapped[int]
    reason: Mapped[str]
    assessed_by: Mapped[str]
    assessed_at: Mapped[datetime]
    plan_version: Mapped[int]
    revision: Mapped[int]

    def assessed(self) -> QualityAssessed:
        return QualityAssessed(
            plan_id=self.plan_id,
            plan_version=self.plan_version,
            space_code=self.space_code,
            question=self.question,
            score=self.score,
            reason=self.reason,
            assessed_by=self.assessed_by,
            assessed_at=self.assessed_at,
        )
