"""What breaks a rule of a budget file is named, and nothing is loaded."""

import httpx
import pytest

from tests.budgets.office import (
    LINES,
    faults,
    lines_file,
    load,
    send,
)


async def test_the_unit_is_declared_and_agrees(desk: httpx.AsyncClient) -> None:
    undeclared = await send(desk, LINES, unit=None)
    unknown = await send(desk, LINES, unit="cents")
    differs = await send(desk, LINES, unit="rand")

    assert undeclared.json()["title"] == "UnitNotDeclared"
    assert unknown.json()["title"] == "UnitNotDeclared"
    assert ("/rows/2/unit", "unit-differs") in faults(differs)


@pytest.mark.parametrize(
    ("change", "column", "rule"),
    [
        ({"organ": "NOBODY"}, "organ", "organ-unknown"),
        ({"organ": "DHET"}, "sphere", "sphere-differs"),
        ({"sphere": "council"}, "sphere", "choice-unknown"),
        ({"location_code": "XX999"}, "location_code", "place-unknown"),
        ({"location_code": "DC6"}, "location_code", "place-outside-space"),
        ({"location_code": "EC"}, "location_code", "place-outside-space"),
        ({"location_code": "FS164"}, "location_code", "place-ended"),
        ({"fund": "NONE"}, "fund", "fund-unknown"),
        ({"intervention_id": "I14"}, "intervention_id", "intervention-unknown"),
        ({"function_code": "42"}, "function_code", "function-code-not-valid"),
        ({"gender_marker": "some"}, "gender_marker", "choice-unknown"),
        ({"line_class": "loan"}, "line_class", "choice-unknown"),
        ({"line_class": ""}, "line_class", "value-missing"),
        ({"line_id": ""}, "line_id", "value-missing"),
        ({"amount_2026_27": "-1"}, "amount_2026_27", "amount-negative"),
        ({"amount_2026_27": "1,5"}, "amount_2026_27", "amount-not-a-number"),
        ({"amount_2026_27": "1e3"}, "amount_2026_27", "amount-not-a-number"),
        (
            {"amount_2026_27": "1000000001"},
            "amount_2026_27",
            "amount-not-plausible",
        ),
    ],
)
async def test_a_row_that_breaks_a_rule_is_named(
    desk: httpx.AsyncClient, change: dict[str, str], column: str, rule: str
) -> None:
    answer = await send(desk, lines_file({"line_id": "T1"}, {"line_id": "T2"} | change))

    assert faults(answer) == {(f"/rows/3/{column}", rule)}
    assert (await desk.get("/v1/budget-lines")).json()["items"] == []


async def test_every_fault_of_a_file_is_named_at_once(
    desk: httpx.AsyncClient,
) -> None:
    answer = await send(
        desk,
        lines_file(
            {"line_id": "T1", "organ": "NOBODY", "fund": "NONE"},
            {"line_id": "T1"},
            {"line_id": "T3", "amount_2026_27": "much"},
        ),
    )

    assert faults(answer) == {
        ("/rows/2/organ", "organ-unknown"),
        ("/rows/2/fund", "fund-unknown"),
        ("/rows/3/line_id", "value-repeated"),
        ("/rows/4/amount_2026_27", "amount-not-a-number"),
    }
    assert "NOBODY" in answer.text


async def test_an_unknown_column_is_refused(desk: httpx.AsyncClient) -> None:
    answer = await send(desk, lines_file({"colour": "red"}))

    assert ("/rows/1/colour", "column-unknown") in faults(answer)


async def test_what_is_no_table_is_refused(desk: httpx.AsyncClient) -> None:
    page = await send(desk, b"<html>no table</html>")
    empty = await send(desk, b"")
    only_a_header = await load(desk, LINES.splitlines()[0] + b"\n")

    assert page.json()["title"] == "FileNotReadable"
    assert empty.json()["title"] == "FileNotReadable"
    assert only_a_header["rows"] == 0
