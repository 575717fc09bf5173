"""Social and labour plans of mines: stated, read on a day, refused by name."""

import pytest

from tests.harness import Running
from tests.registry.proposing import applied, faults, proposed

PLAN = {
    "right_number": "RIGHT-1",
    "organ_code": "KUMBA-SISHEN",
    "valid_to": "2031-04-01",
    "beneficiaries": ["NC453", "NC452", "NC453"],
}


async def plans(registry: Running, code: str, as_of: str) -> list[dict]:
    async with registry.as_anyone() as anyone:
        answer = await anyone.get(
            f"/v1/organs/{code}/social-and-labour-plans?as_of={as_of}"
        )
    return answer.json()["items"]


async def test_a_plan_binds_from_its_first_day_until_its_last(
    registry: Running,
) -> None:
    await applied(registry, "social_labour_plans", [PLAN])

    (now,) = await plans(registry, "KUMBA-SISHEN", "2026-04-01")
    before = await plans(registry, "KUMBA-SISHEN", "2026-03-31")
    after = await plans(registry, "KUMBA-SISHEN", "2031-04-01")

    assert now["beneficiaries"] == ["NC452", "NC453"]
    assert (before, after) == ([], [])
    again = await proposed(registry, "social_labour_plans", [PLAN])
    assert again.json()["title"] == "ProposalChangesNothing"


async def test_the_illustrative_plans_of_the_pack_say_so(registry: Running) -> None:
    (plan,) = await plans(registry, "MINE-A", "2026-11-01")

    assert plan["illustrative"] is True
    assert plan["beneficiaries"] == ["NC452", "NC453"]


REFUSED = {
    "a department": ({"organ_code": "DWS"}, "organ_code", "organ-of-wrong-kind"),
    "nobody": ({"organ_code": "NOBODY"}, "organ_code", "code-unknown"),
    "a space": ({"beneficiaries": ["NC"]}, "beneficiaries", "place-of-wrong-kind"),
    "no place": ({"beneficiaries": ["X"]}, "beneficiaries", "place-unknown"),
    "a gone place": ({"beneficiaries": ["FS164"]}, "beneficiaries", "place-expired"),
    "no time": ({"valid_to": "2026-04-01"}, "valid_to", "period-empty"),
    "a running plan": (
        {"right_number": "SLP-MINE-B-1"},
        "right_number",
        "period-overlaps",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_a_plan_that_cannot_be_is_refused_by_name(
    registry: Running, name: str
) -> None:
    changes, column, rule = REFUSED[name]
    row = PLAN | {"right_number": "RIGHT-2"} | changes

    refused = await proposed(registry, "social_labour_plans", [row])

    assert (f"/rows/0/{column}", rule) in faults(refused), refused.text
