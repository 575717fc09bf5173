"""What a reviewer is shown of appointments, and how much one statement may say."""

from datetime import timedelta

from services.registry.statements import Effect
from tests.harness import Running
from tests.registry.holding import JANUARY, faults, row, state


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
