"""Commitments by municipality and year, as recorded and on today's boundaries."""

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.events.budgets import AlignmentChecked, FundingAssessed
from contracts.events.plans import AdoptedIntervention, InterventionsAdopted
from contracts.events.registry import MunicipalitiesTransitioned
from contracts.ids import PlanId
from services.registry.places import pack
from tests.harness import Running
from tests.monitoring.test_watching_commitments import a_check, state

Check = tuple[FundingAssessed, AlignmentChecked]


def placed(plan: UUID, space: str, **places: str) -> InterventionsAdopted:
    """Interventions by code, each at places separated by spaces."""
    return InterventionsAdopted(
        plan_id=PlanId(plan),
        plan_version=3,
        space_code=space,
        part=1,
        parts=1,
        interventions=tuple(
            AdoptedIntervention(
                code=code,
                title=code,
                focus_area="governance",
                location_codes=tuple(at.split()),
                lead_organ="DWS",
                sphere="local",
                planned={},
                unphased=None,
                depends_on=(),
                in_idp=None,
                confirmed_by_organ=None,
                start_year=None,
                end_year=None,
            )
            for code, at in places.items()
        ),
    )


def in_space(space: str, events: Check) -> list[Any]:
    return [event.model_copy(update={"space_code": space}) for event in events]


@pytest.fixture
async def monitoring(start) -> Running:
    running: Running = await start("monitoring")
    records = tuple(each.record() for each in pack.history()[1])
    await running.hears(MunicipalitiesTransitioned(vintage="za", transitions=records))
    return running


async def series(monitoring: Running, **query: str) -> list[dict[str, Any]]:
    async with monitoring.as_anyone() as anyone:
        answer = await anyone.get("/v1/commitment-series", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_what_was_promised_to_naledi_is_shown_in_the_metro_of_today(
    monitoring: Running,
) -> None:
    plan = uuid4()
    await monitoring.hears(
        placed(plan, "DC16", I1="FS164", I2="FS161 FS162"),
        *in_space(
            "DC16",
            a_check(
                plan,
                state("I1", "2015/16", "funded", "8000000.00"),
                state("I2", "2015/16", "unfunded", "0.00"),
                state("I2", None, "unfunded", "0.00"),
            ),
        ),
    )

    recorded = await series(monitoring, boundaries="as_recorded")
    metro = await series(monitoring, municipality="MAN")
    district = await series(monitoring, space="DC16", financial_year="2015/16")

    assert [(row["municipality"], row["total"]["budgeted"]) for row in recorded] == [
        ("DC16", "0.00"),
        ("FS164", "8000000.00"),
    ]
    assert metro[0]["total"] == {"planned": "8000000.00", "budgeted": "8000000.00"}
    assert metro[0]["brought"][0]["via"][0]["from_code"] == "FS164"
    assert [each["code"] for each in metro[0]["not_restated"]] == ["DC16"]
    assert {(row["municipality"], row["restated"]) for row in district} == {
        ("DC16", True),
        ("DC16", False),
    }


async def test_a_weight_established_later_moves_the_series_and_not_the_record(
    monitoring: Running,
) -> None:
    plan = uuid4()
    await monitoring.hears(
        placed(plan, "DC34", I1="LIM342"),
        *in_space("DC34", a_check(plan, state("I1", "2014/15", "funded", "0.01"))),
    )
    recorded = await series(monitoring, boundaries="as_recorded")
    unknown = await series(monitoring, municipality="LIM343")

    records = [
        each.record().model_copy(update={"weight": Decimal("0.5")})
        for each in pack.history()[1]
        if each.old_code == "LIM342"
    ]
    await monitoring.hears(
        MunicipalitiesTransitioned(vintage="za", transitions=tuple(records))
    )

    assert unknown[0]["total"] is None
    shares = await series(monitoring)
    assert [row["total"]["budgeted"] for row in shares] == ["0.01", "0.00"]
    assert {row["total"]["planned"] for row in shares} == {"4000000.00"}
    assert await series(monitoring, boundaries="as_recorded") == recorded


async def test_an_unchanged_series_is_not_sent_again(monitoring: Running) -> None:
    async with monitoring.as_anyone() as anyone:
        first = await anyone.get("/v1/commitment-series")
        again = await anyone.get(
            "/v1/commitment-series", headers={"if-none-match": first.headers["etag"]}
        )

    assert (first.status_code, again.status_code) == (200, 304)
