"""What a reviewer is shown of appointments, and how much one statement may say."""

from datetime import timedelta
from typing import Any

import pytest

from chassis import clock
from services.registry.statements import Effect
from tests.harness import Running
from tests.registry.holding import JANUARY, MANAGER, ends, faults, row, state
from tests.registry.proposing import proposed


async def test_an_appointment_made_longer_is_shown_as_changed_not_as_ended(
    registry: Running,
) -> None:
    held = row("substantive", "T. Molefe", valid_from="2026-01-01")
    await state(registry, held | {"valid_to": "2026-06-01"})

    (longer,) = await state(registry, held | {"valid_to": "2027-06-01"})
    (open_ended,) = await state(registry, held)
    (shorter,) = await state(registry, held | {"valid_to": "2026-03-01"})

    effects = [longer.effect, open_ended.effect, shorter.effect]
    assert effects == [Effect.CHANGED, Effect.CHANGED, Effect.ENDED]


async def test_a_statement_has_at_most_a_hundred_rows_of_one_office(
    registry: Running,
) -> None:
    days = [JANUARY + timedelta(days=number) for number in range(101)]
    rows = [
        row("absent", valid_from=str(day), valid_to=str(day + timedelta(days=1)))
        for day in days
    ]

    refused = await faults(registry, row("substantive", "A"), *rows)

    assert refused == [
        ("/rows/100/office_code", "too-many-rows"),
        ("/rows/101/office_code", "too-many-rows"),
    ]


async def holders(registry: Running, day: Any) -> list[str]:
    async with registry.as_anyone() as anyone:
        answer = await anyone.get(f"/v1/offices/{MANAGER}/appointments")
    items = answer.json()["items"]
    return [each["holder"] for each in items if each["valid_from"] == str(day)]


@pytest.mark.parametrize("ahead", [0, 40], ids=["today", "later"])
async def test_a_mistaken_appointment_is_taken_back_or_made_somebody_elses(
    registry: Running, ahead: int
) -> None:
    day = clock.today() + timedelta(days=ahead)
    await state(registry, row("substantive", "M. Istake"), effective=day)

    instead = [ends("substantive"), row("substantive", "R. Ight")]
    replaced = await state(registry, *instead, effective=day)
    after = await holders(registry, day)
    (taken,) = await state(registry, ends("substantive"), effective=day)

    assert [each.effect for each in replaced] == [Effect.ENDED, Effect.ADDED]
    assert after == ["R. Ight"]
    assert (taken.effect, taken.before["holder"]) == (Effect.ENDED, "R. Ight")
    assert await holders(registry, day) == []
    assert await faults(registry, ends("substantive"), effective=day) == [
        ("/rows/0/ends", "nothing-to-end")
    ]


async def test_what_began_before_today_is_history_and_not_taken_back(
    registry: Running,
) -> None:
    day = clock.today() - timedelta(days=1)
    past = row("substantive", "H. Istory", valid_to=str(clock.today()))
    await state(registry, past, effective=day)

    refused = await faults(registry, ends("substantive"), effective=day)

    assert refused == [("/rows/0/ends", "nothing-to-end")]


@pytest.mark.parametrize("column", ["valid_from", "valid_to"])
@pytest.mark.parametrize("day", ["1994-04-26", "2200-01-01", "9999-12-31"])
async def test_a_row_names_no_day_that_a_proposal_may_not_name(
    registry: Running, column: str, day: str
) -> None:
    sent = row("substantive", "A") | {column: day}

    refused = await proposed(registry, "appointments", [sent])

    assert refused.status_code == 422
    assert any(
        each["pointer"].endswith(f"/rows/0/{column}")
        for each in refused.json()["errors"]
    )
