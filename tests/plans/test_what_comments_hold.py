"""What a comment may hold: no contact details, once, about what the plan has."""

import asyncio

import pytest

from tests.plans.public import (
    COMMENT,
    RESPONSE,
    an_open_window,
    comment,
    register,
)

pytestmark = pytest.mark.standing


@pytest.mark.parametrize(
    "sent",
    [
        {"comment": ""},
        {"comment": "x" * 100_000},
        {"comment": "a\u202eb"},
        {"state": "published"},
        {"name": 5},
    ],
    ids=["empty", "huge", "reversed", "published-at-once", "number"],
)
async def test_a_comment_that_breaks_a_rule_is_refused_and_not_kept(
    plans, planner, sent
) -> None:
    _, window = await an_open_window(planner)

    async with plans.as_anyone() as anyone:
        refused = await comment(anyone, window, **sent)

    assert refused.status_code == 422
    assert await register(planner, window) == []


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({"comment": "Write to k.mokoena@example.org"}, "/comment"),
        ({"name": "K. Mokoena 082 555 0134"}, "/name"),
        ({"organisation": "Call +27 53 555 0134"}, "/organisation"),
        ({"comment": "I am 8001015009087"}, "/comment"),
    ],
    ids=["e-mail", "telephone", "international", "identity number"],
)
async def test_how_to_reach_somebody_is_not_taken_in(
    plans, planner, sent, pointer
) -> None:
    _, window = await an_open_window(planner)

    async with plans.as_anyone() as anyone:
        refused = await comment(anyone, window, **sent)

    assert (refused.status_code, refused.json()["title"]) == (422, "PersonalDataSent")
    assert [each["pointer"] for each in refused.json()["errors"]] == [pointer]
    assert await register(planner, window) == []


@pytest.mark.parametrize(
    "said",
    ["R 1 250 000 000 in 2026/27, 0.53 of it", "Ward 3, erf 1234, 21 days"],
    ids=["amounts", "places"],
)
async def test_figures_are_not_taken_for_persons(plans, planner, said) -> None:
    _, window = await an_open_window(planner)

    async with plans.as_anyone() as anyone:
        taken = await comment(anyone, window, comment=said)

    assert taken.status_code == 201, taken.text


async def test_the_same_comment_is_kept_once(plans, planner) -> None:
    _, window = await an_open_window(planner)

    async with plans.as_anyone() as anyone:
        answers = await asyncio.gather(*(comment(anyone, window) for _ in range(4)))
        spaced = await comment(anyone, window, comment=f" {COMMENT['comment']}  ")
        named = await comment(anyone, window, name="Hotazel residents")

    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]
    assert spaced.json()["title"] == "SubmissionRepeated"
    assert named.status_code == 201
    assert len(await register(planner, window)) == 2


async def test_comments_and_answers_name_interventions_that_the_plan_has_or_had(
    plans, planner
) -> None:
    plan, window = await an_open_window(planner)
    async with plans.as_anyone() as anyone:
        stray = await comment(anyone, window, intervention="NONE")
        sent = (await comment(anyone, window)).json()
    address = f"/v1/submissions/{sent['id']}"
    await planner.post(f"{address}/moderation", json={"publish": True})
    await planner.delete(
        f"/v1/plans/{plan}/interventions/A1", headers={"if-match": "*"}
    )

    unknown = await planner.post(
        f"{address}/response", json=RESPONSE | {"changes": ["A1", "NONE"]}
    )
    removed = await planner.post(f"{address}/response", json=RESPONSE)

    for refused, pointer in ((stray, "/intervention"), (unknown, "/changes")):
        assert refused.json()["title"] == "InterventionOfCommentUnknown"
        assert refused.json()["errors"][0]["pointer"] == pointer
    assert removed.json()["changes"] == ["A1"]
