"""A plan on paper: what it shows, what it marks, and that it stays the same."""

import asyncio
import json
import re
from decimal import Decimal
from http import HTTPStatus
from itertools import pairwise
from typing import Any

import pytest

from services.plans.printing import pressing
from services.plans.printing.edition import Edition, Mark, Pledge, Row, read
from services.plans.printing.paper import legible
from services.plans.printing.press import printed
from tests.plans.desk import a_ready_plan, all_interventions, an_adopted_plan, file_of
from tests.plans.reading_paper import pages_of, streams_of


def a_row(number: int, **changes: Any) -> Row:
    usual = {
        "code": f"I{number:05}",
        "title": "Bulk water",
        "organ": f"ORGAN{number % 3}",
        "sphere": "national",
        "places": ["NC451"],
        "planned": {"2026/27": Decimal("10.50"), "2031/32": Decimal(7)},
        "unphased": None,
    }
    return Row(**(usual | changes))


def an_edition(*rows: Row, **changes: Any) -> Edition:
    usual = {
        "title": "One Plan",
        "vision": None,
        "space_code": "DC45",
        "space_name": "John Taolo Gaetsewe",
        "version": 3,
        "generation": 2,
        "status": "adopted",
        "provenance": "own",
        "adopted_on": "2026-11-22",
        "seal": "ab" * 32,
        "address": "http://gateway/v1/plans/1",
        "municipalities": {"NC451": "Joe Morolong", "NC452": "Khâi-Ma"},
        "rows": rows,
        "organs": {"ORGAN1": "Department of Examples"},
        "marks": [Mark("approve", "Council", "A. Voorbeeld", "Mayor", "2026-11-22")],
    }
    return Edition(**(usual | changes))


async def test_an_adopted_plan_is_printed_the_same_for_everyone_every_time(
    plans,
) -> None:
    plan = await an_adopted_plan(plans, provenance="illustrative")

    async with plans.as_anyone() as anyone:
        first = await anyone.get(f"/v1/plans/{plan}/print")
        again = await anyone.get(f"/v1/plans/{plan}/print")
        read = (await anyone.get(f"/v1/plans/{plan}")).json()
        interventions = await all_interventions(anyone, plan)
        known = await anyone.get(
            f"/v1/plans/{plan}/print",
            headers={"if-none-match": first.headers["etag"]},
        )

    assert first.status_code == HTTPStatus.OK, first.text
    assert first.headers["content-type"] == "application/pdf"
    assert first.content == again.content
    assert known.status_code == HTTPStatus.NOT_MODIFIED
    words = pages_of(first.content)
    assert all("ILLUSTRATIVE" in page and read["seal"] in page for page in words)
    for intervention in interventions:
        assert any(intervention["code"] in page for page in words)
    assert any("Ga-Segonyana" in page for page in words)
    assert any("No organ has committed to any of it yet" in page for page in words)
    assert "Decision or signature Body or seat By Office On approve" in words[-1]
    assert words[-1].count("to be signed") == len(await seats(plans, plan))


@pytest.mark.parametrize("number", range(8, 16))
def test_no_organ_is_named_at_the_foot_of_a_page_without_what_it_does(number) -> None:
    rows = [a_row(each, organ=f"ORGAN{each:02}") for each in range(number)]

    for page in pages_of(printed(an_edition(*rows))):
        for each in range(number):
            assert (f"ORGAN{each:02} I{each:05}" in page) == (f"I{each:05}" in page)
            assert (f"I{each:05}" in page) == (f"ORGAN{each:02}, together" in page)


async def seats(plans, plan: str) -> list[dict[str, Any]]:
    async with plans.as_anyone() as anyone:
        compact = await anyone.get(f"/v1/plans/{plan}/compact")
    return compact.json()["signatories"]


@pytest.mark.parametrize("number", range(20, 50))
def test_no_sum_stands_alone_on_a_page(number) -> None:
    rows = [a_row(each, organ="DWS") for each in range(number)]

    for page in pages_of(printed(an_edition(*rows))):
        if "All organs" in page:
            assert f"I{number - 1:05}" in page


async def test_a_draft_is_printed_for_its_space_and_says_so(plans, planner) -> None:
    plan = await a_ready_plan(planner, file_of({"title": "Road to Khâi-Ma"}))

    paper = await planner.get(f"/v1/plans/{plan}/print")

    words = pages_of(paper.content)
    assert all("DRAFT" in page and "not sealed" in page for page in words)
    assert any("Road to Khâi-Ma" in page for page in words)
    async with plans.as_anyone() as anyone:
        refused = await anyone.get(f"/v1/plans/{plan}/print")
    assert refused.status_code == HTTPStatus.NOT_FOUND


def test_names_are_set_in_their_own_letters() -> None:
    row = a_row(1, title="!Kheis, Khâi-Ma (north) \\ Kai !Garib", organ="Ṱhohoyanḓou ⵣ")

    page = " ".join(pages_of(printed(an_edition(row))))

    assert "!Kheis, Khâi-Ma (north) \\ Kai !Garib" in page
    assert "Thohoyandou ?" in page


def test_what_a_standard_font_has_is_left_as_it_is() -> None:
    assert legible("Mañana š €") == "Mañana š €"
    assert legible("ḽ") == "l"


def test_the_matrix_adds_up_by_organ_and_in_all() -> None:
    rows = [a_row(number) for number in range(1, 7)]

    words = " ".join(pages_of(printed(an_edition(*rows))))

    assert "ORGAN1 - Department of Examples" in words
    assert "ORGAN1, together 21 14 35" in words
    assert "All organs 63 42 105" in words
    assert "10.50" in words


def test_what_organs_commit_stands_below_what_is_planned_and_in_no_sum() -> None:
    pledges = [
        Pledge({"2026/27": Decimal(8)}, None, "DWS", "confirmed"),
        Pledge({}, Decimal("2.50"), "NC451", "withdrawn"),
    ]
    row = a_row(1, planned={"2026/27": Decimal(10)}, pledges=pledges)

    edition = an_edition(row)
    words = " ".join(pages_of(printed(edition)))

    assert "DWS: confirmed 8 8" in words
    assert "NC451: withdrawn 2.50 2.50" in words
    assert "All organs 10 0 10 Committed to in all 8 0 8 of that, confirmed 8" in words
    assert "No organ has committed" not in words
    assert printed(read(json.loads(json.dumps(edition.written(), default=str)))) == (
        printed(edition)
    )


def test_every_point_is_set_and_listed() -> None:
    points = [
        {"lon": f"23.{place:03}", "lat": "-27.45", "label": None, "place_code": "NC452"}
        for place in range(100)
    ]
    named = [points[0] | {"label": "Reservoir"}]

    words = pages_of(printed(an_edition(a_row(1, points=points))))
    single = " ".join(pages_of(printed(an_edition(a_row(1, points=named)))))

    listed = " ".join(page for page in words if "Points of interventions" in page)
    for place in range(100):
        assert f"I00001 NC452 -27.45, 23.{place:03}" in " ".join(listed.split())
    assert "Reservoir" in single
    none = pages_of(printed(an_edition(a_row(1))))
    assert not any("Points of interventions" in page for page in none)


async def test_a_plan_is_printed_with_the_commitments_to_it(plans, planner) -> None:
    plan = await a_ready_plan(planner, file_of({"lead_organ": "DWS"}))
    cell = {"intervention_code": "A1", "organ": "DC45", "period": "2026/27"}
    cell |= {"amount": "70000.00", "state": "pledged"}
    address = f"/v1/plans/{plan}"
    before = await planner.get(f"{address}/print")
    async with plans.as_("district_planner", organ="DC45") as district:
        stated = await district.post(f"{address}/commitments", json={"cells": [cell]})
    assert stated.is_success, stated.text

    after = await planner.get(
        f"{address}/print", headers={"if-none-match": before.headers["etag"]}
    )

    assert after.status_code == HTTPStatus.OK
    assert "DC45: pledged 70 000 70 000" in " ".join(pages_of(after.content))


def test_thousands_of_rows_are_all_set_once_in_order() -> None:
    rows = [a_row(number, organ="DWS") for number in range(3000)]

    paper = printed(an_edition(*rows))

    words = pages_of(paper)
    codes = re.findall(r"I\d{5}", " ".join(words))
    assert len(codes) == 3000
    assert all(one < other for one, other in pairwise(codes))
    assert f"of {len(words)}" in streams_of(paper)


def test_more_years_than_fit_beside_each_other_follow_below() -> None:
    planned = {
        f"{year}/{(year + 1) % 100:02}": Decimal(1) for year in range(2026, 2056)
    }

    words = pages_of(printed(an_edition(a_row(1, planned=planned))))

    assert all(any(year in page for page in words) for year in planned)


def test_an_empty_draft_is_printed_as_well() -> None:
    nothing = {"seal": None, "address": None, "adopted_on": None, "status": "draft"}

    words = " ".join(pages_of(printed(an_edition(marks=[], **nothing))))

    assert "it bears no seal" in words


def test_a_long_vision_goes_on_over_the_page() -> None:
    vision = " ".join(f"Hope{number}" for number in range(900))

    words = pages_of(printed(an_edition(vision=vision)))

    assert "Hope0 " in words[0]
    assert "Hope899" in words[2]


def test_an_edition_survives_its_way_to_the_press() -> None:
    edition = an_edition(a_row(1, unphased=Decimal("0.10")))

    assert printed(edition) == asyncio.run(pressing.printed(edition))
    assert read(edition.written()).rows[0] == edition.rows[0]
