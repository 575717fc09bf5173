"""Twelve questions about a plan: some its content answers, some a person must."""

import pytest

from services.plans.quality.rules import ANSWERS, AnsweredBy, passes, questions
from tests.plans.desk import a_draft, a_ready_plan, approve, told

GOOD = {"score": 2, "reason": "Chapter 2, with Census 2022"}


async def quality(client, plan: str) -> dict:
    found = await client.get(f"/v1/plans/{plan}/quality")
    assert found.status_code == 200, found.text
    return found.json()


def scores(view: dict) -> dict[str, int]:
    return {each["question"]: each["score"] for each in view["answers"]}


async def assess(client, plan: str, question: str, **sent):
    return await client.post(f"/v1/plans/{plan}/quality/{question}", json=GOOD | sent)


def test_a_plan_passes_with_three_quarters_and_no_zero_where_none_may_be() -> None:
    best = {question.code: 2 for question in questions()}
    enough = best | {"Q02": 0, "Q08": 0, "Q09": 0}

    assert len(best) == 12
    assert passes(enough)
    assert not passes(enough | {"Q11": 1})
    for code in ("Q05", "Q06", "Q12"):
        assert not passes(best | {code: 0})


def test_what_the_content_answers_is_what_no_person_is_asked() -> None:
    asked = {q.code for q in questions() if q.answered_by is AnsweredBy.COMPUTED}

    assert asked == set(ANSWERS)


async def test_an_empty_draft_scores_nothing_and_says_what_is_lacking(planner) -> None:
    plan = await a_draft(planner)

    found = await quality(planner, plan)

    assert (found["score"], found["best"], found["passes"]) == (0, 24, False)
    by_code = {each["question"]: each for each in found["answers"]}
    assert len(by_code["Q01"]["evidence"]) == 6
    assert by_code["Q01"]["basis"] == "0 of 6 focus areas have a dated issue"
    assert by_code["Q12"]["evidence"][0] == "no window of public comment"
    assert by_code["Q02"]["answered"] is False


async def test_content_is_scored_by_what_it_holds(planner) -> None:
    plan = await a_ready_plan(planner)

    found = scores(await quality(planner, plan))

    assert {code: found[code] for code in ("Q01", "Q03", "Q04", "Q06", "Q10")} == {
        "Q01": 2,
        "Q03": 2,
        "Q04": 2,
        "Q06": 2,
        "Q10": 2,
    }
    assert found["Q12"] == 0


async def test_a_person_answers_what_no_program_can(plans, planner, approver) -> None:
    plan = await a_ready_plan(planner)
    before = (await quality(approver, plan))["score"]

    assessed = await assess(approver, plan, "Q02")
    again = await assess(approver, plan, "Q02", score=1)

    assert assessed.json()["score"] == before + 2
    assert again.json()["score"] == before + 1
    (answer,) = [a for a in again.json()["answers"] if a["question"] == "Q02"]
    assert (answer["reason"], answer["answered"]) == (GOOD["reason"], True)
    assert [name for name, _ in await told(plans, plan)][-1] == "quality_assessed"


@pytest.mark.parametrize(
    ("question", "sent", "status", "title"),
    [
        ("Q01", {}, 409, "QuestionIsComputed"),
        ("Q13", {}, 404, "QuestionUnknown"),
        ("Q02", {"score": 3}, 422, None),
        ("Q02", {"score": "2"}, 422, None),
        ("Q02", {"reason": " "}, 422, None),
    ],
)
async def test_an_answer_that_breaks_a_rule_changes_nothing(
    planner, approver, question, sent, status, title
) -> None:
    plan = await a_draft(planner)

    refused = await assess(approver, plan, question, **sent)

    assert refused.status_code == status
    assert title is None or refused.json()["title"] == title
    assert (await quality(planner, plan))["score"] == 0


async def test_who_wrote_a_plan_does_not_assess_it(plans, planner) -> None:
    async with plans.as_("approver", sub="ann", client_id="desk") as assessor:
        async with plans.as_("district_planner", sub="ann", client_id="desk") as author:
            plan = await a_draft(author)
        refused = await assess(assessor, plan, "Q02")
    no_scope = await assess(planner, plan, "Q02")

    assert (refused.status_code, refused.json()["title"]) == (403, "AssessorHadAHand")
    assert (no_scope.status_code, no_scope.json()["title"]) == (403, "ScopeMissing")


async def test_an_adopted_plan_keeps_its_answers(plans, planner, approver) -> None:
    plan = await a_ready_plan(planner)
    await assess(approver, plan, "Q02")
    assert (await approve(approver, plan)).status_code == 200

    late = await assess(approver, plan, "Q02", score=0)
    async with plans.as_anyone() as anyone:
        public = scores(await quality(anyone, plan))

    assert (late.status_code, late.json()["title"]) == (409, "PlanNotDraft")
    assert public["Q02"] == 2


async def test_the_quality_of_a_draft_is_its_space_s_own(plans, planner) -> None:
    plan = await a_draft(planner)

    async with plans.as_anyone() as anyone:
        unseen = await anyone.get(f"/v1/plans/{plan}/quality")
    async with plans.as_("approver", spaces={"DC21"}) as stranger:
        refused = await assess(stranger, plan, "Q02")

    assert (unseen.status_code, refused.status_code) == (404, 404)
