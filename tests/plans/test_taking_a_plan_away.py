"""A plan as a file: what is exported is imported as it was, and is never a formula."""

import asyncio
import csv
import io
import unicodedata
from decimal import Decimal
from http import HTTPStatus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from chassis.tabular.faults import RowErrors
from chassis.tabular.rows import read_rows
from chassis.tabular.units import Unit
from chassis.tabular.upload import Upload, read_table
from chassis.tabular.writing import SheetFormat
from services.plans.content.whole import Whole
from services.plans.documents.content import FocusArea, Intervention, Readiness
from services.plans.exports.sheets import sheet_of
from services.plans.imports.layout import LAYOUT
from services.plans.imports.models import Part
from tests.plans.desk import (
    DEMO,
    EXAMPLE,
    a_draft,
    all_interventions,
    content_for,
    load,
    state_content,
)

pytestmark = pytest.mark.standing

PLANS = {"example": ("DC45", EXAMPLE, "R thousand")} | {
    space: (
        space,
        (DEMO / "public" / f"{space.lower()}_interventions.csv").read_bytes(),
        "rand",
    )
    for space in ("DC45", "DC14", "DC21", "ETH")
}


@pytest.fixture
async def desk(plans):
    async with plans.as_("administrator") as administrator:
        yield administrator


async def table(client, plan, **asked):
    answer = await client.get(f"/v1/plans/{plan}/table", params=asked)
    assert answer.status_code == HTTPStatus.OK, answer.text
    return answer.content


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", PLANS)
async def test_what_is_exported_is_imported_as_it_was(desk, name, form) -> None:
    space, content, unit = PLANS[name]
    plan = await a_draft(desk, space_code=space)
    assert (await load(desk, plan, content, unit=unit)).status_code == 201
    before = await all_interventions(desk, plan)

    file = await table(desk, plan, format=form)
    other = await a_draft(desk, space_code=space)
    copied = await load(desk, other, file, unit="rand")
    again = await load(desk, plan, file, unit="rand")

    assert copied.status_code == HTTPStatus.CREATED, copied.text
    assert await all_interventions(desk, other) == before
    assert again.json()["unchanged"] == len(before)
    assert await all_interventions(desk, plan) == before


async def test_everything_an_intervention_may_say_comes_back(desk) -> None:
    plan = await a_draft(desk)
    await load(desk, plan, EXAMPLE)
    await state_content(desk, plan)
    said = {
        "title": "=HYPERLINK(A1)  twice\u00a0spaced _x0041_",
        "note": "'-2+3 | e\u0301",
        "strategies": ["S1"],
        "supporting_organs": ["DWS", "NC452"],
        "readiness": "tender",
        "in_idp": False,
        "depends_on": [{"code": "I05", "kind": "SS", "lag_days": -30}],
        "location_codes": ["NC451", "NC452"],
        "points": [
            {"lon": "23.43", "lat": "-27.455", "place_code": "NC452"},
            {"lon": "0", "lat": "0", "place_code": "NC451", "label": "a | b \\ c\\"},
        ],
        "milestones": [{"title": "| \\| ", "due_on": "2027-06-30"}],
        "unphased": "0.01",
    }
    address = f"/v1/plans/{plan}/interventions/I01"
    changed = await desk.patch(address, json=said, headers={"if-match": "*"})
    assert changed.status_code == HTTPStatus.OK, changed.text

    for form in ("csv", "xlsx"):
        other = await a_draft(desk)
        await desk.post(f"/v1/plans/{other}/content", json=content_for() | {"tree": {}})
        file = await table(desk, plan, format=form)
        loaded = await load(desk, other, file, unit="rand")

        assert loaded.status_code == HTTPStatus.CREATED, loaded.text
        now = (await all_interventions(desk, other))[0]
        assert now == changed.json() | {"revision": 1}


async def test_no_cell_of_a_csv_file_is_a_formula(desk) -> None:
    plan = await a_draft(desk)
    await desk.post(f"/v1/plans/{plan}/content", json=content_for() | {"tree": {}})
    evil = {"statement": "=cmd|' /C calc'!A0"}
    address = f"/v1/plans/{plan}/issues/D1"
    await desk.patch(address, json=evil, headers={"if-match": "*"})

    file = (await table(desk, plan, of="issues")).decode()

    rows = list(csv.DictReader(io.StringIO(file)))
    assert [row["code"] for row in rows] == [f"D{n}" for n in range(1, 7)]
    assert rows[0]["statement"] == "'=cmd|' /C calc'!A0"
    assert rows[0]["sources"] == "A census; 2022-10-10"


async def test_a_drafts_tables_are_its_spaces_own(plans, desk) -> None:
    plan = await a_draft(desk)

    async with plans.as_anyone() as anyone, plans.as_("district_planner") as planner:
        theirs = await a_draft(desk, space_code="ETH")
        answers = [
            await anyone.get(f"/v1/plans/{plan}/table"),
            await planner.get(f"/v1/plans/{theirs}/table"),
        ]

    assert [answer.status_code for answer in answers] == [HTTPStatus.NOT_FOUND] * 2


CODES = some.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,9}", fullmatch=True)
TEXTS = (
    some.text(
        some.one_of(
            some.sampled_from("='-+@|\\_x0041; ,\"\u3000\uff1d"),
            some.characters(exclude_categories=["C"]),
        ),
        max_size=40,
    )
    .map(lambda text: " ".join(unicodedata.normalize("NFC", text).split()))
    .filter(bool)
)
AMOUNTS = some.decimals(0, Decimal("99999999999999999.99"), places=2)
YEARS = some.integers(1994, 2099).map(lambda year: f"{year}/{(year + 1) % 100:02}")
PLACES = some.lists(CODES, min_size=1, max_size=3, unique=True)
LAGS = some.integers(-3650, 3650)
LINKS = some.builds(
    lambda code, kind, lag: (
        {"code": code, "kind": kind} | ({"lag_days": lag} if lag else {})
    ),
    CODES,
    some.sampled_from(["FS", "SS"]),
    LAGS,
)
DEGREES = some.decimals(-90, 90, places=6).map(lambda value: f"{value:f}")


@some.composite
def interventions(draw, code) -> Intervention:
    """Anything that an intervention may say, whether or not it makes sense."""
    point = {"lon": DEGREES, "lat": DEGREES, "place_code": CODES}
    labels = some.none() | TEXTS
    milestone = {"title": TEXTS, "due_on": some.dates().map(str)}
    links = some.lists(LINKS, max_size=3, unique_by=lambda link: link["code"])
    return Intervention(
        code=code,
        title=draw(TEXTS),
        focus_area=draw(some.sampled_from(FocusArea)),
        location_codes=draw(PLACES),
        lead_organ=draw(CODES),
        sphere=draw(some.sampled_from(["national", "soe"])),
        planned=draw(some.dictionaries(YEARS, AMOUNTS, max_size=3)),
        unphased=draw(some.none() | AMOUNTS),
        depends_on=draw(links),
        strategies=draw(some.just([]) | PLACES),
        supporting_organs=draw(some.just([]) | PLACES),
        readiness=draw(some.none() | some.sampled_from(Readiness)),
        points=draw(
            some.lists(some.fixed_dictionaries(point | {"label": labels}), max_size=3)
        ),
        milestones=draw(some.lists(some.fixed_dictionaries(milestone), max_size=3)),
        in_idp=draw(some.none() | some.booleans()),
        start_year=draw(some.none() | some.integers(1994, 2100)),
        note=draw(some.none() | TEXTS),
    )


async def read_again(content: bytes) -> list[Intervention]:
    file, errors = await read_table(Upload(content)), RowErrors()
    rows = await read_rows(file, LAYOUT, unit=Unit.RAND, errors=errors)
    assert errors.total == 0
    return [row.stated() for row in rows]


@settings(max_examples=50, deadline=None)
@given(some.tuples(interventions("A1"), interventions("A2")))
def test_any_interventions_survive_a_csv_file(both) -> None:
    whole = Whole(None, [], [], [], [], both)
    content = sheet_of(whole, Part.INTERVENTIONS).written(SheetFormat.CSV)

    read = asyncio.run(read_again(content))

    assert [each.states() for each in read] == [each.states() for each in both]
