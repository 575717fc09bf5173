"""Frameworks by version, how their items relate, and programmes."""

from datetime import date
from http import HTTPStatus

import pytest
from sqlalchemy import text

from chassis.database import EVERYWHERE, transaction
from services.plans.documents.content import FocusArea
from services.plans.documents.models import Stage
from services.registry.changes.subjects import SUBJECTS
from services.registry.statements import StatementRefused

DAY = date(2026, 11, 22)
MTDP = {"framework": "MTDP", "version": "2024-29"}
NEXT = {
    "framework": "MTDP",
    "version": "2029-34",
    "name": "The next plan",
    "authority": "The Presidency",
    "begins": "2029-04-01",
    "supersedes": "MTDP/2024-29",
    "source": "a test",
}


async def states(registry, subject: str, *rows, effective=DAY):
    kind = SUBJECTS[subject]
    async with transaction(registry.sessions, EVERYWHERE) as session:
        stated = [kind.row.model_validate(row) for row in rows]
        return await kind.state(session, stated, effective)


async def items(client, path: str, **query):
    answer = await client.get(f"/v1/{path}", params=query)
    assert answer.status_code == HTTPStatus.OK, answer.text
    return answer.json()["items"]


async def told(registry, framework: str) -> list[dict]:
    async with transaction(registry.sessions, EVERYWHERE) as session:
        found = await session.scalars(
            text(
                "select payload from outbox where aggregate = :framework "
                "and subject like '%frameworks_stated%' order by position"
            ),
            {"framework": framework},
        )
        return list(found)


async def test_the_version_in_force_on_a_day_is_read(registry) -> None:
    async with registry.as_anyone() as anyone:
        versions = await items(anyone, "frameworks")
        then = await items(anyone, "frameworks/MTSF/items", as_of="2021-01-01")
        named = await items(anyone, "frameworks/MTSF/items", version="2019-24")
        ended = await anyone.get("/v1/frameworks/MTSF/items")

    superseded = {each["record"]: each["supersedes"] for each in versions}
    assert superseded["MTDP/2024-29"] == "MTSF/2019-24"
    assert then == named
    assert len(then) == 7
    assert ended.status_code == HTTPStatus.NOT_FOUND
    assert ended.json()["code"] == "framework-version-not-found"


async def test_an_unknown_framework_is_not_found(registry) -> None:
    async with registry.as_anyone() as anyone:
        unknown = await anyone.get("/v1/frameworks/NOTHING/items")

    assert unknown.json()["code"] == "framework-not-found"


@pytest.mark.parametrize(
    ("framework", "count"),
    [
        ("NDP", 15),
        ("SDG", 17),
        ("AGENDA2063", 7),
        ("MTDP", 3),
        ("MUNICIPAL_FUNCTIONS", 99),
        ("CONDITIONAL_GRANTS", 34),
    ],
)
async def test_a_framework_has_its_items(registry, framework, count) -> None:
    async with registry.as_anyone() as anyone:
        found = await items(anyone, f"frameworks/{framework}/items")

    assert len({each["code"] for each in found}) == count


async def test_focus_areas_and_stages_are_those_that_plans_know(registry) -> None:
    async with registry.as_anyone() as anyone:
        areas = await items(anyone, "frameworks/DDM_FOCUS/items")
        stages = await items(anyone, "frameworks/DDM_STAGES/items")

    assert {each["code"] for each in areas} == set(FocusArea) - {FocusArea.UNKNOWN}
    assert {each["code"] for each in stages} == set(Stage)


async def test_every_focus_area_is_mapped_to_every_plan_above_it(registry) -> None:
    async with registry.as_anyone() as anyone:
        every = await items(anyone, "frameworks/DDM_FOCUS/mappings")
        to_sdg = await items(anyone, "frameworks/DDM_FOCUS/mappings", to="SDG")
        crosswalk = await items(
            anyone, "frameworks/MTSF/mappings", version="2019-24", to="MTDP"
        )

    pairs = {(each["code"], each["to_framework"]) for each in every}
    assert len(pairs) == 6 * 5
    assert {each["to_code"] for each in to_sdg} == {
        str(goal) for goal in range(1, 18) if goal != 14
    }
    assert {each["code"] for each in crosswalk} == set("1234567")
    assert {each["relation"] for each in crosswalk} == {"succeeded_by"}


async def test_programmes_say_who_leads_them(registry) -> None:
    async with registry.as_anyone() as anyone:
        every = await items(anyone, "programmes")
        led = await items(anyone, "programmes", organ="PRESIDENCY")

    assert {"CWP", "EPWP", "MISA", "SIPS"} <= {each["code"] for each in every}
    assert [each["code"] for each in led] == ["PES"]


async def test_lists_go_on_where_a_page_ended(registry) -> None:
    path = "/v1/frameworks/SDG/items"
    async with registry.as_anyone() as anyone:
        first = (await anyone.get(path, params={"limit": 10})).json()
        rest = (await anyone.get(path, params={"cursor": first["next_cursor"]})).json()

    records = [each["record"] for each in (*first["items"], *rest["items"])]
    assert len(set(records)) == 17
    assert rest["next_cursor"] is None


async def test_what_plans_may_refer_to_is_told_at_the_start(registry) -> None:
    (event,) = await told(registry, "SDG")

    assert event["revision"] > 0
    assert (event["part"], event["parts"]) == (1, 1)
    assert len(event["items"]) == 17
    assert event["valid_to"] == "2031-01-01"


@pytest.mark.parametrize(
    ("subject", "row", "rule"),
    [
        ("frameworks", NEXT | {"begins": "2027-01-01"}, "versions-overlap"),
        ("frameworks", NEXT | {"ends": "2029-04-01"}, "period-reversed"),
        ("frameworks", NEXT | {"supersedes": "X/1"}, "framework-unknown"),
        ("frameworks", NEXT | {"supersedes": "MTDP/2029-34"}, "supersedes-itself"),
        (
            "frameworks",
            NEXT | {"version": "2024-29", "withdrawn": True},
            "still-referred-to",
        ),
        (
            "framework_items",
            {"framework": "MTDP", "version": "1", "code": "4", "title": "x"},
            "framework-unknown",
        ),
        (
            "framework_items",
            MTDP | {"code": "1.1", "title": "x", "parent": "9"},
            "parent-unknown",
        ),
        (
            "framework_items",
            MTDP | {"code": "1.1", "title": "x", "parent": "1"},
            "level-not-below",
        ),
        (
            "framework_items",
            MTDP | {"code": "1", "title": "x", "parent": "1"},
            "parent-is-below",
        ),
        (
            "framework_items",
            MTDP | {"code": "1", "title": "x", "withdrawn": True},
            "still-referred-to",
        ),
        (
            "framework_mappings",
            MTDP
            | {"code": "1", "to_framework": "SDG", "to_version": "2015"}
            | {"to_code": "18", "source": "a test"},
            "item-unknown",
        ),
        (
            "framework_mappings",
            MTDP
            | {"code": "1", "to_framework": "MTDP", "to_version": "2024-29"}
            | {"to_code": "1", "source": "a test"},
            "mapped-to-itself",
        ),
        (
            "programmes",
            {"code": "P", "name": "P", "lead": "P", "lead_organ": "NOBODY"}
            | {"begins": "2026-01-01", "source": "a test"},
            "organ-unknown",
        ),
    ],
)
async def test_what_would_not_hang_together_is_refused(
    registry, subject, row, rule
) -> None:
    with pytest.raises(StatementRefused) as refused:
        await states(registry, subject, row)

    assert rule in {error.code for error in refused.value.errors}


async def test_a_change_is_in_force_from_its_day_and_told(start) -> None:
    registry = await start("registry")
    below = MTDP | {"code": "1.1", "parent": "1", "level": 2, "title": "Work"}

    (added,) = await states(registry, "framework_items", below)
    again = await states(registry, "framework_items", below)
    (ended,) = await states(
        registry,
        "framework_items",
        below | {"withdrawn": True},
        effective=date(2026, 12, 1),
    )

    async with registry.as_anyone() as anyone:
        path = "frameworks/MTDP/items"
        before = await items(anyone, path, as_of="2026-11-21")
        during = await items(anyone, path, as_of="2026-11-22")
        after = await items(anyone, path, as_of="2026-12-01")
    assert (added.effect, again, ended.effect) == ("added", [], "ended")
    assert [len(each) for each in (before, during, after)] == [3, 4, 3]
    events = await told(registry, "MTDP")
    revisions = [event["revision"] for event in events]
    assert revisions == sorted(set(revisions))
    assert [len(event["items"]) for event in events] == [3, 4, 3]


async def test_history_is_not_rewritten(start) -> None:
    registry = await start("registry")
    renamed = MTDP | {"code": "1", "title": "Renamed"}

    await states(registry, "framework_items", renamed)

    for title, day in (("Other", DAY), ("Earlier", date(2025, 1, 1))):
        row = renamed | {"title": title}
        with pytest.raises(StatementRefused) as refused:
            await states(registry, "framework_items", row, effective=day)
        assert refused.value.errors[0].code == "history-rewritten"
