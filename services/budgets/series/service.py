"""Answering with money by municipality and year."""

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.principal import Principal
from contracts import series
from contracts.boundaries import Step, origins_of
from contracts.series import Row
from services.budgets.reference import service as reference
from services.budgets.series.models import Series, Wanted
from services.budgets.series.repository import Totals


async def read_as_recorded(session: AsyncSession, wanted: Wanted) -> Series:
    """Each amount at the municipality that its line names."""
    codes = None if wanted.municipality is None else {wanted.municipality}
    rows = series.as_recorded(await Totals(session).recorded(wanted, codes))
    return Series([row for row in rows if _is_wanted(row, wanted)], [])


async def read_restated(
    session: AsyncSession, wanted: Wanted, *, by: Principal
) -> Series:
    """Each amount where it belongs on today's boundaries, by established shares."""
    steps = await reference.steps(session)
    codes = None
    if wanted.municipality is not None:
        codes = origins_of(wanted.municipality, steps)
        codes |= {step.old_space for step in steps if step.new[0] in codes}
    recorded = await Totals(session).recorded(wanted, codes)
    rows = [
        row
        for row in series.restated(recorded, steps, target=clock.today())
        if _is_wanted(row, wanted)
    ]
    shown = {row.code for row in rows} | ({wanted.municipality} - {None})
    return Series(rows, _unseen(steps, shown, by))


def _is_wanted(row: Row, wanted: Wanted) -> bool:
    return wanted.municipality in {None, row.code} and (
        wanted.space_code in {None, row.space_code}
    )


def _unseen(steps: list[Step], shown: set[str | None], by: Principal) -> list[Step]:
    """Steps into what is shown, out of spaces whose money the caller does not see."""
    into: set[str] = set()
    for code in shown:
        into |= origins_of(code, steps) if code else set()
    return sorted(
        (s for s in steps if s.new[0] in into and not by.may_act_in(s.old_space)),
        key=lambda step: (step.effective, step.old[0], step.new[0]),
    )
