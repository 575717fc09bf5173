"""What a cell may hold: each kind reads what is its own and refuses the rest."""

from datetime import date
from decimal import Decimal

import pytest

from chassis.tabular.columns import Column
from chassis.tabular.faults import FileHasErrors, collecting_errors
from chassis.tabular.kinds import (
    Kind,
    boolean,
    choice,
    code,
    codes,
    day,
    financial_year,
    links,
    text,
    whole_number,
)
from chassis.tabular.layout import Layout
from chassis.tabular.rows import read_rows
from chassis.tabular.table import BrokenCell, Cell, Table, TableRow
from chassis.tabular.units import Unit, UnitNotDeclared, parse_unit


def _one(cell: Cell) -> Table:
    return Table("", "S", TableRow(1, ["x"]), [TableRow(2, [cell])])


async def _through(kind: Kind, cell: Cell) -> object:
    layout = Layout(lambda row, x: (row, x), (Column("x", kind, required=True),))
    with collecting_errors() as errors:
        rows = await read_rows(_one(cell), layout, unit=None, errors=errors)
    return rows[0][1]


async def _rule(kind: Kind, cell: Cell) -> str:
    with pytest.raises(FileHasErrors) as refused:
        await _through(kind, cell)
    return refused.value.row_errors[0].rule


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (text(), "  a\u00a0b \r\n c ", "a b c"),
        (text(), "e\u0301", "é"),
        (text(), "=1+1", "=1+1"),
        (text(), Decimal(4202), "4202"),
        (text(), True, "true"),
        (code, Decimal(4202), "4202"),
        (code, " NC-DOH ", "NC-DOH"),
        (codes, "4201  4202\n4203", ("4201", "4202", "4203")),
        (codes, Decimal(2102), ("2102",)),
        (choice(("national", "Local")), "LOCAL ", "Local"),
        (boolean, "YES", True),
        (boolean, Decimal(1), True),
        (boolean, False, False),
        (boolean, "0", False),
        (whole_number(0, 2100), "2016", 2016),
        (whole_number(0, 2100), Decimal(2016), 2016),
        (day, date(2026, 4, 1), date(2026, 4, 1)),
        (day, " 2026-04-01", date(2026, 4, 1)),
        (financial_year, "2026/27", "2026/27"),
    ],
)
async def test_cells_of_each_kind_are_read(kind: Kind, cell: Cell, value: object):
    assert await _through(kind, cell) == value


@pytest.mark.parametrize(
    ("kind", "cell", "rule"),
    [
        (text(3), "abcd", "text-too-long"),
        (text(), "a\x00b", "text-has-hidden-characters"),
        (text(), "a\x1cb", "text-has-hidden-characters"),
        (text(), "a\u202eb", "text-has-hidden-characters"),
        (text(), "a\u2066b", "text-has-hidden-characters"),
        (text(), "a\u200bb", "text-has-hidden-characters"),
        (text(), "a\ud800b", "text-has-hidden-characters"),
        (text(), "a\ufeffb", "text-has-hidden-characters"),
        (text(), date(2026, 4, 1), "date-not-expected"),
        (text(), BrokenCell("cell-has-error", "#REF!"), "cell-has-error"),
        (code, "-x", "code-not-valid"),
        (code, "NC\uff14\uff15\uff11", "code-not-valid"),
        (code, "x" * 65, "code-not-valid"),
        (codes, "4201 4201", "code-repeated"),
        (codes, "4201,4202", "code-not-valid"),
        (links(("FS",)), "I01", "link-not-valid"),
        (links(("FS",)), "I01:XX", "link-not-valid"),
        (links(("FS",)), ":FS", "code-not-valid"),
        (links(("FS",)), "A:B:FS", "code-not-valid"),
        (links(("FS", "SS")), "I01:FS I01:SS", "code-repeated"),
        (choice(("local",)), "loca1", "choice-unknown"),
        (boolean, "2", "boolean-not-valid"),
        (whole_number(1900, 2100), "1899", "number-out-of-range"),
        (whole_number(1900, 2100), "20\uff116", "number-not-whole"),
        (whole_number(1900, 2100), Decimal("2016.5"), "number-not-whole"),
        (day, "2026-02-30", "date-not-valid"),
        (day, "20260401", "date-not-valid"),
        (day, "01/04/2026", "date-not-valid"),
        (day, Decimal(46113), "date-not-valid"),
        (financial_year, "2026/28", "financial-year-not-valid"),
        (financial_year, "2026", "financial-year-not-valid"),
    ],
)
async def test_cells_of_no_kind_are_refused(kind: Kind, cell: Cell, rule: str):
    assert await _rule(kind, cell) == rule


@pytest.mark.parametrize(
    ("spelling", "unit"),
    [
        ("rand", Unit.RAND),
        ("ZAR", Unit.RAND),
        ("R", Unit.RAND),
        ("R thousand", Unit.THOUSAND),
        ("r_thousand", Unit.THOUSAND),
        ("R'000", Unit.THOUSAND),
        ("R\u2019000", Unit.THOUSAND),
        ("  Thousand ", Unit.THOUSAND),
        ("R million", Unit.MILLION),
        ("Rm", Unit.MILLION),
    ],
)
def test_units_are_known_by_their_usual_spellings(spelling: str, unit: Unit):
    assert parse_unit(spelling) is unit


@pytest.mark.parametrize("spelling", [None, "", " ", "1000", "R billion", "kR", "%"])
def test_any_other_unit_is_refused(spelling: str | None):
    with pytest.raises(UnitNotDeclared):
        parse_unit(spelling)


def test_units_are_shown_in_words():
    assert [unit.label for unit in Unit] == ["rand", "R thousand", "R million"]
