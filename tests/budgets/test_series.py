"""Money by municipality and year, as recorded and on the boundaries of today."""

from decimal import Decimal
from typing import Any

import httpx
import pytest

from contracts.events.registry import MunicipalitiesTransitioned
from services.registry.places import pack
from tests.budgets.office import FUNDS, faults, lines_file, load, send
from tests.harness import Running

OWN = {"fund": "WSIG", "function_code": "4202", "organ": "DWS", "sphere": "national"}


def line(line_id: str, place: str, **amounts: str) -> dict[str, str]:
    blank = {"amount_2026_27": ""}
    return OWN | blank | {"line_id": line_id, "location_code": place} | amounts


def the_transitions(**weights: str) -> MunicipalitiesTransitioned:
    """Those of the pack; `weights` are established for `OLD_NEW`."""
    records = [each.record() for each in pack.history()[1]]
    return MunicipalitiesTransitioned(
        vintage="za",
        transitions=tuple(
            record.model_copy(update={"weight": Decimal(weights[key])})
            if (key := f"{record.old_code}_{record.new_code}") in weights
            else record
            for record in records
        ),
    )


@pytest.fixture
async def treasury(budgets: Running) -> httpx.AsyncClient:
    """An official of every space, whose registry has told of transitions."""
    await budgets.hears(the_transitions())
    async with budgets.as_("administrator") as client:
        for space in ("DC16", "MAN", "DC34"):
            await load(client, FUNDS, format="funds", unit=None, space=space)
        yield client


async def series(client: httpx.AsyncClient, **query: str) -> list[dict[str, Any]]:
    answer = await client.get("/v1/budget-series", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def total(rows: list[dict[str, Any]]) -> Decimal:
    return sum((Decimal(row["amount"] or 0) for row in rows), Decimal(0))


async def test_money_of_naledi_stays_in_its_district_and_is_shown_in_the_metro(
    treasury: httpx.AsyncClient,
) -> None:
    naledi = lines_file(line("N1", "FS164", amount_2015_16="1000.01"))
    await load(treasury, naledi, unit="rand", space="DC16")
    metro = lines_file(line("M1", "MAN", amount_2015_16="5", amount_2016_17="7"))
    await load(treasury, metro, unit="rand", space="MAN")

    recorded = await series(treasury, boundaries="as_recorded")
    today = await series(treasury, municipality="MAN")
    gone = await series(treasury, municipality="FS164")

    assert [(r["municipality"], r["space_code"], r["amount"]) for r in recorded] == [
        ("FS164", "DC16", "1000.01"),
        ("MAN", "MAN", "5.00"),
        ("MAN", "MAN", "7.00"),
    ]
    assert [(r["financial_year"], r["amount"]) for r in today] == [
        ("2015/16", "1005.01"),
        ("2016/17", "7.00"),
    ]
    [brought] = today[0]["brought"]
    assert (brought["code"], brought["space_code"]) == ("FS164", "DC16")
    assert brought["amount"] == "1000.01"
    [step] = brought["via"]
    assert (step["effective"], step["to_code"]) == ("2016-08-03", "MAN")
    assert Decimal(step["weight"]) == 1
    assert gone == []


async def test_the_boundaries_of_a_year_are_those_of_its_middle_day(
    treasury: httpx.AsyncClient,
) -> None:
    late = lines_file(line("N1", "FS164", amount_2015_16="1", amount_2016_17="1"))
    early = lines_file(line("E1", "EC129", amount_2015_16="1"))
    today = lines_file(line("T1", "FS164"))

    refused = await send(treasury, late, unit="rand", space="DC16")
    too_early = await send(treasury, early, unit="rand", space="DC16")
    nothing = await send(treasury, today, unit="rand", space="DC16")
    elsewhere = await send(
        treasury,
        lines_file(line("N1", "FS164", amount_2015_16="1")),
        unit="rand",
        space="MAN",
    )

    pointer = "/rows/2/location_code"
    assert faults(refused) == {(pointer, "place-ended")}
    detail = refused.json()["errors"][0]["detail"]
    assert "FS164 ended on 2016-08-03; MAN follows it" in detail
    assert faults(too_early) == {(pointer, "place-not-yet")}
    assert "EC127, EC128 came before it" in too_early.json()["errors"][0]["detail"]
    assert faults(nothing) == {(pointer, "place-ended")}
    assert faults(elsewhere) == {(pointer, "place-outside-space")}


async def test_successors_of_what_was_divided_are_all_named(
    treasury: httpx.AsyncClient,
) -> None:
    divided = lines_file(line("L1", "LIM342", amount_2016_17="1"))

    refused = await send(treasury, divided, unit="rand", space="DC34")

    detail = refused.json()["errors"][0]["detail"]
    assert "LIM342 ended on 2016-08-03; LIM341, LIM343 follow it" in detail


async def test_what_nobody_has_shared_out_stays_as_recorded_and_is_named(
    budgets: Running, treasury: httpx.AsyncClient
) -> None:
    mutale = lines_file(line("L1", "LIM342", amount_2015_16="100.01"))
    await load(treasury, mutale, unit="rand", space="DC34")
    recorded = await series(treasury, boundaries="as_recorded")

    unknown = await series(treasury)
    await budgets.hears(the_transitions(LIM342_LIM341="0.25", LIM342_LIM343="0.75"))
    established = await series(treasury)

    kept = {row["municipality"]: row for row in unknown}
    assert (kept["LIM342"]["restated"], kept["LIM342"]["amount"]) == (False, "100.01")
    assert kept["LIM341"]["amount"] is None
    [missing] = kept["LIM341"]["not_restated"]
    assert (missing["code"], missing["amount"]) == ("LIM342", "100.01")
    assert {step["weight"] for step in missing["steps"]} == {None}
    assert total(unknown) == total(recorded) == Decimal("100.01")
    assert [r["amount"] for r in established] == ["25.00", "75.01"]
    assert await series(treasury, boundaries="as_recorded") == recorded


async def test_money_for_a_district_that_lost_a_municipality_is_not_guessed(
    treasury: httpx.AsyncClient,
) -> None:
    whole = lines_file(line("D1", "DC16", amount_2015_16="9", amount_2017_18="8"))
    await load(treasury, whole, unit="rand", space="DC16")

    rows = await series(treasury, municipality="DC16")
    metro = await series(treasury, municipality="MAN")

    shown = {(r["financial_year"], r["restated"]): r["amount"] for r in rows}
    assert shown == {
        ("2015/16", True): None,
        ("2015/16", False): "9.00",
        ("2017/18", True): "8.00",
    }
    assert [each["code"] for each in metro[0]["not_restated"]] == ["DC16"]


async def test_an_officer_is_told_of_money_that_other_spaces_keep_to_themselves(
    budgets: Running, treasury: httpx.AsyncClient
) -> None:
    naledi = lines_file(line("N1", "FS164", amount_2015_16="1000.01"))
    await load(treasury, naledi, unit="rand", space="DC16")

    async with budgets.as_("budget_officer", spaces=frozenset({"MAN"})) as officer:
        answer = await officer.get("/v1/budget-series?municipality=MAN")
        refused = await officer.get("/v1/budget-series?space=DC16")

    assert answer.json()["items"] == []
    outside = answer.json()["outside_your_spaces"]
    assert ("FS164", "DC16") in {(s["from_code"], s["from_space"]) for s in outside}
    assert refused.json()["title"] == "NotPermittedInSpace"


async def test_a_series_is_filtered_and_paged(treasury: httpx.AsyncClient) -> None:
    years = {f"amount_{year}_{year - 1999}": "1" for year in range(2016, 2021)}
    lines = [line("A", "MAN", **years), line("B", "MAN", **years)]
    lines[1]["line_class"] = "operating"
    await load(treasury, lines_file(*lines), unit="rand", space="MAN")

    one = await series(treasury, financial_year="2017/18", line_class="operating")
    none = await series(treasury, sphere="local")
    elsewhere = await series(treasury, space="DC16")
    first = (await treasury.get("/v1/budget-series?limit=3")).json()
    rest = (
        await treasury.get(f"/v1/budget-series?limit=3&cursor={first['next_cursor']}")
    ).json()

    assert [row["amount"] for row in one] == ["1.00"]
    assert none == elsewhere == []
    assert [r["financial_year"][:4] for r in first["items"] + rest["items"]] == [
        str(year) for year in range(2016, 2021)
    ]
    assert rest["next_cursor"] is None
