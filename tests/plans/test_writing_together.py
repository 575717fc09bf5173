"""Organs write their own sections; who changed which field is known; people talk."""

import asyncio

import pytest

from tests.plans.coauthors import CLINIC, HEALTH, a_divided_draft, move, retitle
from tests.plans.desk import a_draft, file_of, load, told

pytestmark = pytest.mark.standing


async def provenance(client, plan: str, **query) -> list[dict]:
    found = await client.get(f"/v1/plans/{plan}/provenance", params=query)
    assert found.status_code == 200, found.text
    return found.json()["items"]


async def test_only_its_owner_writes_a_section(plans, planner, health) -> None:
    plan = await a_divided_draft(planner, health)

    foreign = await retitle(planner, plan, "H1", "Another clinic")
    by_file = await load(planner, plan, file_of(CLINIC | {"title": "By file"}))
    own = await retitle(health, plan, "H1", "Mothibistad clinic replacement")
    elsewhere = await retitle(planner, plan, "A1", "Bulk water, phase 1")

    assert (foreign.status_code, foreign.json()["title"]) == (
        403,
        "SectionOwnedByAnother",
    )
    assert by_file.json()["title"] == "SectionOwnedByAnother"
    assert (own.status_code, elsewhere.status_code) == (200, 200)
    found = await planner.get(f"/v1/plans/{plan}/interventions/H1")
    assert found.json()["title"] == "Mothibistad clinic replacement"


async def test_nothing_is_moved_into_or_out_of_another_organ_s_section(
    planner, health
) -> None:
    plan = await a_divided_draft(planner, health)
    address = f"/v1/plans/{plan}/interventions"
    spatial = {"focus_area": "spatial_restructuring_environment"}

    into = await planner.patch(
        f"{address}/A1",
        json={"focus_area": HEALTH["focus_area"]},
        headers={"if-match": "*"},
    )
    out = await planner.patch(f"{address}/H1", json=spatial, headers={"if-match": "*"})
    gone = await planner.delete(f"{address}/H1", headers={"if-match": "*"})

    assert [answer.status_code for answer in (into, out, gone)] == [403, 403, 403]


async def test_a_section_is_submitted_returned_and_accepted(
    plans, planner, health
) -> None:
    plan = await a_divided_draft(planner, health)

    not_theirs = await move(planner, plan, "submission")
    early = await move(planner, plan, "acceptance")
    submitted = await move(health, plan, "submission")
    frozen = await retitle(health, plan, "H1", "Too late")
    own = await move(health, plan, "acceptance")
    returned = await move(planner, plan, "return", note="The year is missing")
    mended = await retitle(health, plan, "H1", "Clinic, by 2028")
    await move(health, plan, "submission")
    accepted = await move(planner, plan, "acceptance", note="Thank you")

    assert not_theirs.json()["title"] == "SectionOwnedByAnother"
    assert early.json()["title"] == "SectionNotSubmitted"
    assert submitted.json()["state"] == "submitted"
    assert (frozen.status_code, frozen.json()["title"]) == (409, "SectionSubmitted")
    assert (own.status_code, own.json()["title"]) == (403, "OwnSection")
    assert (returned.json()["state"], mended.status_code) == ("returned", 200)
    assert (accepted.json()["state"], accepted.json()["note"]) == (
        "accepted",
        "Thank you",
    )
    states = [
        c["state"] for name, c in await told(plans, plan) if name == "section_moved"
    ]
    assert states == ["open", "submitted", "returned", "submitted", "accepted"]


async def test_a_focus_area_has_one_section(planner, health) -> None:
    plan = await a_divided_draft(planner, health)
    address = f"/v1/plans/{plan}/sections"

    answers = await asyncio.gather(
        planner.post(address, json=HEALTH | {"code": "S6"}),
        planner.post(address, json=HEALTH | {"focus_area": "economic_positioning"}),
        planner.post(address, json=HEALTH | {"code": "S7", "owner_organ": "NOBODY"}),
    )

    assert [answer.json()["title"] for answer in answers] == [
        "SectionExists",
        "SectionExists",
        "SectionOwnerUnknown",
    ]


async def test_every_field_is_known_by_whom_it_was_changed(planner, health) -> None:
    plan = await a_divided_draft(planner, health)
    await retitle(health, plan, "H1", "Clinic, by 2028")
    await health.patch(
        f"/v1/plans/{plan}/interventions/H1",
        json={"planned": {"2026/27": "5.00", "2027/28": "6.00"}},
        headers={"if-match": "*"},
    )

    changes = await provenance(planner, plan, kind="intervention", code="H1")

    assert changes[0]["change"] == "added"
    assert "title" in changes[0]["fields"]
    by_health = [
        (each["change"], each["fields"]) for each in changes if each["sub"] == "nkosi"
    ]
    assert by_health[0] == ("changed", ["title"])
    assert ("changed", ["planned.2027/28"]) in by_health
    assert {each["organ"] for each in changes if each["sub"] == "nkosi"} == {"NC-DOH"}


async def test_what_was_refused_leaves_no_trace(planner, health) -> None:
    plan = await a_divided_draft(planner, health)
    before = await provenance(planner, plan)

    await retitle(planner, plan, "H1", "Another clinic")

    assert await provenance(planner, plan) == before


async def test_people_talk_about_a_field_until_it_is_settled(
    plans, planner, health
) -> None:
    plan = await a_divided_draft(planner, health)
    address = f"/v1/plans/{plan}/remarks"
    about = {"subject": "intervention", "code": "H1", "field": "planned"}

    asked = await planner.post(address, json=about | {"content": "Is this all of it?"})
    thread = asked.json()["id"]
    reply = {"content": "In two years", "reply_to": thread}
    answered = await health.post(address, json=reply)
    settled = await planner.post(f"/v1/remarks/{thread}/resolution")
    late = await health.post(address, json=reply)
    again = await planner.post(f"/v1/remarks/{thread}/resolution")
    found = await planner.get(address, params={"subject": "intervention", "code": "H1"})

    assert (answered.status_code, answered.json()["thread"]) == (201, thread)
    assert (answered.json()["field"], answered.json()["organ"]) == ("planned", "NC-DOH")
    assert settled.json()["resolved_at"] is not None
    assert late.json()["title"] == again.json()["title"] == "RemarkResolved"
    assert [each["content"] for each in found.json()["items"]] == [
        "Is this all of it?",
        "In two years",
    ]


async def test_remarks_and_provenance_are_for_the_people_of_the_space(
    plans, planner, health
) -> None:
    plan = await a_divided_draft(planner, health)
    said = await planner.post(f"/v1/plans/{plan}/remarks", json={"content": "Hm"})

    async with (
        plans.as_("district_planner", spaces={"DC21"}) as neighbour,
        plans.as_anyone() as anyone,
        plans.as_("auditor") as auditor,
    ):
        answers = [
            await neighbour.get(f"/v1/plans/{plan}/remarks"),
            await neighbour.get(f"/v1/plans/{plan}/provenance"),
            await neighbour.post(f"/v1/remarks/{said.json()['id']}/resolution"),
            await neighbour.post(f"/v1/plans/{plan}/sections", json=HEALTH),
            await anyone.get(f"/v1/plans/{plan}/remarks"),
            await auditor.post(f"/v1/plans/{plan}/remarks", json={"content": "x"}),
            await auditor.get(f"/v1/plans/{plan}/provenance"),
        ]

    codes = [answer.status_code for answer in answers]
    assert codes == [404, 404, 404, 404, 401, 403, 200]


async def test_a_reply_stays_with_the_plan_of_its_thread(planner, health) -> None:
    plan, other = await a_divided_draft(planner, health), await a_draft(planner)
    said = await planner.post(f"/v1/plans/{plan}/remarks", json={"content": "Why?"})
    reply = {"content": "Because", "reply_to": said.json()["id"]}

    strayed = await planner.post(f"/v1/plans/{other}/remarks", json=reply)

    assert (strayed.status_code, strayed.json()["title"]) == (404, "RemarkNotFound")


@pytest.mark.parametrize(
    ("about", "title", "pointer"),
    [
        ({"subject": "intervention", "code": "NONE"}, "SubjectOfRemark", "/code"),
        ({"subject": "intervention"}, "SubjectOfRemark", "/code"),
        ({"subject": "issue", "code": "H1"}, "SubjectOfRemark", "/code"),
        ({"subject": "section", "code": "S9"}, "SubjectOfRemark", "/code"),
        ({"code": "H1"}, "SubjectOfRemark", "/code"),
        (
            {"subject": "intervention", "code": "H1", "field": "colour"},
            "FieldOfRemark",
            "/field",
        ),
        (
            {"subject": "intervention", "code": "H1", "field": "title.2026/27"},
            "FieldOfRemark",
            "/field",
        ),
        ({"field": "lead_organ"}, "FieldOfRemark", "/field"),
    ],
    ids=[
        "no such intervention",
        "no code",
        "another kind",
        "no such section",
        "no kind",
        "no such field",
        "no year of a title",
        "a field of another kind",
    ],
)
async def test_a_remark_is_about_something_that_is_there(
    planner, health, about, title, pointer
) -> None:
    plan = await a_divided_draft(planner, health)
    address = f"/v1/plans/{plan}/remarks"

    refused = await planner.post(address, json=about | {"content": "Hm"})

    assert (refused.status_code, refused.json()["title"]) == (422, f"{title}Unknown")
    assert refused.json()["errors"][0]["pointer"] == pointer
    assert (await planner.get(address)).json()["items"] == []


async def test_a_remark_names_the_amount_of_one_year_as_provenance_does(
    planner, health
) -> None:
    plan = await a_divided_draft(planner, health)
    about = {"subject": "intervention", "code": "H1", "field": "planned.2026/27"}

    said = await planner.post(
        f"/v1/plans/{plan}/remarks", json=about | {"content": "All of it?"}
    )

    assert (said.status_code, said.json()["field"]) == (201, "planned.2026/27")
