"""What the registry last told: places and organs, offices and who holds them."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.periods import stood_on
from chassis.repository import remember
from contracts.events.registry import OrganRecord, PlaceRecord
from contracts.events.registry_offices import AppointmentRecord, OfficeRecord
from contracts.events.registry_organs import OrganHistoryRecord
from contracts.events.registry_structures import StructureRecord
from services.plans.reference.models import MUNICIPALITY, Organ, OrganEnd, Place
from services.plans.reference.offices import ACTING, Appointment, Office, Structure


class Places:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def remember(self, places: Sequence[PlaceRecord]) -> None:
        await remember(self.session, Place, places)

    async def named(self, codes: Collection[str], *, on: date) -> Sequence[Place]:
        """Places with these codes that stand on that day."""
        found = await self.session.scalars(
            select(Place).where(Place.code.in_(codes), stood_on(Place, on))
        )
        return found.all()

    async def municipalities_in(self, space_code: str, *, on: date) -> Sequence[Place]:
        """The municipalities of the space on that day, by code."""
        ours = (Place.kind == MUNICIPALITY, Place.space_code == space_code)
        found = await self.session.scalars(
            select(Place).where(*ours, stood_on(Place, on)).order_by(Place.code)
        )
        return found.all()


class Organs:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def remember(self, organs: Sequence[OrganRecord]) -> None:
        await remember(self.session, Organ, organs)

    async def note_ends(self, histories: Sequence[OrganHistoryRecord]) -> None:
        """Write when these organs end; one known at a higher version stays as it is."""
        statement = insert(OrganEnd)
        new = statement.excluded
        await self.session.execute(
            statement.on_conflict_do_update(
                index_elements=("code",),
                set_={"ended_on": new.ended_on, "version": new.version},
                where=OrganEnd.version <= new.version,
            ),
            [
                {
                    "code": each.code,
                    "ended_on": each.periods[-1].valid_to,
                    "version": each.version,
                }
                for each in histories
            ],
        )

    async def has_ended(self, code: str, *, on: date) -> bool:
        end = await self.session.get(OrganEnd, code)
        return end is not None and end.ended_on is not None and end.ended_on <= on

    async def named(self, codes: Collection[str]) -> Sequence[Organ]:
        found = await self.session.scalars(select(Organ).where(Organ.code.in_(codes)))
        return found.all()


class Offices:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def remember(self, offices: Sequence[OfficeRecord]) -> None:
        await remember(self.session, Office, offices)

    async def serving(
        self, places: Collection[str], kinds: Collection[str], *, on: date
    ) -> Sequence[Office]:
        """Offices of these kinds for these places, by code."""
        found = await self.session.scalars(
            select(Office)
            .where(
                Office.place_code.in_(places),
                Office.kind.in_(kinds),
                stood_on(Office, on),
            )
            .order_by(Office.code)
        )
        return found.all()

    async def of_organ(self, organ_code: str, *, on: date) -> Sequence[Office]:
        found = await self.session.scalars(
            select(Office)
            .where(Office.organ_code == organ_code, stood_on(Office, on))
            .order_by(Office.code)
        )
        return found.all()


class Appointments:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def remember(self, appointments: Sequence[AppointmentRecord]) -> None:
        await remember(self.session, Appointment, appointments)

    async def of_offices(
        self, codes: Collection[str], *, on: date
    ) -> Sequence[Appointment]:
        """Appointments in force, by office; acting ones first."""
        found = await self.session.scalars(
            select(Appointment)
            .where(Appointment.office_code.in_(codes), stood_on(Appointment, on))
            .order_by(
                Appointment.office_code,
                Appointment.capacity != ACTING,
                Appointment.valid_from,
            )
        )
        return found.all()

    async def of_identity(self, identity: str, *, on: date) -> Sequence[Appointment]:
        found = await self.session.scalars(
            select(Appointment)
            .where(Appointment.identity == identity, stood_on(Appointment, on))
            .order_by(Appointment.office_code, Appointment.valid_from)
        )
        return found.all()


class Structures:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def remember(self, structures: Sequence[StructureRecord]) -> None:
        await remember(self.session, Structure, structures)

    async def standing(self, code: str, *, on: date) -> Structure | None:
        found: Structure | None = await self.session.scalar(
            select(Structure).where(Structure.code == code, stood_on(Structure, on))
        )
        return found

    async def of_space(
        self, space_code: str, *, on: date, kind: str | None
    ) -> Sequence[Structure]:
        wanted = select(Structure).where(
            Structure.space_code == space_code, stood_on(Structure, on)
        )
        if kind is not None:
            wanted = wanted.where(Structure.kind == kind)
        return (await self.session.scalars(wanted.order_by(Structure.code))).all()

    async def of_province(self, province_code: str, *, on: date) -> Sequence[Structure]:
        """Those of the province as a whole, not of one of its spaces."""
        found = await self.session.scalars(
            select(Structure)
            .where(
                Structure.province_code == province_code,
                Structure.space_code.is_(None),
                stood_on(Structure, on),
            )
            .order_by(Structure.code)
        )
        return found.all()
