"""An improvement plan as a table that a spreadsheet opens without running anything."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

from services.plans.improvement import rules
from services.plans.improvement.service import Whole

COLUMNS = (
    "action",
    "title",
    "gaps",
    "responsible",
    "kind",
    "financial_year",
    "what",
    "unit",
    "quantity",
    "unit_cost",
    "amount",
    "currency",
)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"
"""Without it, spreadsheets take UTF-8 for something else."""


def as_csv(whole: Whole) -> str:
    """A row per target, cost item and pledge of each action."""
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in rows(whole):
        writer.writerow({name: _harmless(cell) for name, cell in row.items()})
    return BYTE_ORDER_MARK + written.getvalue()


def rows(whole: Whole) -> Iterator[dict[str, str]]:
    for action in whole.content.actions:
        about = {
            "action": action.code,
            "title": action.title,
            "gaps": " ".join(action.gaps),
            "responsible": action.responsible,
        }
        money = about | {"currency": whole.plan.currency}
        for each in action.targets:
            yield about | _row("target", each["financial_year"], each["target"])
        for each in action.costs:
            cost = rules.cost_of(Decimal(each["quantity"]), Decimal(each["unit_cost"]))
            said = {name: each[name] for name in ("unit", "quantity", "unit_cost")}
            row = _row("cost", each["financial_year"], each["item"])
            yield money | row | said | {"amount": f"{cost:f}"}
        for each in action.pledges:
            row = _row("pledge", each["financial_year"], each["source"])
            yield money | row | {"amount": each["amount"]}


def _row(kind: str, year: str, what: str) -> dict[str, str]:
    return {"kind": kind, "financial_year": year, "what": what}


def _harmless(cell: str) -> str:
    """A text that a spreadsheet would take for a formula begins with an apostrophe."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell
