"""Answering with commitments by municipality and year."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from contracts import series
from contracts.boundaries import origins_of
from contracts.series import Row
from services.monitoring.reference import service as reference
from services.monitoring.series.models import Wanted
from services.monitoring.series.repository import Promises


async def read_as_recorded(session: AsyncSession, wanted: Wanted) -> Sequence[Row]:
    """Each commitment at the municipality in which its intervention is."""
    codes = None if wanted.municipality is None else {wanted.municipality}
    rows = series.as_recorded(await Promises(session).recorded(wanted, codes))
    return [row for row in rows if _is_wanted(row, wanted)]


async def read_restated(session: AsyncSession, wanted: Wanted) -> Sequence[Row]:
    """Each commitment where it belongs on today's boundaries."""
    steps = await reference.steps(session)
    codes = None
    if wanted.municipality is not None:
        codes = origins_of(wanted.municipality, steps)
        codes |= {step.old_space for step in steps if step.new[0] in codes}
    recorded = await Promises(session).recorded(wanted, codes)
    rows = series.restated(recorded, steps, target=clock.today())
    return [row for row in rows if _is_wanted(row, wanted)]


def _is_wanted(row: Row, wanted: Wanted) -> bool:
    return wanted.municipality in {None, row.code} and (
        wanted.space_code in {None, row.space_code}
    )
