"""An organ is asked, says yes or no, hands its section over; sections are closed."""

import asyncio
from datetime import date

import pytest

from contracts.events.registry_organs import (
    OrganHistoryRecord,
    OrganPeriodRecord,
    OrgansStated,
)
from tests.plans.coauthors import (
    HEALTH,
    a_divided_draft,
    an_offered_draft,
    move,
    retitle,
    section,
)
from tests.plans.desk import a_draft, told

pytestmark = pytest.mark.standing


@pytest.fixture
async def schools(plans):
    async with plans.as_("district_planner", sub="botha", organ="NC-DOE") as client:
        yield client


def ends(code: str, day: date) -> OrgansStated:
    period = OrganPeriodRecord(
        valid_from=date(1994, 4, 27),
        valid_to=day,
        name="A department",
        kind="provincial_department",
        sphere="provincial",
        place_code="NC",
        parent_code=None,
        vote=None,
        functions=(),
    )
    history = OrganHistoryRecord(
        organ_id="01a00000-0000-7000-8000-000000000001",
        code=code,
        periods=(period,),
        version=2,
    )
    return OrgansStated(batch=f"{code} ends", organs=(history,))


def titles(answers) -> list[str]:
    return [answer.json()["title"] for answer in answers]


async def test_nobody_owns_a_section_before_they_said_so(
    plans, planner, health
) -> None:
    plan = await an_offered_draft(planner)

    asked = await section(planner, plan)
    by_planner = await retitle(planner, plan, "H1", "A clinic")
    early = await move(health, plan, "submission")
    taken = await move(health, plan, "taking", note="Gladly")
    shut_out = await retitle(planner, plan, "H1", "Another clinic")

    assert (asked["state"], asked["owner_organ"]) == ("unowned", None)
    assert (asked["offered_to"], by_planner.status_code) == ("NC-DOH", 200)
    assert (early.status_code, early.json()["title"]) == (409, "SectionNotOwned")
    assert (taken.json()["state"], taken.json()["owner_organ"]) == ("open", "NC-DOH")
    assert shut_out.json()["title"] == "SectionOwnedByAnother"
    names = [name for name, _ in await told(plans, plan)]
    assert [name for name in names if name.startswith("section")] == [
        "section_offered",
        "section_taken",
        "section_moved",
    ]


async def test_who_opens_a_section_for_their_own_organ_owns_it(health) -> None:
    plan = await a_draft(health)

    opened = await health.post(f"/v1/plans/{plan}/sections", json=HEALTH)

    assert (opened.status_code, opened.headers["etag"]) == (201, '"1"')
    assert (opened.json()["owner_organ"], opened.json()["state"]) == ("NC-DOH", "open")


async def test_an_organ_says_no_and_another_is_asked(planner, health, schools) -> None:
    plan = await an_offered_draft(planner)

    strange = await move(schools, plan, "taking")
    silent = await move(health, plan, "declining")
    declined = await move(health, plan, "declining", note="Not our function")
    late = await move(health, plan, "taking")
    await move(planner, plan, "offer", owner_organ="NC-DOE", due_on="2027-02-28")
    taken = await move(schools, plan, "taking")

    assert strange.json()["title"] == "SectionOfferedToAnother"
    assert silent.status_code == 422
    assert (declined.json()["offered_to"], declined.json()["note"]) == (
        None,
        "Not our function",
    )
    assert late.json()["title"] == "SectionNotOffered"
    assert (taken.json()["owner_organ"], taken.json()["due_on"]) == (
        "NC-DOE",
        "2027-02-28",
    )


async def test_a_section_is_handed_over_with_its_history_and_its_remarks(
    plans, planner, health, schools
) -> None:
    plan = await a_divided_draft(planner, health)
    await retitle(health, plan, "H1", "Mothibistad clinic, phase 1")
    about = {"subject": "intervention", "code": "H1", "content": "When?"}
    await planner.post(f"/v1/plans/{plan}/remarks", json=about)

    refused = await move(planner, plan, "offer", owner_organ="NC-DOE")
    await move(health, plan, "offer", owner_organ="NC-DOE", note="It is a school")
    still = await retitle(health, plan, "H1", "Mothibistad clinic, phase 2")
    await move(schools, plan, "taking")
    former = await retitle(health, plan, "H1", "Too late")
    now = await retitle(schools, plan, "H1", "Mothibistad school")

    assert refused.json()["title"] == "SectionOwnedByAnother"
    assert [still.status_code, former.status_code, now.status_code] == [200, 403, 200]
    found = await planner.get(f"/v1/plans/{plan}/provenance?kind=intervention&code=H1")
    titled = [row for row in found.json()["items"] if row["fields"] == ["title"]]
    assert [row["organ"] for row in titled] == ["NC-DOH", "NC-DOH", "NC-DOE"]
    steps = await planner.get(f"/v1/plans/{plan}/sections/S5/steps")
    assert [
        (step["step"], step["owner_organ"], step["moved_for"])
        for step in steps.json()["items"]
    ] == [
        ("offered", None, None),
        ("taken", "NC-DOH", "NC-DOH"),
        ("offered", "NC-DOH", "NC-DOH"),
        ("taken", "NC-DOE", "NC-DOE"),
    ]
    taken = [said for name, said in await told(plans, plan) if name == "section_taken"]
    assert (taken[-1]["former_owner"], taken[-1]["owner_organ"]) == ("NC-DOH", "NC-DOE")
    assert taken[-1]["open_remarks"] == 1


async def test_an_offer_is_withdrawn_by_who_made_it(planner, health, schools) -> None:
    plan = await a_divided_draft(planner, health)
    await move(health, plan, "offer", owner_organ="NC-DOE")

    refused = await move(planner, plan, "offer-withdrawal")
    withdrawn = await move(health, plan, "offer-withdrawal")
    answers = [
        await move(schools, plan, "taking"),
        await move(health, plan, "offer-withdrawal"),
        await move(health, plan, "offer", owner_organ="NC-DOH"),
    ]

    assert refused.json()["title"] == "SectionOwnedByAnother"
    assert (withdrawn.json()["owner_organ"], withdrawn.json()["step"]) == (
        "NC-DOH",
        "withdrawn",
    )
    assert titles(answers) == [
        "SectionNotOffered",
        "SectionNotOffered",
        "SectionOwnedAlready",
    ]


@pytest.mark.parametrize(
    ("organ", "title"),
    [
        ("NOBODY", "SectionOwnerUnknown"),
        ("NC-DOT", "SectionOwnerEnded"),
        ("KZN-DOH", "SectionOwnerElsewhere"),
        ("DC21", "SectionOwnerElsewhere"),
    ],
    ids=["unknown", "ended", "of another province", "of another space"],
)
async def test_a_section_goes_only_to_an_organ_that_stands_and_serves_the_space(
    plans, planner, health, organ, title
) -> None:
    plan = await a_divided_draft(planner, health)
    await plans.hears(ends("NC-DOT", date(2026, 4, 1)))
    other = HEALTH | {"code": "S6", "focus_area": "economic_positioning"}

    offered = await move(health, plan, "offer", owner_organ=organ)
    opened = await planner.post(
        f"/v1/plans/{plan}/sections", json=other | {"owner_organ": organ}
    )

    for answer in (offered, opened):
        assert (answer.status_code, answer.json()["title"]) == (422, title)
        assert answer.json()["errors"][0]["pointer"] == "/owner_organ"
    assert (await section(planner, plan))["offered_to"] is None


async def test_the_section_of_an_organ_that_ended_is_offered_by_anybody(
    plans, planner, schools
) -> None:
    plan = await an_offered_draft(planner, owner_organ="NC-DSD")
    async with plans.as_("district_planner", organ="NC-DSD") as welfare:
        await move(welfare, plan, "taking")
    early = await move(planner, plan, "offer", owner_organ="NC-DOE")
    await plans.hears(ends("NC-DSD", date(2026, 4, 1)))

    offered = await move(planner, plan, "offer", owner_organ="NC-DOE")
    taken = await move(schools, plan, "taking")

    assert early.json()["title"] == "SectionOwnedByAnother"
    assert (offered.status_code, taken.json()["owner_organ"]) == (200, "NC-DOE")


async def test_taking_and_writing_at_once_lose_nothing(
    planner, health, schools
) -> None:
    plan = await a_divided_draft(planner, health)
    await move(health, plan, "offer", owner_organ="NC-DOE")

    answers = await asyncio.gather(
        *(retitle(health, plan, "H1", f"Clinic {n}") for n in range(4)),
        move(schools, plan, "taking"),
        *(retitle(health, plan, "H1", f"Clinic {n}") for n in range(4, 8)),
    )

    taken = answers.pop(4)
    assert taken.status_code == 200
    assert {answer.status_code for answer in answers} <= {200, 403}
    found = await planner.get(f"/v1/plans/{plan}/provenance?kind=intervention&code=H1")
    written = [row for row in found.json()["items"] if row["fields"] == ["title"]]
    assert len(written) == sum(answer.status_code == 200 for answer in answers)
    assert all(row["at"] < taken.json()["moved_at"] for row in written)


async def test_two_organs_are_asked_in_turn_and_one_has_it(
    planner, health, schools
) -> None:
    plan = await an_offered_draft(planner)

    answers = await asyncio.gather(
        move(health, plan, "taking"),
        move(health, plan, "declining", note="No"),
        move(planner, plan, "offer", owner_organ="NC-DOE"),
        move(schools, plan, "taking"),
    )

    stands = await section(planner, plan)
    assert stands["owner_organ"] in {None, "NC-DOH", "NC-DOE"}
    assert stands["revision"] == 1 + sum(each.status_code == 200 for each in answers)
    assert all(each.status_code in {200, 403, 409} for each in answers)
