"""How far sections are: accepted, closed and opened again; and a plan as a whole."""

import pytest

from tests.plans.coauthors import (
    AREA,
    a_divided_draft,
    an_offered_draft,
    move,
    retitle,
    section,
)
from tests.plans.desk import file_of, load, told

pytestmark = pytest.mark.standing


def titles(answers) -> list[str]:
    return [answer.json()["title"] for answer in answers]


async def accept(planner, owner, plan: str) -> None:
    assert (await move(owner, plan, "submission")).status_code == 200
    assert (await move(planner, plan, "acceptance")).status_code == 200


async def test_a_closed_section_is_written_by_nobody_until_it_is_reopened(
    plans, planner, health
) -> None:
    plan = await a_divided_draft(planner, health)
    early = await move(planner, plan, "closing")
    await accept(planner, health, plan)
    own = await move(health, plan, "closing")
    closed = await move(planner, plan, "closing", note="Agreed on 3 May")

    answers = [
        await retitle(health, plan, "H1", "x"),
        await retitle(planner, plan, "H1", "x"),
        await load(health, plan, file_of({"focus_area": AREA})),
        await move(health, plan, "submission"),
        await move(planner, plan, "return", note="x"),
        await move(health, plan, "offer", owner_organ="NC-DOE"),
        await move(planner, plan, "closing"),
    ]
    owner = await move(health, plan, "reopening", note="x")
    reopened = await move(planner, plan, "reopening", note="A clinic was forgotten")
    again = await move(planner, plan, "reopening", note="x")
    written = await retitle(health, plan, "H1", "Clinic")

    assert titles([early, own]) == ["SectionNotAccepted", "OwnSection"]
    assert closed.json()["state"] == "closed"
    assert titles(answers) == ["SectionClosed"] * 7
    assert titles([owner, again]) == ["OwnSection", "SectionNotClosed"]
    assert (reopened.json()["state"], written.status_code) == ("open", 200)
    states = [
        said["state"]
        for name, said in await told(plans, plan)
        if name == "section_moved"
    ]
    assert states == ["open", "submitted", "accepted", "closed", "open"]


async def test_a_section_is_closed_once_its_remarks_are_resolved(
    planner, health
) -> None:
    plan = await a_divided_draft(planner, health)
    address = f"/v1/plans/{plan}/remarks"
    asked = await health.post(
        address, json={"subject": "section", "code": "S5", "content": "Enough?"}
    )
    await planner.post(address, json={"content": "About the plan as a whole"})
    await accept(planner, health, plan)

    refused = await move(planner, plan, "closing")
    await planner.post(f"/v1/remarks/{asked.json()['id']}/resolution")
    closed = await move(planner, plan, "closing")

    assert refused.json()["title"] == "SectionHasOpenRemarks"
    assert closed.status_code == 200


async def test_a_step_is_taken_with_the_section_as_it_was_read(planner, health) -> None:
    plan = await an_offered_draft(planner)
    one = f"/v1/plans/{plan}/sections/S5"
    read = await planner.get(one)
    await move(health, plan, "taking", if_match=read.headers["etag"])

    stale = await move(health, plan, "submission", if_match=read.headers["etag"])
    blind = await planner.patch(one, json={"title": "Services"})
    changed = await planner.patch(
        one,
        json={"title": "Services", "due_on": "2027-03-31"},
        headers={"if-match": '"2"'},
    )
    cleared = await planner.patch(
        one, json={"due_on": None}, headers={"if-match": changed.headers["etag"]}
    )

    assert (stale.status_code, blind.status_code) == (412, 428)
    assert changed.json()["due_on"] == "2027-03-31"
    assert (cleared.json()["title"], cleared.json()["due_on"]) == ("Services", None)
    assert cleared.headers["etag"] == '"4"'


async def test_the_overview_says_how_far_each_area_is(planner, health) -> None:
    plan = await a_divided_draft(planner, health)
    one = f"/v1/plans/{plan}/sections/S5"
    await planner.patch(one, json={"due_on": "2026-01-31"}, headers={"if-match": "*"})
    await retitle(health, plan, "H1", "Clinic")
    for about in ({"subject": "intervention", "code": "H1"}, {}):
        await planner.post(
            f"/v1/plans/{plan}/remarks", json=about | {"content": "Why?"}
        )

    late = (await planner.get(f"/v1/plans/{plan}/section-overview")).json()
    await accept(planner, health, plan)
    done = (await planner.get(f"/v1/plans/{plan}/section-overview")).json()

    (area,) = (each for each in late["areas"] if each["focus_area"] == AREA)
    assert (area["records"], area["open_remarks"], area["overdue"]) == (1, 1, True)
    assert area["section"]["state"] == "open"
    wrote = {each["organ"]: each["changes"] for each in area["contributions"]}
    assert wrote["NC-DOH"] == 1
    assert (late["open_remarks"], late["open_remarks_elsewhere"]) == (2, 1)
    assert len(late["areas"]) == 6
    assert AREA not in late["without_section"]
    assert (late["states"], late["overdue"]) == ({"open": 1}, 1)
    assert (done["states"], done["overdue"]) == ({"accepted": 1}, 0)


async def test_a_section_of_another_space_is_no_concern_of_a_planner(
    plans, planner, health
) -> None:
    plan = await a_divided_draft(planner, health)
    await move(health, plan, "offer", owner_organ="NC-DOE")

    async with plans.as_(
        "district_planner", spaces={"DC21"}, organ="NC-DOE"
    ) as neighbour:
        answers = [
            await move(neighbour, plan, "taking"),
            await move(neighbour, plan, "declining", note="No"),
            await move(neighbour, plan, "closing"),
            await neighbour.get(f"/v1/plans/{plan}/section-overview"),
            await neighbour.get(f"/v1/plans/{plan}/sections/S5/steps"),
        ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert (await section(planner, plan))["offered_to"] == "NC-DOE"
