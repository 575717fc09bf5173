"""Appointments by office and day, and offices with who holds them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.periods import stood_on
from services.registry.appointments.models import HELD, Appointment, Capacity
from services.registry.appointments.queries import HOLDINGS, POWERS

Rows = Sequence[dict[str, Any]]

FILTERS = {
    "code": "o.code = :code",
    "kind": "o.kind = :kind",
    "sphere": "k.sphere = :sphere",
    "champion": "k.champion = :champion",
    "place": "o.place_code = :place",
    "organ": "o.organ_code = :organ",
    "space": "o.space_codes @> array[cast(:space as text)]",
    "status": "status.word = :status",
    "province": "exists (select from place s where s.kind = 'space' "
    "and s.code = any(o.space_codes) and s.province_code = :province "
    "and s.valid_from <= :day and (s.valid_to is null or s.valid_to > :day))",
    "vacant": "(v.id is not null) = :vacant",
}


class Appointments:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def of_offices(self, codes: Collection[str]) -> dict[str, list[Appointment]]:
        """All periods of these offices, oldest first."""
        found: dict[str, list[Appointment]] = {}
        for period in await self.session.scalars(
            select(Appointment)
            .where(Appointment.office_code.in_(codes))
            .order_by(Appointment.office_code, Appointment.valid_from, Appointment.id)
        ):
            found.setdefault(period.office_code, []).append(period)
        return found

    async def write(self, periods: Collection[Appointment]) -> None:
        self.session.add_all(periods)
        await self.session.flush()

    async def remove(self, periods: Collection[Appointment]) -> None:
        for period in periods:
            await self.session.delete(period)
        await self.session.flush()

    async def in_force(
        self,
        day: date,
        *,
        capacity: Capacity | None,
        identity: str | None,
        after: UUID | None,
        limit: int,
    ) -> Sequence[Appointment]:
        """Who holds what on that day, by identifier."""
        wanted = select(Appointment).where(
            Appointment.capacity.in_(HELD),
            stood_on(Appointment, day),
        )
        if capacity is not None:
            wanted = wanted.where(Appointment.capacity == capacity)
        if identity is not None:
            wanted = wanted.where(Appointment.identity == identity)
        if after is not None:
            wanted = wanted.where(Appointment.id > after)
        found = await self.session.scalars(wanted.order_by(Appointment.id).limit(limit))
        return found.all()

    async def holding_more_than(
        self, most: int, identities: Collection[str], *, since: date
    ) -> set[str]:
        """Those of these identities with more offices, that day or from a later on."""
        found = await self.session.scalars(
            select(Appointment.identity)
            .where(
                Appointment.identity.in_(identities),
                or_(Appointment.valid_to.is_(None), Appointment.valid_to > since),
            )
            .group_by(Appointment.identity)
            .having(func.count() > most)
        )
        return {identity for identity in found if identity is not None}

    async def with_identity(
        self, *, since: date, after: UUID | None, limit: int
    ) -> Sequence[UUID]:
        """Appointments of identities not over by that day, by identifier."""
        wanted = select(Appointment.id).where(
            Appointment.identity.is_not(None),
            or_(Appointment.valid_to.is_(None), Appointment.valid_to > since),
        )
        if after is not None:
            wanted = wanted.where(Appointment.id > after)
        found = await self.session.scalars(wanted.order_by(Appointment.id).limit(limit))
        return found.all()

    async def edition(self) -> int:
        found = await self.session.execute(text("select number from office_edition"))
        return int(found.scalar_one())


class Holdings:
    """Offices with who holds them, and what that gives: one query each."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def on(
        self, day: date, *, after: str, limit: int, **wanted: str | bool | None
    ) -> Rows:
        """Offices of that day by code, after `after`, with how each stands."""
        asked = {name: value for name, value in wanted.items() if value is not None}
        narrowed = "".join(f" and {FILTERS[name]}" for name in asked)
        rows = await self.session.execute(
            text(HOLDINGS.format(narrowed=narrowed)),
            {"day": day, "after": after, "limit": limit} | asked,
        )
        return [dict(row) for row in rows.mappings()]

    async def powers(self, appointments: Collection[UUID], *, since: date) -> Rows:
        """What these appointments give, that day or from a later one on."""
        rows = await self.session.execute(
            text(POWERS), {"appointments": list(appointments), "since": since}
        )
        return [dict(row) for row in rows.mappings()]
