"""Agendas and resolutions from files and into files."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from chassis import clock
from services.plans.sitting_files import service
from tests.plans.secretariat import (
    FIRST_DAY,
    a_quorate_sitting,
    agreed,
    does,
    items,
    plan,
    the_forums_stand,
)

RECORD = (
    "label,content,outcome,commission,follows,owner_organ,due_on,evidence\n"
    "C1,No water,,Basic services,,,,\n"
    "P1,A pipeline,,Basic services,C1,,,\n"
    "1,Build it,adopted,,P1,,,\n"
    "2,Ask the mines,deferred,,,,,\n"
    "A1,Survey the route,,,1,DWS,2026-12-31,\n"
    "A2,Name an engineer,,,1,DWS,2018-03-31,A letter\n"
)


@pytest.fixture
async def sitting(plans, planner) -> str:
    await plans.hears(*the_forums_stand())
    return await a_quorate_sitting(planner, ends_on=FIRST_DAY)


async def load(
    client: httpx.AsyncClient, sitting: str, content: str, **fields: Any
) -> httpx.Response:
    file = {"file": ("record.csv", content.encode(), "text/csv")}
    at = f"/v1/sittings/{sitting}/imports"
    return await client.post(at, data=fields, files=file)


async def test_a_record_is_shown_then_loaded_and_loaded_again_changes_nothing(
    planner, sitting
) -> None:
    shown = await load(planner, sitting, RECORD, dry_run="true")
    before = await items(planner, f"/v1/sittings/{sitting}/matters")

    loaded = agreed(await load(planner, sitting, RECORD))
    again = agreed(await load(planner, sitting, RECORD))

    assert (shown.status_code, shown.json()["created"], before) == (200, 6, [])
    assert (loaded["created"], again["created"], again["unchanged"]) == (6, 0, 6)
    said = await items(planner, f"/v1/sittings/{sitting}/matters")
    by_label = {each["reference"].rpartition(".")[2]: each for each in said}
    assert by_label["C1"]["status"] == by_label["P1"]["status"] == "taken_up"
    assert by_label["A1"]["follows"] == by_label["1"]["id"]
    assert by_label["A2"]["status"] == "done"
    assert len(await items(planner, f"/v1/sittings/{sitting}/imports")) == 2


async def test_what_is_written_out_can_be_loaded_again(planner, sitting) -> None:
    await load(planner, sitting, RECORD)
    await does(planner, sitting, "agenda-items", title="=1+1")

    written = await planner.get(f"/v1/sittings/{sitting}/export")
    again = await load(planner, sitting, written.text.replace("'=1", "=1"))

    assert written.headers["content-type"].startswith("text/csv")
    assert "I1,'=1+1,agenda_item" in written.text
    assert agreed(again)["unchanged"] == 7


BROKEN = [
    ("X1,a,,,,,,", "label", "label-not-valid"),
    ("1,a,,,,,,", "outcome", "outcome-of-resolution"),
    ("C1,a,adopted,,,,,", "outcome", "outcome-of-resolution"),
    ("A1,a,,,,DWS,2026-01-01,", "follows", "value-missing"),
    ("1,a,adopted,,C9,,,", "follows", "label-unknown"),
    ("C1,a,,,,NOBODY,,", "owner_organ", "organ-unknown"),
    ("C1,a,,,,,,shown", "evidence", "evidence-of-action"),
    ("1,a,deferred,,,,,\nA1,b,,,1,DWS,2026-01-01,", "follows", "follows-not-possible"),
    ("1,a,adopted,,2,,,\n2,b,adopted,,,,,", "follows", "follows-not-possible"),
]


async def test_a_row_that_breaks_a_rule_keeps_the_whole_file_out(
    planner, sitting
) -> None:
    header = RECORD.partition("\n")[0]

    for row, column, rule in BROKEN:
        answer = await load(planner, sitting, f"{header}\nC7,sound,,,,,,\n{row}\n")

        assert answer.status_code == 422, answer.text
        fault = answer.json()["errors"][-1]
        assert fault["pointer"].endswith(f"/{column}"), row
        assert fault["code"] == rule, row
    assert await items(planner, f"/v1/sittings/{sitting}/matters") == []


async def test_a_record_is_not_rewritten_by_a_file(planner, sitting) -> None:
    await load(planner, sitting, RECORD)

    answer = await load(planner, sitting, RECORD.replace("No water", "Much water"))

    assert [fault["code"] for fault in answer.json()["errors"]] == ["matter-differs"]


async def test_resolutions_of_a_file_need_quorum_and_a_plan_takes_agendas_only(
    plans, planner
) -> None:
    await plans.hears(*the_forums_stand())
    sitting = await plan(planner)
    agenda = "label,content\nI1,Water\nI2,Roads\n"

    loaded = agreed(await load(planner, sitting, agenda))
    early = await load(planner, sitting, RECORD)
    await does(planner, sitting, "convening")
    alone = await load(planner, sitting, RECORD)

    assert loaded["created"] == 2
    assert early.json()["title"] == "SittingNotOpen"
    assert alone.json()["title"] == "QuorumNotReached"
    assert await items(planner, f"/v1/sittings/{sitting}/matters") == []


async def test_what_a_file_does_not_date_was_said_on_the_last_day_that_has_come(
    plans, planner
) -> None:
    await plans.hears(*the_forums_stand())
    today = clock.today()
    sitting = await plan(
        planner, begins_on=str(today), ends_on=str(today + timedelta(days=2))
    )
    await does(planner, sitting, "convening")

    agreed(await load(planner, sitting, "label,content\nC1,No water\n"))

    (said,) = await items(planner, f"/v1/sittings/{sitting}/matters")
    assert (said["raised_on"], said["age_days"]) == (str(today), 0)


async def test_a_record_too_long_for_a_file_is_refused_and_not_cut(
    planner, sitting, monkeypatch
) -> None:
    agreed(await load(planner, sitting, RECORD))
    await does(planner, sitting, "agenda-items", title="Water")
    whole = await planner.get(f"/v1/sittings/{sitting}/export")

    monkeypatch.setattr(service, "LONGEST_RECORD", 6)
    refused = [
        await planner.get(f"/v1/sittings/{sitting}/export"),
        await load(planner, sitting, "label,content\nC9,One more\n"),
    ]

    assert len(whole.text.splitlines()) == 1 + 7
    for answer in refused:
        assert answer.status_code == 409
        assert answer.json()["title"] == "RecordTooLong"
