"""Figures of places belong to boundaries, and are compared on the same ones."""

from datetime import date
from decimal import Decimal
from http import HTTPStatus

import pytest
from sqlalchemy import text

from chassis.database import EVERYWHERE, transaction
from services.registry.figures.rows import FigureRow
from services.registry.figures.stating import state_figures
from services.registry.statements import StatementRefused

TODAY = date(2026, 11, 22)
NC451 = {
    "kind": "municipality",
    "code": "NC451",
    "measure": "population",
    "year": 2022,
    "boundary_vintage": "2022",
    "value": "125421",
    "source": "a correction",
}


async def compared(client, **query):
    return await client.get(
        "/v1/figures/comparison", params={"from": 2011, "to": 2016} | query
    )


async def states(registry, *rows, effective=TODAY):
    async with transaction(registry.sessions, EVERYWHERE) as session:
        stated = [FigureRow.model_validate(NC451 | row) for row in rows]
        return await state_figures(session, stated, effective)


async def test_every_figure_says_on_which_boundaries_it_was_counted(registry) -> None:
    async with registry.as_anyone() as anyone:
        found = await anyone.get("/v1/figures", params={"code": "EC101"})
        of_space = await anyone.get("/v1/figures", params={"space": "DC45"})
        unknown = await anyone.get("/v1/figures", params={"code": "XX1"})

    figures = {each["year"]: each for each in found.json()["items"]}
    assert figures[2011]["value"] == "50993"
    assert figures[2011]["boundaries_on"] == "2011-10-09"
    assert figures[2016]["boundary_vintage"] == "2016"
    assert {each["code"] for each in of_space.json()["items"]} == {
        "DC45",
        "NC451",
        "NC452",
        "NC453",
    }
    assert unknown.json()["items"] == []


async def test_figures_are_read_page_by_page(registry) -> None:
    seen: list[str] = []
    cursor: dict[str, str] = {}
    async with registry.as_anyone() as anyone:
        while True:
            query = {"limit": 100, "measure": "population"} | cursor
            page = (await anyone.get("/v1/figures", params=query)).json()
            seen += [each["record"] for each in page["items"]]
            if page["next_cursor"] is None:
                break
            cursor = {"cursor": page["next_cursor"]}

    assert seen == sorted(set(seen))
    assert len(seen) > 309


async def test_years_on_other_boundaries_are_not_compared(registry) -> None:
    async with registry.as_anyone() as anyone:
        refused = await compared(anyone)

    problem = refused.json()
    assert refused.status_code == HTTPStatus.CONFLICT
    assert problem["title"] == "FiguresNotComparable"
    assert {error["pointer"] for error in problem["errors"]} == {
        "/space/DC16",
        "/space/MAN",
    }


async def test_years_on_the_same_boundaries_are_compared_as_they_are(registry) -> None:
    async with registry.as_anyone() as anyone:
        answer = await compared(anyone, space="DC45")

    (item,) = answer.json()["items"]
    assert item["earlier"]["value"] == "224798"
    assert item["later"]["value"] == "242264"
    assert (item["change"], item["change_percent"]) == ("17466", "7.77")
    assert not item["earlier"]["restated"]


async def test_naledi_is_carried_from_dc16_to_mangaung(registry) -> None:
    async with registry.as_anyone() as anyone:
        answer = await compared(anyone, restate="true")

    items = {item["code"]: item for item in answer.json()["items"]}
    mangaung, xhariep = items["MAN"]["earlier"], items["DC16"]["earlier"]
    assert mangaung["value"] == str(747_431 + 24_314)
    assert xhariep["value"] == str(146_259 - 24_314)
    assert mangaung["steps"] == [
        {"municipality": "FS164", "weight": "1.000000000000", "amount": "24314"}
    ]
    assert xhariep["steps"][0]["amount"] == "-24314"
    assert mangaung["restated"]
    assert not items["MAN"]["later"]["restated"]
    total = sum(Decimal(item["earlier"]["value"]) for item in items.values())
    assert total == 51_770_563


async def test_municipalities_that_merged_are_summed(registry) -> None:
    async with registry.as_anyone() as anyone:
        answer = await compared(anyone, kind="municipality", restate="true")

    items = {item["code"]: item for item in answer.json()["items"]}
    merged = items["EC101"]["earlier"]
    assert merged["value"] == str(50_993 + 10_537 + 17_761)
    assert [step["municipality"] for step in merged["steps"]] == [
        "EC101",
        "EC103",
        "EC107",
    ]
    assert items["FS162"]["earlier"]["value"] == "49171"
    assert items["FS162"]["earlier"]["steps"] == []


async def test_what_is_missing_is_said_and_not_guessed(registry) -> None:
    async with registry.as_anyone() as anyone:
        answer = await compared(anyone, kind="municipality", restate="true")

    items = {item["code"]: item for item in answer.json()["items"]}
    divided = items["KZN282"]["earlier"]
    assert divided["value"] is None
    assert any("KZN283" in why and "shares" in why for why in divided["missing"])
    assert items["KZN282"]["change"] is None


async def test_figures_are_not_carried_back_to_earlier_boundaries(registry) -> None:
    async with registry.as_anyone() as anyone:
        back = await compared(anyone, restate="true", date="2012-01-01")
        before = await compared(anyone, restate="true", date="1990-01-01")

    items = {item["code"]: item for item in back.json()["items"]}
    assert items["MAN"]["earlier"]["value"] == "747431"
    assert items["MAN"]["later"]["value"] is None
    assert items["MAN"]["later"]["missing"]
    assert before.json()["items"] == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"measure": "happiness"}, "measure-unknown"),
        ({"measure": "household_size", "restate": "true"}, "measure-not-additive"),
        ({"kind": "ward"}, "invalid-request"),
        ({"from": "1066"}, "invalid-request"),
    ],
)
async def test_questions_without_an_answer_are_refused(registry, query, code) -> None:
    async with registry.as_anyone() as anyone:
        refused = await compared(anyone, **query)

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert refused.json()["code"] == code


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ({"code": "NC999"}, "place-unknown"),
        ({"code": "FS164"}, "place-not-standing"),
        ({"boundary_vintage": "1994"}, "vintage-unknown"),
        ({"measure": "happiness"}, "measure-unknown"),
        ({"value": "1.5"}, "value-too-fine"),
        ({"year": 2031}, "figure-before-its-year"),
    ],
)
async def test_a_figure_that_breaks_a_rule_is_refused_by_field(
    registry, row, rule
) -> None:
    with pytest.raises(StatementRefused) as refused:
        await states(registry, {"code": "NC452", "value": "1"}, row)

    assert [error.code for error in refused.value.errors] == [rule]
    assert refused.value.errors[0].pointer.startswith("/rows/1/")


@pytest.mark.parametrize("value", ["-1", "1e3", "NaN", "1.0000001", "", "9" * 16])
def test_a_figure_is_written_in_plain_digits_and_never_negative(value) -> None:
    with pytest.raises(ValueError, match="digits"):
        FigureRow.model_validate(NC451 | {"value": value})


async def test_the_same_figure_twice_in_one_statement_is_refused(registry) -> None:
    with pytest.raises(StatementRefused) as refused:
        await states(registry, {}, {"value": "7"})

    assert refused.value.errors[0].code == "figure-repeated"


async def test_a_correction_leaves_what_was_stated_before(start) -> None:
    registry = await start("registry")

    (changed,) = await states(registry, {})
    again = await states(registry, {})
    asked = {"code": "NC451", "year": 2022}
    async with registry.as_anyone() as anyone:
        now = await anyone.get("/v1/figures", params=asked | {"as_of": "2026-11-22"})
        then = await anyone.get("/v1/figures", params=asked | {"as_of": "2026-11-21"})
    with pytest.raises(StatementRefused) as earlier:
        await states(registry, {"value": "9"}, effective=date(2025, 1, 1))
    (withdrawn,) = await states(registry, {"value": None}, effective=date(2026, 12, 1))

    assert (changed.before["value"], changed.after["value"]) == ("125420", "125421")
    assert again == []
    assert now.json()["items"][0]["value"] == "125421"
    assert then.json()["items"][0]["value"] == "125420"
    assert earlier.value.errors[0].code == "history-rewritten"
    assert withdrawn.effect == "ended"


async def test_places_show_what_the_figures_say(start) -> None:
    registry = await start("registry")
    correction = {"kind": "space", "code": "DC45", "boundary_vintage": "2016"}

    await states(registry, correction | {"year": 2016, "value": "242265"})

    async with registry.as_anyone() as anyone:
        space = (await anyone.get("/v1/spaces/DC45")).json()
    async with transaction(registry.sessions, EVERYWHERE) as session:
        told = await session.scalar(
            text(
                "select payload->'places' from outbox "
                "where subject like '%places_published%' order by position desc limit 1"
            )
        )
    assert space["population_2016"] == 242_265
    assert {place["code"] for place in told} == {"DC45"}


async def test_loading_the_pack_again_changes_nothing(start) -> None:
    registry = await start("registry")

    async with transaction(registry.sessions, EVERYWHERE) as session:
        shown = await session.scalar(text("select count(*) from figure"))
        places = await session.scalar(
            text(
                "select count(*) from place p join figure f on f.code = p.code "
                "and f.kind = p.kind and f.measure = 'population' "
                "and f.year = 2016 and f.boundary_vintage = '2016' "
                "and p.valid_to is null and p.population_2016 is distinct from f.value "
                "and p.kind <> 'country'"
            )
        )

    assert shown == 325
    assert places == 0
