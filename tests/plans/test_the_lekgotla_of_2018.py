"""The IDP lekgotla of John Taolo Gaetsewe, 7 to 9 February 2018, as it was recorded.

Days, commissions, participants, challenges and resolutions are those that are known;
who held which office is invented.
"""

import httpx

from tests.plans.secretariat import (
    FIRST_DAY,
    FORUM,
    LAST_DAY,
    Json,
    agreed,
    attend,
    does,
    items,
    plan,
    the_forums_stand,
)

COMMISSIONS = (
    "Community development services",
    "Good governance and public participation",
    "Municipal financial viability",
    "Basic services and infrastructure",
)
CHALLENGES = {
    "Cash flow": "Municipal financial viability",
    "Electricity": "Basic services and infrastructure",
    "Disaster management funding": "Municipal financial viability",
    "Water": "Basic services and infrastructure",
    "Sanitation": "Basic services and infrastructure",
    "Roads": "Basic services and infrastructure",
}
RESOLUTIONS = {
    "Align all district plans": ("adopted", None),
    "One district plan of all departments and municipalities through the forum": (
        "adopted",
        None,
    ),
    "Find alternative funding": ("deferred", "Cash flow"),
    "Prioritise and allocate evenly": ("adopted", "Roads"),
    "Municipalities take over housing and bulk services": ("adopted", "Water"),
}
PARTICIPANTS = [
    {"name": "Department of Water and Sanitation", "kind": "sector_department"},
    {"name": "Gamagara Local Municipality", "kind": "municipality"},
    {"name": "A manganese mine", "kind": "mining_house"},
]


async def the_challenges(
    planner: httpx.AsyncClient, lekgotla: str, commissions: dict[str, str]
) -> dict[str, str]:
    raised = {}
    for what, commission in CHALLENGES.items():
        named = commissions[commission]
        challenge = {"content": what, "commission_id": named, "on": FIRST_DAY}
        raised[what] = (await does(planner, lekgotla, "challenges", **challenge))["id"]
    return raised


async def the_resolutions(
    planner: httpx.AsyncClient, lekgotla: str, raised: dict[str, str]
) -> dict[str, Json]:
    resolved = {}
    for what, (outcome, challenge) in RESOLUTIONS.items():
        follows = raised.get(challenge or "")
        sent = {"content": what, "outcome": outcome, "on": LAST_DAY}
        resolved[what] = await does(
            planner, lekgotla, "resolutions", **sent, follows=follows
        )
    return resolved


async def test_the_lekgotla_from_its_plan_to_the_age_of_what_it_left(
    plans, planner
) -> None:
    await plans.hears(*the_forums_stand())

    # It is planned, convened with four commissions, and attended by all mayors.
    lekgotla = await plan(
        planner,
        kind="lekgotla",
        title="IDP lekgotla",
        place="Kuruman",
        begins_on=FIRST_DAY,
        ends_on=LAST_DAY,
    )
    commissions = {
        name: (await does(planner, lekgotla, "commissions", name=name))["id"]
        for name in COMMISSIONS
    }
    opened = await does(planner, lekgotla, "convening")
    await does(planner, lekgotla, "participants", participants=PARTICIPANTS)
    book = await attend(planner, lekgotla, FIRST_DAY, LAST_DAY)
    assert opened["number"] == f"{FORUM} 2018/1"
    assert [day["is_met"] for day in book["quorum"]] == [True, False, True]

    # The commissions raise six challenges; the plenary resolves on the last day.
    raised = await the_challenges(planner, lekgotla, commissions)
    resolved = await the_resolutions(planner, lekgotla, raised)
    assert resolved["Find alternative funding"]["reference"] == f"{FORUM} 2018/1.3"

    # One resolution gets an owner and a day, and names what it changed.
    one_plan = resolved["Align all district plans"]["id"]
    action = await does(
        planner,
        lekgotla,
        "actions",
        content="Draft one district plan",
        follows=one_plan,
        owner_organ="DWS",
        due_on="2018-06-30",
    )
    link = {"kind": "intervention", "reference": "DC45/I02"}
    agreed(await planner.post(f"/v1/resolutions/{one_plan}/links", json=link))

    # While it sits nobody else sees it; afterwards everybody does.
    async with plans.as_anyone() as anyone:
        hidden = await anyone.get(f"/v1/sittings/{lekgotla}")
        assert hidden.status_code == 404
        assert await items(anyone, "/v1/resolutions") == []
        await does(planner, lekgotla, "closing")
        shown = await items(anyone, "/v1/resolutions", q="alternative funding")
        traced = await items(anyone, "/v1/resolution-traces", **link)
    assert [found["status"] for found in shown] == ["deferred"]
    assert [found["resolution"]["id"] for found in traced] == [one_plan]

    # Eight years later its unresolved matters open the next agenda, with their age.
    later = await plan(
        planner, title="Forum", begins_on="2026-03-04", ends_on="2026-03-04"
    )
    carried = await does(planner, later, "carry-over")
    agenda = await items(planner, f"/v1/sittings/{later}/agenda-items")
    ageing = await items(planner, "/v1/unresolved-matters", structure=FORUM)
    left = [
        raised["Disaster management funding"],
        raised["Electricity"],
        raised["Sanitation"],
        resolved["Find alternative funding"]["id"],
        action["id"],
    ]
    assert carried["added"] == len(agenda) == len(left)
    assert {item["matter_id"] for item in agenda} == set(left)
    assert {age["matter"]["id"] for age in ageing} == set(left)
    assert {age["times_carried"] for age in ageing} == {1}
    assert all(age["matter"]["age_days"] > 8 * 365 for age in ageing)
    overdue = await items(planner, "/v1/actions", overdue=True)
    assert [found["id"] for found in overdue] == [action["id"]]

    # The later sitting approves the minutes, and decides what was deferred.
    await does(planner, lekgotla, "minutes", content="Seven resolutions\nwere read.")
    await does(planner, later, "convening")
    await attend(planner, later, "2026-03-04")
    approved = await does(
        planner,
        lekgotla,
        "minutes/approval",
        version=1,
        approved_in=later,
        on="2026-03-04",
    )
    decided = await does(
        planner,
        later,
        "resolutions",
        content="A fund of the mines",
        outcome="adopted",
        follows=resolved["Find alternative funding"]["id"],
    )
    done = {"evidence": "Plan tabled"}
    await planner.post(f"/v1/actions/{action['id']}/start")
    agreed(await planner.post(f"/v1/actions/{action['id']}/completion", json=done))
    assert approved["status"] == "minutes_approved"
    assert decided["first_raised_on"] == FIRST_DAY
    assert decided["reference"] == f"{FORUM} 2026/1.1"
    still = await items(planner, "/v1/unresolved-matters", structure=FORUM)
    assert {age["matter"]["id"] for age in still} == set(left[:3])
