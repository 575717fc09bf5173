"""A table becomes typed rows, or a list of every fault and its place."""

from dataclasses import dataclass, field
from decimal import Decimal
from http import HTTPStatus

import pytest

from chassis.errors import FieldError
from chassis.tabular.columns import AmountColumn, AmountsByYear, Column
from chassis.tabular.faults import FileHasErrors, RowError, collecting_errors
from chassis.tabular.kinds import (
    Link,
    code,
    links,
    text,
)
from chassis.tabular.layout import Layout
from chassis.tabular.rows import read_rows
from chassis.tabular.units import Unit, UnitNotDeclared
from chassis.tabular.upload import Upload, read_table


@dataclass(frozen=True)
class Item:
    row: int
    item: str
    title: str = ""
    depends_on: tuple[Link, ...] = ()
    unphased: Decimal | None = None
    planned: dict[str, Decimal] = field(default_factory=dict)


ITEMS = Layout(
    Item,
    (
        Column("item", code, required=True, unique=True),
        Column("title", text()),
        Column("depends_on", links(("FS", "SS"))),
        AmountColumn("unphased"),
        AmountsByYear("planned"),
    ),
)


async def _items(content: str, unit: Unit | None = Unit.THOUSAND) -> list[Item]:
    with collecting_errors() as errors:
        table = await read_table(Upload(content.encode()))
        return await read_rows(table, ITEMS, unit=unit, errors=errors)


async def _errors(content: str) -> list[RowError]:
    with pytest.raises(FileHasErrors) as refused:
        await _items(content)
    return list(refused.value.row_errors)


async def _rules(content: str) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.rule) for each in await _errors(content)]


async def test_rows_come_typed_and_in_rand():
    rows = await _items(
        "Item , TITLE,depends_on,unphased,planned_2026_27,planned_2030_31,unit\n"
        'I01,"Bulk\n water",I02:fs I03:SS,1.50,20000,,R\'000\n'
        "\n"
        "I02,,,,,0,\n"
    )

    assert rows == [
        Item(
            row=2,
            item="I01",
            title="Bulk water",
            depends_on=(Link("I02", "FS"), Link("I03", "SS")),
            unphased=Decimal("1500.00"),
            planned={"2026/27": Decimal("20000000.00")},
        ),
        Item(row=4, item="I02", planned={"2030/31": Decimal("0.00")}),
    ]


async def test_columns_that_are_absent_take_the_default():
    assert await _items("item\nI01\n") == [Item(row=2, item="I01")]


async def test_every_fault_of_the_header_is_named_at_once():
    header = "title,Title,comment,planned_2026_28,planned,budget_2026_27,\n"

    assert await _rules("\n" + header + "x,y,z,1,2,3,\n") == [
        (2, "title", "column-repeated"),
        (2, "comment", "column-unknown"),
        (2, "planned_2026_28", "column-not-a-financial-year"),
        (2, "planned", "column-unknown"),
        (2, "budget_2026_27", "column-unknown"),
        (2, "item", "column-missing"),
    ]


async def test_an_unknown_column_is_told_the_known_ones():
    (error,) = await _errors("item,comment\nI01,x\n")

    assert error.detail == (
        "known columns: item, title, depends_on, unphased, "
        "planned_2026_27 (any financial year), unit"
    )


async def test_the_turn_of_the_century_is_a_financial_year():
    (row,) = await _items("item,planned_1999_00,planned_2099_00\nI01,1,1\n")

    assert list(row.planned) == ["1999/00", "2099/00"]


async def test_every_fault_of_every_row_is_named_at_once():
    content = (
        "item,title,planned_2026_27,unit\n"
        "I01,x,1e3,R thousand\n"
        ",x,-1,R million\n"
        "I 1,x,1,bags\n"
        "I01,x,1,\n"
        "I05,x\n"
        "I06,x,1,,\n"
        "I07,x,1,,more\n"
    )

    assert await _rules(content) == [
        (2, "planned_2026_27", "amount-not-a-number"),
        (3, "item", "value-missing"),
        (3, "planned_2026_27", "amount-negative"),
        (3, "unit", "unit-differs"),
        (4, "item", "code-not-valid"),
        (4, "unit", "unit-unknown"),
        (5, "item", "value-repeated"),
        (6, "column 3", "row-incomplete"),
        (8, "column 5", "cell-without-column"),
    ]


async def test_a_refused_file_says_where_what_and_why():
    with pytest.raises(FileHasErrors) as refused:
        await _items("item,planned_2026_27\nI01,1 000\n")

    assert refused.value.status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert refused.value.detail == "1 errors in the file; nothing was imported"
    assert refused.value.errors == (
        FieldError(
            pointer="/rows/2/planned_2026_27",
            code="amount-not-a-number",
            detail="row 2, planned_2026_27 ('1 000'): "
            "write the digits without separators",
        ),
    )


async def test_values_in_errors_are_short_and_printable():
    (error,) = await _errors("item\n" + "\u202e\x1b" + "x" * 200)

    assert error.value.startswith("\\u202e\\u001bxxx")
    assert len(error.value) == 100
    assert error.value.endswith("…")


async def test_pointers_escape_what_json_pointers_reserve():
    (error,) = await _errors("item,a/b~c\nI01,1\n")

    assert error.as_field_error().pointer == "/rows/1/a~1b~0c"


async def test_thousands_of_errors_are_counted_and_five_hundred_listed():
    with pytest.raises(FileHasErrors) as refused:
        await _items("item,title\n" + "!,x\n" * 3_000)

    assert refused.value.total == 3_000
    assert len(refused.value.errors) == 500
    assert "3000 errors in the file; the first 500 are listed" in refused.value.detail


async def test_the_importer_adds_its_own_errors_to_the_same_report():
    table = await read_table(Upload(b"item\nI01\n!\n"))

    async def load() -> None:
        with collecting_errors() as errors:
            for row in await read_rows(table, ITEMS, unit=Unit.RAND, errors=errors):
                errors.add(row.row, "item", row.item, rule="item-unknown", detail="?")

    with pytest.raises(FileHasErrors) as refused:
        await load()

    assert [each.rule for each in refused.value.row_errors] == [
        "code-not-valid",
        "item-unknown",
    ]


async def test_another_refusal_in_the_block_is_not_hidden():
    def load() -> None:
        with collecting_errors() as errors:
            errors.add(1, "a", "b", rule="r", detail="d")
            raise UnitNotDeclared("which unit?")

    with pytest.raises(UnitNotDeclared):
        load()


async def test_amounts_need_a_declared_unit():
    with pytest.raises(UnitNotDeclared):
        await _items("item,unit\nI01,R thousand\n", unit=None)


@dataclass(frozen=True)
class Fund:
    row: int
    fund: str
    spent: dict[str, Decimal]


async def test_a_layout_without_amounts_needs_no_unit_and_knows_no_such_column():
    layout = Layout(
        lambda row, fund: (row, fund), (Column("fund", code, required=True),)
    )
    table = await read_table(Upload(b"fund\nMIG\n"))
    with_unit = await read_table(Upload(b"fund,unit\nMIG,rand\n"))

    with collecting_errors() as errors:
        assert await read_rows(table, layout, unit=None, errors=errors) == [(2, "MIG")]
    with pytest.raises(FileHasErrors), collecting_errors() as errors:
        await read_rows(with_unit, layout, unit=Unit.RAND, errors=errors)


async def test_required_amounts_need_one_year_and_may_be_negative_where_declared():
    layout = Layout(
        Fund,
        (
            Column("fund", code, required=True),
            AmountsByYear("spent", required=True, negative=True),
        ),
    )
    table = await read_table(Upload(b"fund,spent_2026_27\nMIG,-1.05\nPES,\n"))
    without = await read_table(Upload(b"fund\nMIG\n"))

    with collecting_errors() as errors:
        rows = await read_rows(table, layout, unit=Unit.MILLION, errors=errors)
    with pytest.raises(FileHasErrors) as refused, collecting_errors() as errors:
        await read_rows(without, layout, unit=Unit.MILLION, errors=errors)

    assert [row.spent for row in rows] == [{"2026/27": Decimal("-1050000.00")}, {}]
    assert refused.value.row_errors[0].column == "spent"


def test_a_column_that_may_be_blank_needs_a_default_in_the_row():
    with pytest.raises(TypeError, match="fund may be blank"):
        Layout(Fund, (Column("fund", code),))
