"""A link is written by who writes what it is about; of the whole plan, by its lead."""

import pytest

from tests.plans.coauthors import a_divided_draft
from tests.plans.tables import load_table, table

OF_CLINIC = {"subject_kind": "intervention", "subject": "H1"}
OF_WATER = {"subject_kind": "intervention", "subject": "A1"}
TIED = {"framework": "NDP", "item": "10", "relation": "contributes"}
MISSING = {"framework": "SDG", "item": "3", "relation": "missing"}


pytestmark = pytest.mark.standing


@pytest.fixture
async def plan(planner, health) -> str:
    """A draft whose services, with its clinic, are the health department's to write."""
    divided: str = await a_divided_draft(planner, health)
    return divided


def link(code: str, *said) -> dict[str, str]:
    return {"code": code} | {name: one[name] for one in said for name in one}


async def outcomes_of(client, plan, *links) -> list[str]:
    answers = [await client.post(f"/v1/plans/{plan}/links", json=one) for one in links]
    return [answer.json().get("title", "written") for answer in answers]


async def test_a_link_belongs_to_the_section_of_its_subject(
    planner, health, plan
) -> None:
    of_both = [link("L1", TIED, OF_CLINIC), link("L2", TIED, OF_WATER)]

    theirs = await outcomes_of(planner, plan, *of_both)
    own = await outcomes_of(health, plan, of_both[0])

    assert theirs == ["SectionOwnedByAnother", "written"]
    assert own == ["written"]


async def test_a_link_is_not_moved_out_of_or_into_a_section(
    planner, health, plan
) -> None:
    await outcomes_of(planner, plan, link("L2", TIED, OF_WATER))
    await outcomes_of(health, plan, link("L1", TIED, OF_CLINIC))
    address, now = f"/v1/plans/{plan}/links", {"if-match": "*"}

    into = await planner.patch(f"{address}/L2", json={"subject": "H1"}, headers=now)
    out = await planner.patch(f"{address}/L1", json={"subject": "A1"}, headers=now)
    gone = await planner.delete(f"{address}/L1", headers=now)

    assert [answer.json()["title"] for answer in (into, out, gone)] == [
        "SectionOwnedByAnother"
    ] * 3


async def test_what_the_whole_plan_lacks_is_its_leads_to_say(
    plans, planner, health, plan
) -> None:
    async with plans.as_("district_planner", organ="DC45") as municipality:
        of_municipality = await outcomes_of(municipality, plan, link("L3", MISSING))
    of_owner = await outcomes_of(health, plan, link("L4", MISSING))
    of_lead = await outcomes_of(planner, plan, link("L4", MISSING))
    gone = await health.delete(f"/v1/plans/{plan}/links/L4", headers={"if-match": "*"})

    assert (of_municipality, of_lead) == (["written"], ["written"])
    assert of_owner == ["WholePlanOwnedByLead"]
    assert (gone.status_code, gone.json()["title"]) == (403, "WholePlanOwnedByLead")


async def test_a_file_or_a_statement_is_no_way_around(planner, health, plan) -> None:
    foreign = table("links", link("L1", TIED, OF_CLINIC))
    plan_wide = table("links", link("L2", MISSING))
    at_once = {"links": [link("L3", TIED, OF_CLINIC)]}

    answers = [
        await load_table(planner, plan, "links", foreign, dry_run="true"),
        await load_table(planner, plan, "links", foreign),
        await load_table(health, plan, "links", plan_wide),
        await planner.post(f"/v1/plans/{plan}/content", json=at_once),
        await load_table(health, plan, "links", foreign),
    ]

    assert [answer.json().get("title", "written") for answer in answers] == [
        "SectionOwnedByAnother",
        "SectionOwnedByAnother",
        "WholePlanOwnedByLead",
        "SectionOwnedByAnother",
        "written",
    ]
    links = (await planner.get(f"/v1/plans/{plan}/links")).json()["items"]
    assert [each["code"] for each in links] == ["L1"]
