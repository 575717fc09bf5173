"""Judging the quality of a plan: what its content says, and what people say."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.messaging import outbox
from chassis.principal import Principal
from services.plans.content.repository import read_whole
from services.plans.contradictions.service import promises_in
from services.plans.documents.models import Plan
from services.plans.documents.repository import Authors
from services.plans.quality.models import (
    AssessorHadAHand,
    QualityAnswer,
    QuestionIsComputed,
    QuestionUnknown,
)
from services.plans.quality.repository import QualityAnswers
from services.plans.quality.rules import (
    AnsweredBy,
    Computed,
    Judged,
    Question,
    computed,
    passes,
    questions,
)


@dataclass(frozen=True)
class Answered:
    """A question with its score, by computation or by a person; 0 until answered."""

    question: Question
    computed: Computed | None
    by_person: QualityAnswer | None

    @property
    def score(self) -> int:
        if self.computed is not None:
            return self.computed.score
        return 0 if self.by_person is None else self.by_person.score


@dataclass(frozen=True)
class Quality:
    plan: Plan
    answers: list[Answered]

    @property
    def score(self) -> int:
        return sum(answer.score for answer in self.answers)

    @property
    def passes(self) -> bool:
        return passes({each.question.code: each.score for each in self.answers})


async def judge(session: AsyncSession, plan: Plan) -> Quality:
    answers = QualityAnswers(session, plan)
    whole = await read_whole(session, plan)
    judged = Judged(
        whole,
        await promises_in(session, plan, whole.interventions),
        comment_windows=await answers.comment_windows(),
        sittings_minuted=await answers.sittings_minuted(),
    )
    by_content, by_people = computed(judged), await answers.by_question()
    return Quality(
        plan,
        [
            Answered(each, by_content.get(each.code), by_people.get(each.code))
            for each in questions()
        ],
    )


async def find_answer(
    session: AsyncSession, plan: Plan, code: str
) -> QualityAnswer | None:
    """What a person answered to a question that people answer, if anything."""
    asked = next((each for each in questions() if each.code == code), None)
    if asked is None:
        raise QuestionUnknown(f"no question {code}")
    if asked.answered_by is AnsweredBy.COMPUTED:
        raise QuestionIsComputed(f"{code} is answered by what the plan holds")
    return await QualityAnswers(session, plan).find(code)


async def assess(  # noqa: PLR0913  what is answered, about what, by whom
    session: AsyncSession,
    plan: Plan,
    code: str,
    *,
    score: int,
    reason: str,
    by: Principal,
) -> QualityAnswer:
    """Answer a question about a draft that others wrote; a later answer replaces it."""
    plan.must_be_draft()
    answer = await find_answer(session, plan, code)
    if await Authors(session).include(plan, by):
        raise AssessorHadAHand("you had a hand in this plan: somebody else assesses it")
    if answer is None:
        answer = QualityAnswer(
            plan_id=plan.id, question=code, space_code=plan.space_code, revision=0
        )
        QualityAnswers(session, plan).add(answer)
    answer.score, answer.reason = score, reason
    answer.assessed_by, answer.assessed_at = by.sub, clock.now()
    answer.plan_version = plan.version
    answer.revision += 1
    outbox.record(session, answer.assessed())
    return answer
