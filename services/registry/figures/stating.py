"""Figures as a subject of change proposals, and as the country pack has them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from services.registry import editions, reference
from services.registry.figures import rules
from services.registry.figures.models import Figure
from services.registry.figures.repository import Figures
from services.registry.figures.rows import FigureRow
from services.registry.figures.rules import Stating
from services.registry.periods import PACK, PROPOSAL
from services.registry.places import service as places
from services.registry.reference.figures import POPULATION, figures, measures
from services.registry.statements import Difference, Subject


async def state_figures(
    session: AsyncSession, rows: Sequence[FigureRow], effective: date
) -> list[Difference]:
    """State these figures from a day on, and tell what places show of them."""
    stating = await _stating(session, rows, effective, PROPOSAL)
    await _carry_out(session, stating, rows)
    await _show(session, stating.differences)
    return stating.differences


async def load_edition(session: AsyncSession) -> None:
    """Load the country pack's figures, if they are new.

    What a proposal has stated since stays as that left it.
    """
    stated = figures()
    if not await editions.is_new(session, "figures", stated):
        return
    rows = [
        FigureRow.model_validate(
            {name: getattr(each, name) for name in FigureRow.model_fields}
        )
        for each in stated
    ]
    stating = await _stating(session, rows, None, PACK)
    proposed = {key for key, f in stating.known.items() if f.stated_in == PROPOSAL}
    kept = [row for row in rows if row.record not in proposed]
    await _carry_out(session, stating, kept)


async def _stating(
    session: AsyncSession,
    rows: Sequence[FigureRow],
    effective: date | None,
    stated_in: str,
) -> Stating:
    held = Figures(session)
    return Stating(
        effective=effective,
        today=clock.today(),
        stated_in=stated_in,
        country=reference.country(),
        measures={measure.code: measure for measure in measures()},
        places=rules.by_key(await held.places_of({row.code for row in rows})),
        known=await held.last_stated({row.record for row in rows}),
    )


async def _carry_out(
    session: AsyncSession, stating: Stating, rows: Sequence[FigureRow]
) -> None:
    rules.state(stating, rows)
    stating.faults.refuse()
    by_day: dict[date, list[Figure]] = defaultdict(list)
    for figure, day in stating.ended:
        by_day[day].append(figure)
    for day, ended in by_day.items():
        await Figures(session).end(ended, day)
    await Figures(session).add(stating.added)


async def _show(session: AsyncSession, differences: Sequence[Difference]) -> None:
    """What places show as their population is what the figures say today."""
    people = [each.record.split("/") for each in differences]
    codes = {code for measure, _, code, _, _ in people if measure == POPULATION}
    held = Figures(session)
    changed = await held.show_in_places(codes, as_of=clock.today()) if codes else set()
    if changed:
        found = await held.places_of(changed)
        vintage = reference.country().vintage
        await places.publish(session, found, [], vintage=vintage)


FIGURES = Subject("figures", FigureRow, state_figures)
