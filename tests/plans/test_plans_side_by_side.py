"""Clones, differences, ties to other plans, and which projects are catalytic."""

from datetime import timedelta
from http import HTTPStatus

import pytest

from chassis import clock
from tests.plans.desk import (
    EXAMPLE,
    a_draft,
    a_ready_plan,
    an_adopted_plan,
    file_of,
    load,
    state_content,
    told,
)

pytestmark = pytest.mark.standing


async def clone(client, plan, **changes) -> str:
    sent = {"title": "Next year"} | changes
    cloned = await client.post(f"/v1/plans/{plan}/clone", json=sent)
    assert cloned.status_code == HTTPStatus.CREATED, cloned.text
    return str(cloned.json()["id"])


async def differences(client, plan, before):
    address = f"/v1/plans/{plan}/differences"
    return await client.get(address, params={"with": before})


async def test_a_clone_says_what_its_source_says_and_is_a_draft(plans, planner) -> None:
    source = await an_adopted_plan(plans)

    copy = await clone(planner, source)

    read = (await planner.get(f"/v1/plans/{copy}")).json()
    assert (read["status"], read["based_on"], read["stages"]) == ("draft", source, [])
    found = (await differences(planner, copy, source)).json()
    assert [each["field"] for each in found["plan"]] == ["title"]
    assert found["text"] == [
        "# Plan",
        'The plan: title was "One Plan", is "Next year"',
    ]
    drafted = dict(await told(plans, copy))["interventions_drafted"]["codes"]
    assert len(drafted) == 18


@pytest.mark.parametrize("source", ["illustrative", "published", "own"])
async def test_copying_figures_does_not_make_them_ones_own(planner, source) -> None:
    plan = await a_draft(planner, provenance=source)

    kept = await clone(planner, plan)
    said = await clone(planner, plan, provenance="own")

    copies = [(await planner.get(f"/v1/plans/{each}")).json() for each in (kept, said)]
    assert [copy["provenance"] for copy in copies] == [source, "own"]


async def test_differences_are_said_record_by_record_and_in_sentences(planner) -> None:
    before = await a_ready_plan(planner, file_of({}, {"intervention_id": "A2"}))
    after = await clone(planner, before, title="One Plan")
    address = f"/v1/plans/{after}/interventions"
    change = {"planned": {"2026/27": "5.00"}}
    await planner.patch(f"{address}/A1", json=change, headers={"if-match": "*"})
    await planner.delete(f"{address}/A2", headers={"if-match": "*"})
    await load(planner, after, file_of({"intervention_id": "A3"}))

    found = (await differences(planner, after, before)).json()

    section = found["sections"]["interventions"]
    assert (section["added"], section["removed"]) == (["A3"], ["A2"])
    (changed,) = section["changed"]
    assert changed["fields"] == [
        {
            "field": "planned",
            "before": {"2026/27": "100000.00"},
            "after": {"2026/27": "5.00"},
        }
    ]
    amounts = "was 100000.00, is 5.00"
    day = f"(the space, {clock.today().day} {clock.today():%B %Y})"
    assert found["text"] == [
        "# Infrastructure engineering",
        f"Intervention A3 (Bulk water) is new {day}",
        f"Intervention A2 (Bulk water) is gone {day}",
        f"Intervention A1 (Bulk water): planned 2026/27 {amounts} {day}",
    ]
    told = await planner.get(
        f"/v1/plans/{after}/differences/text", params={"with": before}
    )
    assert told.headers["content-type"] == "text/plain; charset=utf-8"
    assert told.text.splitlines() == found["text"]
    assert (await differences(planner, before, before)).json()["text"] == []


async def test_strangers_read_what_changed_and_not_who_changed_it(
    plans, planner
) -> None:
    before = await an_adopted_plan(plans)
    after = await clone(planner, before, title="One Plan")
    address = f"/v1/plans/{after}/interventions/I01"
    lead = {"title": "Bulk water, again"}
    await planner.patch(address, json=lead, headers={"if-match": "*"})
    window = {
        "opens_on": str(clock.today()),
        "closes_on": str(clock.today() + timedelta(days=30)),
        "notice": "Comment",
    }
    await planner.post(f"/v1/plans/{after}/comment-windows", json=window)

    async with plans.as_anyone() as anyone:
        found = (await differences(anyone, after, before)).json()["text"]

    assert len(found) == 2
    assert found[1].endswith('is "Bulk water, again"')


async def test_plans_of_two_spaces_are_not_compared(plans) -> None:
    async with plans.as_("administrator") as administrator:
        ours = await a_draft(administrator)
        theirs = await a_draft(administrator, space_code="ETH")
        refused = await differences(administrator, ours, theirs)

    assert refused.json()["title"] == "PlansOfTwoSpaces"


async def test_a_draft_is_cloned_and_compared_by_its_own_space_only(
    plans, planner
) -> None:
    plan = await a_draft(planner)
    adopted = await an_adopted_plan(plans)

    async with plans.as_("district_planner", spaces=frozenset({"DC21"})) as stranger:
        hidden = await stranger.post(f"/v1/plans/{plan}/clone", json={"title": "x"})
        refused = await stranger.post(f"/v1/plans/{adopted}/clone", json={"title": "x"})
        compared = await differences(stranger, plan, adopted)

    assert hidden.status_code == compared.status_code == HTTPStatus.NOT_FOUND
    assert refused.status_code == HTTPStatus.FORBIDDEN


async def test_coverage_says_what_is_tied_to_which_framework(planner) -> None:
    plan = await a_draft(planner)
    rows = ({}, {"intervention_id": "A2"}, {"intervention_id": "A3"})
    await load(planner, plan, file_of(*rows))
    ndp = {"framework": "NDP", "item": "4"}
    links = [
        ndp | {"code": "L1", "relation": "implements"} | strategy("S1"),
        ndp | {"code": "L2", "relation": "conflicts"} | intervention("A3"),
        {"code": "L3", "framework": "SDG", "item": "14", "relation": "missing"},
    ]
    await state_content(planner, plan, links=links, tree={"S1": ["A1", "A2"]})

    found = (await planner.get(f"/v1/plans/{plan}/coverage")).json()

    by_framework = {each["framework"]: each for each in found["frameworks"]}
    assert (found["interventions_tied"], found["share"]) == (2, "66.67")
    assert by_framework["NDP"]["relations"] == {
        "implements": 1,
        "contributes": 0,
        "conflicts": 1,
        "missing": 0,
    }
    assert by_framework["NDP"]["interventions_tied"] == 2
    assert by_framework["SDG"]["missing_items"] == ["14"]
    assert by_framework["IDP"]["share"] == "0.00"


def strategy(code: str) -> dict[str, str]:
    return {"subject_kind": "strategy", "subject": code}


def intervention(code: str) -> dict[str, str]:
    return {"subject_kind": "intervention", "subject": code}


async def test_a_project_is_catalytic_when_all_is_there_and_not_before(
    plans, planner
) -> None:
    plan = await a_draft(planner)
    await load(planner, plan, EXAMPLE)
    register = "/v1/catalytic-projects"

    async def tested(code: str) -> dict:
        asked = {"plan": plan, "only_catalytic": "false"}
        found = (await planner.get(register, params=asked)).json()["items"]
        return next(each for each in found if each["code"] == code)

    before = await tested("I04")
    await planner.patch(
        f"/v1/plans/{plan}/interventions/I04",
        json={"supporting_organs": ["NC453"]},
        headers={"if-match": "*"},
    )
    cell = {"intervention_code": "I04", "organ": "NC-COGHSTA", "period": "2026/27"}
    who = {"organ": "NC-COGHSTA"}
    async with (
        plans.as_("district_planner", **who) as officer,
        plans.as_("approver", **who) as head,
    ):
        cells = {"cells": [cell | {"amount": "90000000.00"}]}
        stated = await officer.post(f"/v1/plans/{plan}/commitments", json=cells)
        pledge = stated.json()["commitments"][0]["id"]
        await head.post(f"/v1/plans/{plan}/commitments/{pledge}/confirmation")
    after = await tested("I04")

    assert (before["value"], before["years"]) == ("180000000.00", 2)
    assert (before["spheres"], before["is_catalytic"]) == (["provincial"], False)
    assert after["spheres"] == ["local", "provincial"]
    assert (after["confirmed"], after["is_catalytic"]) == ("90000000.00", True)
    shown = {
        each["criterion"]: (each["found"], each["least"], each["is_met"])
        for each in before["criteria"]
    }
    assert shown == {
        "years": ("2", "2", True),
        "spheres": ("1", "2", False),
        "value": ("180000000.00", "100000000.00", True),
        "confirmed": ("0", "0.01", False),
    }
    assert all(each["is_met"] for each in after["criteria"])
    only = (await planner.get(register, params={"plan": plan})).json()["items"]
    assert [each["code"] for each in only] == ["I04"]
    assert not (await tested("I01"))["is_of_high_value"]
    async with plans.as_anyone() as anyone:
        hidden = await anyone.get(register, params={"plan": plan})
    assert hidden.json()["items"] == []


async def test_the_register_is_paged_by_plan_and_code(planner) -> None:
    plan = await a_draft(planner)
    await load(planner, plan, EXAMPLE)
    asked = {"plan": plan, "only_catalytic": "false", "limit": "7"}
    seen: list[str] = []

    while True:
        page = (await planner.get("/v1/catalytic-projects", params=asked)).json()
        seen += [each["code"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        asked["cursor"] = page["next_cursor"]

    assert len(seen) == len(set(seen)) == 18
    assert seen == sorted(seen)
    wrong = await planner.get("/v1/catalytic-projects", params={"cursor": "IngI"})
    assert wrong.json()["title"] == "CursorMalformed"
