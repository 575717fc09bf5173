"""What other slices ask of the copies, and how these are kept."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.boundaries import Step
from contracts.events.plans import InterventionsAdopted
from contracts.events.registry import TransitionRecord
from services.monitoring.reference.repository import Interventions, Transitions


async def copy_transitions(
    session: AsyncSession, told: Sequence[TransitionRecord]
) -> None:
    await Transitions(session).remember(told)


async def keep_interventions(session: AsyncSession, part: InterventionsAdopted) -> None:
    """Remember where the interventions of an adopted plan version are."""
    await Interventions(session).keep(part)


async def steps(session: AsyncSession) -> list[Step]:
    """What became of municipalities, as the registry last told it."""
    return await Transitions(session).steps()
