"""Tables of a plan come as the spreadsheets of the world write them, or are refused."""

from datetime import date
from http import HTTPStatus

import pytest

from tests.plans.desk import a_draft
from tests.plans.tables import (
    AREA,
    load_table,
    table,
    workbook,
)

pytestmark = pytest.mark.standing


async def test_files_come_as_spreadsheets_of_the_world_write_them(
    planner, tmp_path
) -> None:
    plan = await a_draft(planner)
    header = ["code", "focus_area", "statement"]
    files = [
        b"\xef\xbb\xbf" + table("issues", {"code": "A"}),
        table("issues", {"code": "B"}, delimiter=";"),
        table("issues", {"code": "C"}, delimiter="\t").decode().encode("utf-16"),
        workbook(tmp_path, header, ["D", AREA, 2026], [5, AREA, "x"]),
        workbook(tmp_path, header, ["E", AREA, "=1+1"]),
    ]

    for content in files:
        loaded = await load_table(planner, plan, "issues", content)
        assert loaded.status_code == HTTPStatus.CREATED, loaded.text

    issues = (await planner.get(f"/v1/plans/{plan}/issues")).json()["items"]
    assert [each["code"] for each in issues] == ["5", "A", "B", "C", "D", "E"]
    assert [each["statement"] for each in issues[-2:]] == ["2026", "0"]


async def test_dates_and_merged_cells_are_refused_where_they_stand(
    planner, tmp_path
) -> None:
    plan = await a_draft(planner)
    header = ["code", "focus_area", "statement"]
    dated = workbook(tmp_path, header, ["A", AREA, date(2026, 11, 22)])
    merged = workbook(
        tmp_path, header, ["A", AREA, "x"], ["B", "", "y"], merged="B2:B3"
    )

    for content, where, rule in (
        (dated, "/rows/2/statement", "date-not-expected"),
        (merged, "/rows/3/focus_area", "value-missing"),
    ):
        refused = await load_table(planner, plan, "issues", content)

        found = [(each["pointer"], each["code"]) for each in refused.json()["errors"]]
        assert found == [(where, rule)]
