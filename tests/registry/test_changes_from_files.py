"""Bulk changes from a file: shown first, refused by row and column, applied whole."""

from http import HTTPStatus
from io import BytesIO
from typing import Any

import httpx
import pytest
import xlsxwriter

from tests.harness import Running
from tests.registry.proposing import PROPOSALS, decided

HEADER = "code,name,kind,place_code,functions,valid_to\n"
GOOD = (
    HEADER
    + "FILE-1,First company,private_company,NC453,,\n"
    + "FILE-2,Second company,private_company,,4201 4202,2030-01-01\n"
)


async def sent(registry: Running, content: str | bytes, **form: Any) -> httpx.Response:
    fields = {
        "subject": "organs",
        "effective_from": "2026-04-01",
        "reason": "a test",
    } | form
    async with registry.as_("administrator") as administrator:
        return await administrator.post(
            f"{PROPOSALS}/files", data=fields, files={"file": ("rows", content)}
        )


async def exists(registry: Running, code: str) -> bool:
    async with registry.as_anyone() as anyone:
        return (await anyone.get(f"/v1/organs/{code}")).is_success


async def test_a_file_is_shown_first_then_proposed_then_applied(
    registry: Running,
) -> None:
    shown = await sent(registry, GOOD, dry_run="true")
    filed = await sent(registry, GOOD)
    before = await exists(registry, "FILE-1")
    approval = await decided(registry, filed.json()["id"], "approval")
    again = await sent(registry, GOOD)
    repeated = await sent(registry, GOOD, dry_run="true")

    assert shown.status_code == HTTPStatus.OK, shown.text
    assert shown.json()["id"] is None
    assert shown.json()["differences"] == filed.json()["differences"]
    assert filed.status_code == HTTPStatus.CREATED
    assert filed.json()["counts"] == {"added": 2, "changed": 0, "ended": 0}
    assert not before
    assert approval.is_success, approval.text
    assert await exists(registry, "FILE-2")
    assert again.json()["title"] == "ProposalChangesNothing"
    assert repeated.json()["differences"] == []


async def test_a_spreadsheet_says_the_same_as_a_text_file(registry: Running) -> None:
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate(GOOD.replace("FILE-", "BOOK-").splitlines()):
            for column, cell in enumerate(line.split(",")):
                sheet.write_string(row, column, cell)

    shown = await sent(registry, content.getvalue(), dry_run="true")

    assert shown.json()["counts"]["added"] == 2, shown.text


async def test_records_that_a_file_does_not_name_stay(registry: Running) -> None:
    row = HEADER + "KUDUMANE,Renamed in a file,private_company,NC451,,\n"

    shown = await sent(registry, row, dry_run="true")

    (difference,) = shown.json()["differences"]
    assert difference["record"] == "KUDUMANE"
    assert difference["before"]["name"] == "Kudumane Manganese Resources"
    assert difference["after"]["name"] == "Renamed in a file"


WRONG = {
    "a code with a blank": ("F 1,Name,private_company,,,", "/rows/2/code"),
    "no name": ("F1,,private_company,,,", "/rows/2/name"),
    "an unknown kind": ("F1,Name,castle,,,", "/rows/2/kind"),
    "no date": ("F1,Name,private_company,,,soon", "/rows/2/valid_to"),
    "an unknown place": ("F1,Name,private_company,ATLANTIS,,", "/rows/2/place_code"),
    "an unknown function": ("F1,Name,private_company,,9999,", "/rows/2/functions"),
    "a cell too many": ("F1,Name,private_company,,,,x", "/rows/2/column 7"),
}


@pytest.mark.parametrize("name", WRONG)
async def test_what_is_wrong_in_a_file_is_named_by_row_and_column(
    registry: Running, name: str
) -> None:
    line, pointer = WRONG[name]

    refused = await sent(registry, HEADER + line + "\n")

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, refused.text
    assert refused.json()["title"] == "FileHasErrors"
    assert pointer in {each["pointer"] for each in refused.json()["errors"]}


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (HEADER, "StatementFileEmpty"),
        ("colour\nred\n", "FileHasErrors"),
        (HEADER + "F1,N,private_company,,,\n" * 10_001, "StatementFileTooLong"),
        (b"%PDF-1.7", "FileNotReadable"),
    ],
    ids=["empty", "foreign", "too long", "no table"],
)
async def test_a_file_that_is_no_statement_is_refused(
    registry: Running, content: str | bytes, rule: str
) -> None:
    refused = await sent(registry, content)

    assert refused.json()["title"] == rule
