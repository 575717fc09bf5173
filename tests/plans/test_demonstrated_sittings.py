"""The sittings of the demonstration: recorded once, public, and ageing."""

import csv
from collections import Counter

import httpx

from deploy.demo.api import Role
from deploy.demo.sittings import (
    LEKGOTLA,
    PUBLIC,
    open_the_next_agenda,
    public_reports,
    record_reports,
)
from tests.plans.secretariat import items, the_forums_stand


def test_every_row_belongs_to_a_sitting_and_names_its_source() -> None:
    text = (PUBLIC / "sitting_matters.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    reports = public_reports()

    numbers = {report["number"] for report, _ in reports}
    assert {row["sitting"] for row in rows} == numbers
    assert all(row["source"] for row in rows)
    assert all(report["source"] for report, _ in reports)
    assert len(rows) == 61


def speaking(client: httpx.AsyncClient) -> Role:
    return Role(client, client.headers["authorization"].removeprefix("Bearer "))


async def test_real_sittings_are_recorded_once_and_the_lekgotla_ages(
    plans, planner
) -> None:
    await plans.hears(*the_forums_stand())

    async with plans.as_("administrator") as administrator:
        secretary, district = speaking(administrator), speaking(planner)
        for _ in range(2):
            await record_reports(secretary)
            ageing = await open_the_next_agenda(district)

    async with plans.as_anyone() as anyone:
        sittings = await items(anyone, "/v1/sittings")
        resolutions = await items(anyone, "/v1/resolutions", limit=5)
        actions = await items(anyone, "/v1/actions")
        lekgotla = next(s for s in sittings if s["number"] == LEKGOTLA["number"])
        said = await items(anyone, f"/v1/sittings/{lekgotla['id']}/matters")
        found = await items(anyone, "/v1/resolutions", q="district model endorsed")
    assert len(sittings) == 31
    assert Counter(each["kind"] for each in said) == {"challenge": 6, "resolution": 5}
    assert len(resolutions) + len(actions) + 6 >= 50
    assert {each["basis"] for each in [*resolutions, *actions]} == {"reported"}
    assert [each["matter"]["content"] for each in ageing] == [
        "Cash flow",
        "Electricity",
        "Disaster management funding",
        "Water",
        "Sanitation",
        "Roads",
    ]
    assert {each["times_carried"] for each in ageing} == {1}
    assert all(each["matter"]["age_days"] > 8 * 365 for each in ageing)
    assert found
