"""The worked example of DC45 is read to the last figure, from CSV and from XLSX."""

import csv
import io
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from chassis.tabular.columns import AmountsByYear, Column
from chassis.tabular.faults import collecting_errors
from chassis.tabular.kinds import Link, boolean, choice, code, codes, links, text
from chassis.tabular.layout import Layout
from chassis.tabular.rows import read_rows
from chassis.tabular.units import parse_unit
from chassis.tabular.upload import Upload, read_table

DC45 = Path(__file__).parents[2] / "deploy" / "demo_data" / "dc45"
SPHERES = ("national", "provincial", "local", "soe", "private")


@dataclass(frozen=True)
class Intervention:
    row: int
    intervention_id: str
    title: str
    focus_area: str
    location_code: str
    lead_organ: str
    sphere: str
    in_idp: bool
    planned: dict[str, Decimal]
    depends_on: tuple[Link, ...] = ()


@dataclass(frozen=True)
class BudgetLine:
    row: int
    line_id: str
    title: str
    organ: str
    sphere: str
    location_code: str
    fund: str
    function_code: str
    amount: dict[str, Decimal]
    line_class: str
    in_idp: bool
    gender_marker: str
    intervention_id: str | None = None


@dataclass(frozen=True)
class Fund:
    row: int
    fund: str
    name: str
    grant_code: str | None = None
    dora_schedule: str | None = None
    allowed_function_codes: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Allocation:
    row: int
    fund: str
    allocation: dict[str, Decimal]
    grant_code: str | None = None


def _required(name: str, kind=code, *, unique: bool = False) -> Column:
    return Column(name, kind, required=True, unique=unique)


LAYOUTS = {
    "interventions": Layout(
        Intervention,
        (
            _required("intervention_id", unique=True),
            _required("title", text(200)),
            *map(_required, ("focus_area", "location_code", "lead_organ")),
            _required("sphere", choice(SPHERES)),
            _required("in_idp", boolean),
            AmountsByYear("planned", required=True),
            Column("depends_on", links(("FS", "SS"))),
        ),
    ),
    "budget_lines": Layout(
        BudgetLine,
        (
            _required("line_id", unique=True),
            _required("title", text(200)),
            *map(_required, ("organ", "location_code", "fund", "function_code")),
            _required("sphere", choice(SPHERES)),
            AmountsByYear("amount", required=True),
            Column("intervention_id", code),
            _required("line_class", choice(("capital", "operating", "administration"))),
            _required("in_idp", boolean),
            _required("gender_marker", choice(("none", "significant", "principal"))),
        ),
    ),
    "funds": Layout(
        Fund,
        (
            _required("fund", unique=True),
            _required("name", text(200)),
            Column("grant_code", code),
            Column("dora_schedule", code),
            Column("allowed_function_codes", codes),
        ),
    ),
    "fund_allocations": Layout(
        Allocation,
        (
            _required("fund", unique=True),
            Column("grant_code", code),
            AmountsByYear("allocation", required=True),
        ),
    ),
}


def _as_workbook(content: bytes) -> bytes:
    """The same table as a person would keep it: numbers are numbers."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_numbers": True}) as workbook:
        sheet = workbook.add_worksheet("DC45")
        for number, row in enumerate(csv.reader(io.StringIO(content.decode()))):
            sheet.write_row(number, 0, row)
    return file.getvalue()


async def _rows(name: str, content: bytes) -> list:
    unit = None if name == "funds" else parse_unit("R thousand")
    with collecting_errors() as errors:
        table = await read_table(Upload(content))
        return await read_rows(table, LAYOUTS[name], unit=unit, errors=errors)


def _file(name: str) -> bytes:
    return (DC45 / f"{name}.csv").read_bytes()


@pytest.mark.parametrize("name", LAYOUTS)
async def test_csv_and_xlsx_say_the_same(name: str):
    content = _file(name)

    assert await _rows(name, content) == await _rows(name, _as_workbook(content))


async def test_eighteen_interventions_are_read():
    rows = await _rows("interventions", _file("interventions"))

    assert len(rows) == 18
    assert sum(sum(row.planned.values()) for row in rows) == Decimal(625_500_000)
    assert rows[3] == Intervention(
        row=5,
        intervention_id="I04",
        title="Kathu integrated housing, 1 000 units",
        focus_area="spatial_restructuring_environment",
        location_code="NC453",
        lead_organ="NC-COGHSTA",
        sphere="provincial",
        in_idp=True,
        planned={
            "2026/27": Decimal(90_000_000),
            "2027/28": Decimal(90_000_000),
            "2028/29": Decimal(0),
        },
        depends_on=(Link("I05", "FS"),),
    )
    assert [row.intervention_id for row in rows if not row.in_idp] == ["I13"]


async def test_twenty_two_budget_lines_are_read():
    rows = await _rows("budget_lines", _file("budget_lines"))

    by_year = {year: sum(row.amount[year] for row in rows) for year in rows[0].amount}
    assert len(rows) == 22
    assert (rows[0].row, rows[0].line_id, rows[-1].row) == (2, "B02", 23)
    assert by_year == {
        "2026/27": Decimal(204_500_000),
        "2027/28": Decimal(236_050_000),
        "2028/29": Decimal(96_300_000),
    }
    assert [row.line_id for row in rows if row.intervention_id is None] == [
        "B14",
        "B19",
        "B20",
        "B22",
    ]


async def test_sixteen_funds_are_read_without_a_unit():
    rows = await _rows("funds", _file("funds"))

    assert len(rows) == 16
    assert rows[4].name == (
        "Integrated National Electrification Programme (Eskom, in kind)"
    )
    assert rows[7].allowed_function_codes[:3] == ("2104", "2106", "2205")
    assert rows[8] == Fund(row=10, fund="PES", name="Provincial equitable share")


async def test_the_fund_allocation_is_read():
    (row,) = await _rows("fund_allocations", _file("fund_allocations"))

    assert row == Allocation(
        row=2,
        fund="MIG-NC451",
        grant_code="MIG",
        allocation={
            "2026/27": Decimal(20_000_000),
            "2027/28": Decimal(21_000_000),
            "2028/29": Decimal(22_000_000),
        },
    )
