"""Every published commitment is loaded or listed with its reason, and none twice."""

import csv
import re
from collections import Counter
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

from services.registry import reference

PUBLIC = Path(str(files("deploy"))) / "demo_data" / "public"
ROWS_COMPILED = {"DC45": 47, "DC14": 20, "DC21": 62, "ETH": 73}
FOCUS_AREAS = {
    "demographic_change_people_development",
    "economic_positioning",
    "spatial_restructuring_environment",
    "infrastructure_engineering",
    "integrated_services_provisioning",
    "governance_financial_management",
}

Row = dict[str, str]


def read(name: str) -> list[Row]:
    text = (PUBLIC / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))


def interventions(space: str) -> list[Row]:
    return read(f"{space.lower()}_interventions.csv")


def every_intervention() -> dict[str, Row]:
    return {
        row["intervention_id"]: row
        for space in ROWS_COMPILED
        for row in interventions(space)
    }


def planned(row: Row) -> dict[str, Decimal]:
    return {
        column.removeprefix("planned_"): Decimal(cell)
        for column, cell in row.items()
        if column.startswith("planned_") and cell
    }


def planned_by_year(space: str) -> dict[str, Decimal]:
    totals: dict[str, Decimal] = {}
    for row in interventions(space):
        for year, amount in planned(row).items():
            totals[year] = totals.get(year, Decimal(0)) + amount
    return totals


def test_each_of_the_202_rows_is_loaded_or_listed_once() -> None:
    listed = Counter(row["row_id"] for row in read("not_loaded.csv"))
    loaded = Counter(
        row["intervention_id"]
        for space in ROWS_COMPILED
        for row in interventions(space)
    )

    assert loaded + listed == Counter(
        f"{space}-P{number:03d}"
        for space, count in ROWS_COMPILED.items()
        for number in range(1, count + 1)
    )
    assert (loaded.total(), listed.total()) == (150, 52)


def test_every_listed_row_has_a_reason_that_the_readme_explains() -> None:
    readme = (PUBLIC / "README.md").read_text(encoding="utf-8")
    known = {row["row_id"] for row in read("not_loaded.csv")} | set(
        every_intervention()
    )

    for row in read("not_loaded.csv"):
        assert f"| `{row['reason']}` |" in readme
        assert row["explanation"]
        assert set(row["see"].split()) <= known


def test_every_row_names_its_public_source() -> None:
    for row in [*every_intervention().values(), *read("not_loaded.csv")]:
        assert row["source_document"]
        assert re.match(r"https?://", row["source_url"])


def test_four_plans_are_named_after_their_spaces() -> None:
    names = {space.code: space.name for space in reference.spaces()}
    plans = {plan["space_code"]: plan for plan in read("plans.csv")}

    assert set(plans) == set(ROWS_COMPILED)
    for code, plan in plans.items():
        assert plan["title"] == (
            f"{names[code]} One Plan (compiled from published commitments)"
        )
        assert plan["provenance"] == "published"
        assert (PUBLIC / plan["file"]).is_file()


def test_an_intervention_lies_in_its_space_or_in_the_province_around_it() -> None:
    inside = {
        space.code: {space.code, space.province_code}
        | {m.code for m in reference.municipalities() if m.space_code == space.code}
        for space in reference.spaces()
    }

    for code, row in every_intervention().items():
        assert set(row["location_code"].split()) <= inside[code.partition("-")[0]]


def spheres_of_organs() -> dict[str, str]:
    """The sphere of everybody who may lead an intervention, by code."""
    named = {organ.code: organ.sphere for organ in reference.organ_periods()}
    return named | {place.code: "local" for place in reference.municipalities()}


def test_every_intervention_speaks_the_plan_s_vocabulary() -> None:
    spheres = spheres_of_organs()

    for row in every_intervention().values():
        assert row["focus_area"] in FOCUS_AREAS
        assert row["sphere"] == spheres[row["lead_organ"]]
        assert row["section"] in {"commitment", "strategy"}
        assert row["unit"] == "rand"
        assert row["in_idp"] in {"1", ""}
        assert all(amount >= 0 for amount in planned(row).values())


def test_organ_names_lead_to_known_organs_or_openly_to_none() -> None:
    known = set(spheres_of_organs())
    names = {
        row["label_as_found"]: row["organ_code"] for row in read("organ_names.csv")
    }

    assert {code for code in names.values() if code} <= known
    assert [label for label, code in names.items() if not code] == ["private investor"]
    assert {row["lead_organ_as_found"] for row in read("not_loaded.csv")} <= set(names)


def test_work_that_is_done_carries_no_planned_amount() -> None:
    done = [
        row
        for row in every_intervention().values()
        if re.search(r"completed|handed over$|implemented$", row["status_as_found"])
    ]

    assert done
    assert not any(planned(row) for row in done)


def test_ugu_s_parts_add_up_to_the_capital_budget_it_printed() -> None:
    totals = {row["row_id"]: row["amount_as_found"] for row in read("not_loaded.csv")}

    assert totals["DC21-P020"] == "376324000"
    assert planned_by_year("DC21")["2021_22"] == 376_324_000


def test_a_whole_is_not_counted_beside_its_parts() -> None:
    rows = every_intervention()

    elundini = [planned(rows[f"DC14-P{number:03d}"]) for number in (6, 7)]
    assert sum(part["2024_25"] for part in elundini) == 1_402_000_000
    assert "DC14-P005" not in rows
    assert planned(rows["DC14-P001"]) == {"2024_25": Decimal(284_000_000)}
    assert planned(rows["DC14-P002"]) == {}


def test_four_years_of_one_court_are_one_intervention() -> None:
    assert planned(every_intervention()["ETH-P070"]) == {
        "2018_19": Decimal(33_935_000),
        "2019_20": Decimal(175_910_000),
        "2020_21": Decimal(180_002_000),
        "2021_22": Decimal(201_316_000),
    }


def test_figures_nobody_can_read_are_kept_as_words_only() -> None:
    kuruman = every_intervention()["DC45-P023"]
    malformed = next(r for r in read("not_loaded.csv") if r["row_id"] == "DC21-P003")

    assert planned(kuruman) == {}
    assert "digits run together" in kuruman["note"]
    assert malformed["amount_as_found"] == ""
    assert "malformed" in malformed["amount_wording_as_found"]


def test_the_amounts_of_each_plan_are_these() -> None:
    assert planned_by_year("DC45") == {"unphased": 19_560_000_000}
    assert planned_by_year("DC14") == {
        "2024_25": 3_286_000_000,
        "unphased": 8_009_000_000,
    }
    assert planned_by_year("DC21") == {
        "2021_22": 376_324_000,
        "unphased": 26_653_441_815,
    }
    assert planned_by_year("ETH") == {
        "2014_15": 19_783_000_000,
        "2018_19": 33_935_000,
        "2019_20": 175_910_000,
        "2020_21": 180_002_000,
        "2021_22": 2_763_316_000,
        "2023_24": 4_470_000_000,
        "2024_25": 2_593_000_000,
        "2025_26": 7_577_000_000,
        "unphased": 200_000_000,
    }
