"""XLSX: read in a process of its own, which is all that a hostile workbook can end."""

import asyncio
import json
import os
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO, cast

from chassis.tabular.archive import check_workbook_archive
from chassis.tabular.table import (
    BrokenCell,
    Cell,
    FileNotReadable,
    FileTooLarge,
    Limits,
    TableRow,
)

_LARGEST_ANSWER_BYTES = 64_000_000
_LONGEST_SHEET_NAME = 255
_READERS = asyncio.Semaphore(2)
_UNREADABLE = "the workbook cannot be read within 512 MB and 20 seconds; save it again"


async def workbook_rows(
    content: bytes, sheet: str | None, limits: Limits
) -> tuple[str, list[TableRow]]:
    """The sheet's name and its rows that are not blank.

    The first visible sheet that holds anything, or the declared one.
    """
    if sheet is not None and not _may_name_a_sheet(sheet):
        raise FileNotReadable("no sheet can have the declared name")
    await asyncio.to_thread(check_workbook_archive, content)
    async with _READERS:
        answer = await _read_apart(content, sheet, limits)
    return await asyncio.to_thread(rows_in_answer, answer)


def _may_name_a_sheet(name: str) -> bool:
    return name.isprintable() and len(name) <= _LONGEST_SHEET_NAME


async def _read_apart(content: bytes, sheet: str | None, limits: Limits) -> bytes:
    with tempfile.TemporaryFile() as file:
        await asyncio.to_thread(_fill, file, content)
        arguments = [str(limits.columns), *([] if sheet is None else [sheet])]
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-PSs", "-Xutf8", "-m", "chassis.tabular.spreadsheet"),
            *arguments,
            stdin=file,
            stdout=PIPE,
            stderr=DEVNULL,
            cwd="/",
            env={"PYTHONPATH": _import_path()},
        )
        try:
            async with asyncio.timeout(limits.patience_seconds):
                return await _answer(process)
        except TimeoutError as error:
            raise FileNotReadable(_UNREADABLE) from error
        finally:
            await _end(process)


def _fill(file: BinaryIO, content: bytes) -> None:
    file.write(content)
    file.seek(0)


def _import_path() -> str:
    """Where this process imports from, for one that is started without `site`."""
    ours = str(Path(__file__).resolve().parents[2])
    return os.pathsep.join([ours, *filter(None, sys.path)])


async def _answer(process: Process) -> bytes:
    answer = bytearray()
    stdout = cast("asyncio.StreamReader", process.stdout)
    while chunk := await stdout.read(1 << 20):
        answer += chunk
        if len(answer) > _LARGEST_ANSWER_BYTES:
            raise FileTooLarge("the sheet holds too much text")
    await process.wait()
    return bytes(answer)


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.communicate()


def rows_in_answer(answer: bytes) -> tuple[str, list[TableRow]]:
    """What the reading process wrote; FileNotReadable if it did not end well."""
    try:
        messages = [json.loads(line) for line in answer.splitlines()]
    except ValueError as error:
        raise FileNotReadable(_UNREADABLE) from error
    match messages:
        case [*_, {"refused": why}]:
            raise FileNotReadable(f"the workbook cannot be read: {why}")
        case [*_, {"too_large": why}]:
            raise FileTooLarge(str(why))
        case [{"sheet": str(name)}, *rows, {"rows": _}]:
            return name, list(_table_rows(rows))
        case _:
            raise FileNotReadable(_UNREADABLE)


def _table_rows(rows: list[tuple[int, list[str]]]) -> Iterator[TableRow]:
    for number, cells in rows:
        yield TableRow(number, [_cell(cell) for cell in cells])


def _cell(written: str) -> Cell:
    kind, text = written[:1], written[1:]
    match kind:
        case "n":
            return Decimal(text)
        case "b":
            return text == "1"
        case "d" if "T" in text:
            return datetime.fromisoformat(text)
        case "d":
            return date.fromisoformat(text)
        case "x":
            return BrokenCell(*text.split(" ", 1))
        case _:
            return text
