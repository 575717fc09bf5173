"""Starting and stopping the law's clocks, and reading how they stand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.identifiers import new_id
from contracts.ids import PlanId
from services.plans.clocks.models import Clock, Wanted
from services.plans.clocks.repository import Clocks
from services.plans.clocks.rules import ClockRule, limit_of


@dataclass
class SpaceClocks:
    """A space, and the clocks that run in it; none where no plan was begun."""

    code: str
    name: str
    province_code: str | None
    clocks: list[Clock] = field(default_factory=list)


def start(
    session: AsyncSession,
    rule: ClockRule,
    *,
    plan_id: PlanId,
    space_code: str,
    on: date,
) -> Clock:
    """Give the plan the time that the law gives from this day on."""
    limit = limit_of(rule, on=on)
    clock = Clock(
        id=new_id(),
        rule=rule,
        space_code=space_code,
        plan_id=plan_id,
        title=limit.title,
        citation=limit.citation,
        started_on=on,
        warns_on=limit.warns_on(on),
        due_on=limit.due(on),
    )
    Clocks(session).add(clock)
    return clock


async def stop(
    session: AsyncSession, rule: ClockRule, *, plan_id: PlanId, on: date
) -> None:
    """Stop the plan's clock of this rule, if one runs."""
    clock = await Clocks(session).running(plan_id, rule)
    if clock is not None:
        clock.stopped_on = on


async def list_clocks(
    session: AsyncSession,
    wanted: Wanted,
    *,
    after: tuple[date, UUID] | None,
    limit: int,
) -> Sequence[Clock]:
    return await Clocks(session).list(wanted, after=after, limit=limit)


async def list_spaces(session: AsyncSession, wanted: Wanted) -> list[SpaceClocks]:
    """Every standing space by code, with what runs in it."""
    spaces: dict[str, SpaceClocks] = {}
    for code, name, province, clock in await Clocks(session).of_spaces(wanted):
        space = spaces.setdefault(code, SpaceClocks(code, name, province))
        if clock is not None:
            space.clocks.append(clock)
    return list(spaces.values())
