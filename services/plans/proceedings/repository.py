"""Where attendance, participants and minutes are kept."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.ids import SittingId
from services.plans.proceedings.models import (
    Attendance,
    Manner,
    Minutes,
    Participant,
)


class Presence:
    """Who was at one sitting."""

    def __init__(self, session: AsyncSession, sitting_id: SittingId) -> None:
        self.session = session
        self.sitting_id = sitting_id

    async def record(self, rows: Sequence[dict[str, object]]) -> None:
        """Write these days of these offices; what was written of them is replaced."""
        statement = insert(Attendance)
        key = ("sitting_id", "day", "office_code")
        changed = {
            name: statement.excluded[name]
            for name in Attendance.__table__.columns.keys()  # noqa: SIM118  no dict
            if name not in key
        }
        await self.session.execute(
            statement.on_conflict_do_update(index_elements=key, set_=changed),
            list(rows),
        )

    async def admit(self, rows: Sequence[dict[str, object]]) -> None:
        """Note these participants; one known by its name is stated again."""
        statement = insert(Participant)
        changed = {name: statement.excluded[name] for name in ("kind", "organ_code")}
        key = ("sitting_id", "name")
        await self.session.execute(
            statement.on_conflict_do_update(index_elements=key, set_=changed),
            list(rows),
        )

    async def all(self) -> Sequence[Attendance]:
        found = await self.session.scalars(
            select(Attendance)
            .where(Attendance.sitting_id == self.sitting_id)
            .order_by(Attendance.day, Attendance.office_code)
        )
        return found.all()

    async def present(self, *, on: date) -> Sequence[Attendance]:
        """Who was there on a day for an office, as its holder or a delegate."""
        found = await self.session.scalars(
            select(Attendance).where(
                Attendance.sitting_id == self.sitting_id,
                Attendance.day == on,
                Attendance.manner != Manner.APOLOGY,
            )
        )
        return found.all()

    async def participants(
        self, *, after: str | None, limit: int
    ) -> Sequence[Participant]:
        wanted = select(Participant).where(Participant.sitting_id == self.sitting_id)
        if after is not None:
            wanted = wanted.where(Participant.name > after)
        found = await self.session.scalars(
            wanted.order_by(Participant.name).limit(limit)
        )
        return found.all()


class MinutesOf:
    """The versions of one sitting's minutes."""

    def __init__(self, session: AsyncSession, sitting_id: SittingId) -> None:
        self.session = session
        self.sitting_id = sitting_id

    def add(self, minutes: Minutes) -> None:
        self.session.add(minutes)

    async def version(self, version: int) -> Minutes | None:
        return await self.session.get(Minutes, (self.sitting_id, version))
