"""Clocks by space, rule and state, the earliest due first."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.ids import PlanId
from services.plans.clocks.models import Clock, Wanted
from services.plans.clocks.rules import ClockRule, ClockState
from services.plans.reference.models import SPACE, Place


class Clocks:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    def add(self, clock: Clock) -> None:
        self.session.add(clock)

    async def running(self, plan_id: PlanId, rule: ClockRule) -> Clock | None:
        """The plan's running clock of this rule, locked."""
        return await self.session.scalar(
            select(Clock)
            .where(
                Clock.plan_id == plan_id,
                Clock.rule == rule,
                Clock.stopped_on.is_(None),
            )
            .with_for_update()
        )

    async def list(
        self, wanted: Wanted, *, after: tuple[date, UUID] | None, limit: int
    ) -> Sequence[Clock]:
        """The earliest due first."""
        found = (
            select(Clock)
            .where(*_conditions(wanted))
            .order_by(Clock.due_on, Clock.id)
            .limit(limit)
        )
        if after is not None:
            found = found.where(tuple_(Clock.due_on, Clock.id) > after)
        return (await self.session.scalars(found)).all()

    async def of_spaces(
        self, wanted: Wanted
    ) -> Sequence[tuple[str, str, str | None, Clock | None]]:
        """Every standing space with its name, province and running clocks."""
        today = wanted.today
        own = and_(Clock.space_code == Place.code, Clock.stopped_on.is_(None))
        standing = (
            Place.kind == SPACE,
            Place.valid_from <= today,
            or_(Place.valid_to.is_(None), Place.valid_to > today),
        )
        found = (
            select(Place.code, Place.name, Place.province_code, Clock)
            .outerjoin(Clock, own)
            .where(*standing)
            .order_by(Place.code, Clock.due_on, Clock.id)
        )
        if wanted.province_code is not None:
            found = found.where(Place.province_code == wanted.province_code)
        rows = await self.session.execute(found)
        return [(code, name, province, clock) for code, name, province, clock in rows]


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.space_code is not None:
        conditions.append(Clock.space_code == wanted.space_code)
    if wanted.province_code is not None:
        within = select(Place.code).where(
            Place.kind == SPACE, Place.province_code == wanted.province_code
        )
        conditions.append(Clock.space_code.in_(within))
    if wanted.rule is not None:
        conditions.append(Clock.rule == wanted.rule)
    if wanted.state is not None:
        conditions.append(_stands(wanted.state, wanted.today))
    return conditions


def _stands(state: ClockState, today: date) -> ColumnElement[bool]:
    """What `rules.state` says, as a condition of the database."""
    running = Clock.stopped_on.is_(None)
    return {
        ClockState.RUNNING: and_(running, Clock.warns_on > today),
        ClockState.WARNING: and_(
            running, Clock.warns_on <= today, Clock.due_on >= today
        ),
        ClockState.BREACHED: and_(running, Clock.due_on < today),
        ClockState.KEPT: Clock.stopped_on <= Clock.due_on,
        ClockState.KEPT_LATE: Clock.stopped_on > Clock.due_on,
    }[state]
