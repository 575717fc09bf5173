"""Stating who holds an office, in a registry under test."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from chassis.database import EVERYWHERE, transaction
from services.registry.appointments.rows import AppointmentRow
from services.registry.appointments.stating import state_appointments
from services.registry.statements import Difference, StatementRefused
from tests.harness import Running

MANAGER = "DC45.municipal_manager"
JANUARY = date(2026, 1, 1)


def row(capacity: str, holder: str | None = None, **changes: Any) -> dict[str, Any]:
    """A row about the municipal manager of DC45."""
    return {"office_code": MANAGER, "capacity": capacity, "holder": holder, **changes}


def ends(capacity: str, **changes: Any) -> dict[str, Any]:
    return row(capacity, ends=True, **changes)


async def state(
    registry: Running, *rows: dict[str, Any], effective: date = JANUARY
) -> Sequence[Difference]:
    statements = [AppointmentRow.model_validate(each) for each in rows]
    async with transaction(registry.sessions, EVERYWHERE) as session:
        return await state_appointments(session, statements, effective)


async def faults(
    registry: Running, *rows: dict[str, Any], effective: date = JANUARY
) -> list[tuple[str, str]]:
    """Where and why a statement is refused; empty if it is not."""
    try:
        await state(registry, *rows, effective=effective)
    except StatementRefused as refusal:
        return [(error.pointer, error.code) for error in refusal.errors]
    return []
