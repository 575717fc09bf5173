"""Differences are told in sentences that hold no word of a program."""

from uuid import UUID

import pytest

from services.plans.content.schemas import PlanDocument
from services.plans.versions.differences import differences_between
from services.plans.versions.telling import lines

PLAN = {
    "id": UUID(int=1),
    "space_code": "DC45",
    "title": "One Plan",
    "provenance": "own",
    "vision": None,
    "generation": 2,
    "version": 3,
    "based_on": None,
}
PART = {"plan_id": UUID(int=1), "space_code": "DC45", "revision": 1}
ISSUE = PART | {
    "code": "D1",
    "focus_area": "governance_financial_management",
    "statement": "Bills are not paid",
    "sources": [],
}
LINK = PART | {
    "code": "L1",
    "framework": "NDP",
    "item": "4",
    "relation": "implements",
    "subject_kind": "strategy",
    "subject": "S1",
    "note": None,
}
EMPTY = {
    "issues": [],
    "outcomes": [],
    "strategies": [],
    "links": [],
    "interventions": [],
}
SOURCE = {"title": "Audit report", "published_on": "2026-06-30"}


def document(**said: object) -> PlanDocument:
    plan = PLAN | {k: said[k] for k in PLAN.keys() & said.keys()}
    parts = {k: said.get(k, EMPTY[k]) for k in EMPTY}
    return PlanDocument.model_validate({"plan": plan, **parts})


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ({}, {}, []),
        (
            {},
            {"vision": "Water for all"},
            ['The plan: vision was not said, is "Water for all"'],
        ),
        (
            {"issues": [ISSUE]},
            {"issues": []},
            ["Issue D1 (Bills are not paid) is gone"],
        ),
        (
            {"issues": [ISSUE]},
            {"issues": [ISSUE | {"sources": [SOURCE]}]},
            [
                (
                    "Issue D1 (Bills are not paid): sources was not said, "
                    'is "Audit report" 2026-06-30'
                )
            ],
        ),
        (
            {},
            {"issues": [ISSUE | {"statement": "x" * 200}]},
            [f"Issue D1 ({'x' * 80}...) is new"],
        ),
        ({}, {"links": [LINK]}, ["Link L1 (NDP 4) is new"]),
        (
            {"links": [LINK]},
            {"links": [LINK | {"relation": "contributes"}]},
            ["Link L1 (NDP 4): relation was implements, is contributes"],
        ),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_a_difference_is_a_sentence(before, after, text) -> None:
    old, new = document(**before), document(**after)
    found = differences_between(old, new)

    told = lines(found, old.model_dump(mode="json"), new.model_dump(mode="json"), {})

    assert [line for line in told if not line.startswith("#")] == text
