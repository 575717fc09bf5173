"""Rows as a test says them, in thousands of rand, and the DC45 example as rows."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from services.budgets.alignment.configuration import Configuration, configuration_on
from services.budgets.alignment.rules import (
    Alignment,
    BudgetLine,
    Case,
    Finding,
    Fund,
    FundAllocation,
    Intervention,
    Organ,
    Place,
    check_alignment,
)

YEARS = ("2026/27", "2027/28", "2028/29")
SETTINGS = configuration_on(date(2026, 11, 21))
DEMO_DATA = Path(__file__).parents[2] / "deploy" / "demo_data" / "dc45"

METRO = (
    Place("KZN", "province"),
    Place(
        "ETH", "space", "metro", parent="KZN", space_code="ETH", population=3_702_231
    ),
    Place("ETH", "municipality", "A", "A", "KZN", "ETH", 3_702_231),
)
PLACES = (
    Place("ZA", "country"),
    Place("NC", "province", parent="ZA"),
    Place("DC45", "space", "district", parent="NC", space_code="DC45"),
    Place("DC45", "municipality", "C", "C1", "NC", "DC45"),
    Place("NC451", "municipality", "B", "B4", "DC45", "DC45", 84201),
    Place("NC452", "municipality", "B", "B3", "DC45", "DC45", 104408),
    Place("NC453", "municipality", "B", "B3", "DC45", "DC45", 53656),
)


def thousand(*amounts: str | float) -> dict[str, Decimal]:
    return {
        year: Decimal(str(amount)) * 1000
        for year, amount in zip(YEARS, amounts, strict=False)
    }


def intervention(code: str = "I01", *planned: float, **other: object) -> Intervention:
    row = Intervention(
        code=code,
        title=f"Intervention {code}",
        focus_area="infrastructure_engineering",
        location_codes=("NC451",),
        lead_organ="NC451",
        sphere="local",
        planned=thousand(*planned),
        in_idp=True,
    )
    return replace(row, **other)


def line(
    line_id: str = "B01", *amounts: float, to: str | None = "I01", **other: object
) -> BudgetLine:
    row = BudgetLine(
        line_id=line_id,
        title=f"Line {line_id}",
        organ="NC451",
        sphere="local",
        location_code="NC451",
        fund="OWN",
        function_code="3205",
        amounts=thousand(*amounts),
        intervention_code=to,
        line_class="capital",
        in_idp=True,
        gender_marker="principal",
    )
    return replace(row, **other)


def case(
    *rows: Intervention | BudgetLine | Fund | FundAllocation,
    places: Sequence[Place] = PLACES,
    space_code: str = "DC45",
    plan_provenance: str = "own",
) -> Case:
    return Case(
        space_code=space_code,
        interventions=[row for row in rows if isinstance(row, Intervention)],
        lines=[row for row in rows if isinstance(row, BudgetLine)],
        funds=[row for row in rows if isinstance(row, Fund)],
        allocations=[row for row in rows if isinstance(row, FundAllocation)],
        places=places,
        organs=[
            Organ(place.code, "municipality", "local", place.code)
            for place in places
            if place.kind == "municipality"
        ],
        plan_provenance=plan_provenance,
    )


def check(of: Case, settings: Configuration = SETTINGS) -> Alignment:
    return check_alignment(of, settings)


def findings(of: Case, settings: Configuration = SETTINGS) -> dict[str, Finding]:
    """By what is found where, without the rural share that one place alone decides."""
    return {
        finding.key: finding
        for finding in check(of, settings).findings
        if finding.type != "RURAL_URBAN_IMBALANCE"
    }


def dc45() -> Case:
    """The worked example, with the registry's places and organs of that space."""
    return Case(
        space_code="DC45",
        interventions=[_intervention(row) for row in _rows("interventions.csv")],
        lines=[_line(row) for row in _rows("budget_lines.csv")],
        funds=[_fund(row) for row in _rows("funds.csv")],
        allocations=[
            FundAllocation(row["fund"], _amounts(row, "allocation"))
            for row in _rows("fund_allocations.csv")
        ],
        places=PLACES,
        organs=case().organs,
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DEMO_DATA / name).open(newline="", encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def _amounts(row: dict[str, str], prefix: str) -> dict[str, Decimal]:
    return thousand(
        *(row[f"{prefix}_{year.replace('/', '_')}"] for year in YEARS),
    )


def _intervention(row: dict[str, str]) -> Intervention:
    return Intervention(
        code=row["intervention_id"],
        title=row["title"],
        focus_area=row["focus_area"],
        location_codes=(row["location_code"],),
        lead_organ=row["lead_organ"],
        sphere=row["sphere"],
        planned=_amounts(row, "planned"),
        depends_on=tuple(
            (code, kind)
            for code, kind in (each.split(":") for each in row["depends_on"].split())
        ),
        in_idp=row["in_idp"] == "1",
    )


def _line(row: dict[str, str]) -> BudgetLine:
    return BudgetLine(
        line_id=row["line_id"],
        title=row["title"],
        organ=row["organ"],
        sphere=row["sphere"],
        location_code=row["location_code"],
        fund=row["fund"],
        function_code=row["function_code"],
        amounts=_amounts(row, "amount"),
        intervention_code=row["intervention_id"] or None,
        line_class=row["line_class"],
        in_idp=row["in_idp"] == "1",
        gender_marker=row["gender_marker"],
        provenance="illustrative",
    )


def _fund(row: dict[str, str]) -> Fund:
    return Fund(
        code=row["fund"],
        grant_code=row["grant_code"] or None,
        dora_schedule=row["dora_schedule"] or None,
        allowed_function_codes=frozenset(row["allowed_function_codes"].split()),
    )
