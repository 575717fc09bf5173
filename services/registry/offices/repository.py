"""Offices by code and period, their kinds and powers, and the edition of it all."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import exists, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.periods import stood_on
from chassis.repository import upsert
from services.registry.offices.models import (
    Office,
    OfficeKind,
    OfficeNotFound,
    OfficePower,
)

# Whoever states anything of offices waits here for who did so before.
ADVANCE = "update office_edition set number = number + 1 returning number"


class Kinds:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def replace(
        self, kinds: Collection[OfficeKind], powers: Collection[OfficePower]
    ) -> None:
        """Bring kinds to what they are here, and powers to exactly these."""
        for kind in kinds:
            await self.session.merge(kind)
        await self.session.flush()
        await self.session.execute(text("delete from office_power"))
        self.session.add_all(powers)
        await self.session.flush()

    async def all(self) -> dict[str, OfficeKind]:
        found = await self.session.scalars(select(OfficeKind).order_by(OfficeKind.kind))
        return {kind.kind: kind for kind in found}

    async def powers(self) -> Sequence[OfficePower]:
        found = await self.session.scalars(
            select(OfficePower).order_by(OfficePower.kind, OfficePower.valid_from)
        )
        return found.all()


class Offices:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def advance(self) -> int:
        """The number of a new edition; one statement of offices at a time."""
        found = await self.session.execute(text(ADVANCE))
        return int(found.scalar_one())

    async def write(self, offices: Collection[Office]) -> None:
        """Add these periods, or bring known ones to this."""
        await upsert(self.session, offices)

    async def periods(
        self, codes: Collection[str] | None = None
    ) -> dict[str, list[Office]]:
        """Every period of these offices, or of all, oldest first."""
        wanted = (
            select(Office)
            .order_by(Office.code, Office.valid_from)
            .execution_options(populate_existing=True)
        )
        if codes is not None:
            wanted = wanted.where(Office.code.in_(codes))
        found: dict[str, list[Office]] = {}
        for office in await self.session.scalars(wanted):
            found.setdefault(office.code, []).append(office)
        return found

    async def get(self, code: str, *, as_of: date) -> Office:
        found = await self.session.scalar(
            select(Office).where(Office.code == code, stood_on(Office, as_of))
        )
        if found is None:
            raise OfficeNotFound(f"no office {code} on {as_of}")
        return found

    async def must_have_been(self, code: str) -> None:
        """Refuse with `OfficeNotFound` a code that no office ever had."""
        if not await self.session.scalar(select(exists().where(Office.code == code))):
            raise OfficeNotFound(f"no office ever had the code {code}")
