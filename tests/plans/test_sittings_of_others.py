"""Who sees what of a sitting, whatever the service forgets."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.database import EVERYWHERE, NOWHERE, Spaces, transaction
from chassis.web.paging import encode
from tests.harness import NC_SPACES, Running
from tests.plans.desk import told
from tests.plans.secretariat import (
    FIRST_DAY,
    PROVINCE,
    a_quorate_sitting,
    agreed,
    does,
    items,
    resolve,
    the_forums_stand,
)

TABLES = (
    "sitting",
    "commission",
    "attendance",
    "participant",
    "agenda_item",
    "matter",
    "resolution_link",
    "minutes",
)
OURS, THEIRS = frozenset({"DC45"}), frozenset({"DC21"})
A_SECOND_FIRST_ITEM = (
    "insert into agenda_item (id, sitting_id, space_codes, position, title) "
    "select gen_random_uuid(), id, space_codes, 1, 'x' from sitting"
)
PARTY = {"name": "A mine", "kind": "mining_house"}
LINK = {"kind": "budget_line", "reference": "B02"}


@pytest.fixture(autouse=True)
async def forums(plans) -> None:
    await plans.hears(*the_forums_stand())


async def counts(plans: Running, spaces: Spaces) -> dict[str, int]:
    async with transaction(plans.sessions, spaces) as session:
        return {
            table: await session.scalar(text(f"select count(*) from {table}"))
            for table in TABLES
        }


async def a_full_sitting(planner) -> str:
    sitting = await a_quorate_sitting(planner)
    await does(planner, sitting, "commissions", name="Water")
    await does(planner, sitting, "participants", participants=[PARTY])
    await does(planner, sitting, "agenda-items", title="Water")
    resolution = agreed(await resolve(planner, sitting))["id"]
    agreed(await planner.post(f"/v1/resolutions/{resolution}/links", json=LINK))
    return sitting


async def test_a_sitting_is_its_spaces_own_until_it_is_over(plans, planner) -> None:
    sitting = await a_full_sitting(planner)
    whole = await counts(plans, OURS)

    before = await counts(plans, THEIRS), await counts(plans, NOWHERE)
    await does(planner, sitting, "closing")
    after = await counts(plans, NOWHERE)
    await does(planner, sitting, "minutes", content="Draft")

    assert min(whole[table] for table in TABLES[:-1]) == 1
    assert [set(each.values()) for each in before] == [{0}, {0}]
    assert after == whole
    assert (await counts(plans, THEIRS))["minutes"] == 0
    assert (await counts(plans, OURS))["minutes"] == 1


async def test_a_draft_of_the_province_is_read_by_its_districts_and_written_by_none(
    plans, planner
) -> None:
    async with plans.as_("provincial_coordinator") as province:
        sitting = await a_quorate_sitting(province, structure_code=PROVINCE)
    at = f"/v1/sittings/{sitting}"

    read = await planner.get(at)
    written = await planner.post(f"{at}/closing")
    async with plans.as_("district_planner", spaces=frozenset({"DC21"})) as stranger:
        hidden = await stranger.get(at)
        listed = await items(stranger, "/v1/sittings")

    assert (read.status_code, written.status_code, hidden.status_code) == (
        200,
        403,
        404,
    )
    assert listed == []
    async with transaction(plans.sessions, OURS) as session:
        changed = await session.execute(text("update sitting set title = 'ours'"))
    assert changed.rowcount == 0
    async with transaction(plans.sessions, frozenset(NC_SPACES)) as session:
        changed = await session.execute(text("update sitting set title = 'theirs'"))
    assert changed.rowcount == 1


async def test_the_database_refuses_what_is_not_on_the_way(plans, planner) -> None:
    sitting = await a_full_sitting(planner)
    await does(planner, sitting, "closing")
    await does(planner, sitting, "minutes", content="Draft")
    forbidden = [
        "update minutes set content = 'other'",
        "delete from resolution_link",
        "update matter set status = 'open'",
        "update sitting set number = null",
        "update attendance set appointment_id = null",
        "update sitting set status = 'minutes_approved'",
        A_SECOND_FIRST_ITEM,
    ]

    for statement in forbidden:
        with pytest.raises(DBAPIError):
            async with transaction(plans.sessions, EVERYWHERE) as session:
                await session.execute(text(statement))


async def test_every_step_is_told_and_written_down(plans, planner) -> None:
    sitting = await a_full_sitting(planner)
    await does(planner, sitting, "closing")

    names = [name for name, _ in await told(plans, sitting)]
    async with plans.as_("auditor") as auditor:
        entries = await items(auditor, "/v1/audit/plans", record=sitting)

    assert names == [
        "sitting_planned",
        "sitting_convened",
        "attendance_noted",
        "commission_formed",
        "participants_admitted",
        "agenda_item_tabled",
        "sitting_closed",
    ]
    assert {entry["operation"] for entry in entries} == {
        "planSitting",
        "conveneSitting",
        "recordAttendance",
        "formCommission",
        "admitParticipants",
        "tableAgendaItem",
        "passResolution",
        "closeSitting",
    }
    assert {entry["space_code"] for entry in entries} >= {"DC45"}


async def test_what_a_resolution_changed_comes_in_pages(planner) -> None:
    await a_full_sitting(planner)
    [resolution] = await items(planner, "/v1/resolutions")
    at = f"/v1/resolutions/{resolution['id']}/links"
    other = {"kind": "budget_line", "reference": "A road, and more"}
    agreed(await planner.post(at, json=other))

    links = await items(planner, at, limit=1)
    other_list = await planner.get(at, params={"cursor": encode("budget_line")})
    unstorable = await planner.get(at, params={"cursor": encode('["a", "\\u0000"]')})

    assert [link["reference"] for link in links] == [other["reference"], "B02"]
    assert other_list.json()["title"] == "CursorMalformed"
    assert unstorable.status_code == 200


async def test_what_is_reported_is_never_taken_for_what_was_held(planner) -> None:
    report = {
        "basis": "reported",
        "kind": "imbizo",
        "title": "An imbizo",
        "space_code": "DC45",
        "source": "A newspaper",
        "number": "IMBIZO-1",
    }
    unsourced = {key: value for key, value in report.items() if key != "source"}
    held = report | {"basis": "held"}

    faults = await planner.post("/v1/sittings", json=unsourced)
    mixed = await planner.post("/v1/sittings", json=held)
    sitting = agreed(await planner.post("/v1/sittings", json=report))["id"]
    again = await planner.post("/v1/sittings", json=report)
    resolved = agreed(
        await planner.post(
            f"/v1/sittings/{sitting}/resolutions",
            json={"content": "x", "outcome": "adopted"},
        )
    )
    carried = await planner.post(f"/v1/sittings/{sitting}/carry-over")
    dated = {"content": "x", "outcome": "noted", "on": FIRST_DAY}
    undated = await planner.post(f"/v1/sittings/{sitting}/resolutions", json=dated)

    assert faults.json()["errors"][0]["pointer"] == "/source"
    assert mixed.json()["title"] == "ReportNeedsSource"
    assert again.json()["title"] == "SittingNumberTaken"
    assert (resolved["basis"], resolved["reference"]) == ("reported", "IMBIZO-1.1")
    assert carried.json()["title"] == "SittingWithoutStructure"
    assert undated.json()["title"] == "DayNotOfSitting"
