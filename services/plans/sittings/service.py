"""What can be done with a sitting before, while and when it takes place."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.database import EVERYWHERE, Spaces
from chassis.errors import FieldError
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.principal import Principal
from contracts.ids import CommissionId, SittingId
from services.plans.reference import bodies
from services.plans.reference import service as reference
from services.plans.reference.models import SpaceUnknown
from services.plans.sittings.agenda import (
    AgendaClosed,
    AgendaItem,
    Commission,
    CommissionNameTaken,
)
from services.plans.sittings.announcing import Announced, must_be_council
from services.plans.sittings.models import (
    OVER,
    DaysOutOfOrder,
    ReportNeedsSource,
    Sitting,
    SittingBasis,
    SittingKind,
    SittingNumberTaken,
    SittingStatus,
    must_reach,
)
from services.plans.sittings.repository import Agenda, Sittings

LONGEST = timedelta(days=30)
WHOLE_COUNTRY = ["*"]
EXPECTED: dict[SittingBasis, tuple[Sequence[str], Sequence[str]]] = {
    SittingBasis.HELD: (
        ("structure_code", "begins_on", "ends_on"),
        ("source", "number", "space_code", "province_code", "organ_code"),
    ),
    SittingBasis.REPORTED: (("source", "number"), ()),
}


async def plan_sitting(
    session: AsyncSession, announced: Announced, *, by: Principal
) -> Sitting:
    """Plan a sitting; one that is only reported is open to be recorded at once."""
    _must_be_complete(announced)
    await must_be_council(session, announced)
    space, province = await _seat(session, announced)
    space_codes = await spaces_concerned(session, space, province)
    must_reach(by, space_codes)
    await _must_have_a_number_of_its_own(session, announced.number)
    now = clock.now()
    held = announced.basis is SittingBasis.HELD
    sitting = Sittings(session).add(
        Sitting(
            **vars(announced) | {"space_code": space, "province_code": province},
            id=SittingId(new_id()),
            space_codes=space_codes,
            status=SittingStatus.PLANNED if held else SittingStatus.CONVENED,
            revision=1,
            planned_by=by.sub,
            planned_at=now,
            updated_at=now,
            minutes_version=0,
        )
    )
    outbox.record(session, sitting.planned())
    if (sat := sitting.council_sat()) is not None:
        outbox.record(session, sat)
    return sitting


def _must_be_complete(announced: Announced) -> None:
    begins, ends = announced.begins_on, announced.ends_on
    if begins is not None and ends is not None:
        days_in_order(begins, ends)
    needed, barred = EXPECTED[announced.basis]
    faults = [
        FieldError(f"/{name}", "value-missing", f"a {announced.basis} sitting has it")
        for name in needed
        if getattr(announced, name) is None
    ] + [
        FieldError(f"/{name}", "value-not-expected", "a held sitting does not state it")
        for name in barred
        if getattr(announced, name) is not None
    ]
    if faults:
        raise ReportNeedsSource(f"not a {announced.basis} sitting", faults)


def days_in_order(begins: date, ends: date) -> tuple[date, date]:
    if not timedelta(0) <= ends - begins <= LONGEST:
        fault = FieldError("/ends_on", "days-out-of-order", f"it begins on {begins}")
        raise DaysOutOfOrder(f"from {begins} to {ends}", [fault])
    return begins, ends


async def _must_have_a_number_of_its_own(
    session: AsyncSession, number: str | None
) -> None:
    if number is None:
        return
    await Sittings(session).one_at_a_time(number)
    if await Sittings(session).number_is_taken(number):
        raise SittingNumberTaken(f"{number} is another sitting's number")


async def _seat(
    session: AsyncSession, announced: Announced
) -> tuple[str | None, str | None]:
    """The space and the province whose sitting it is, as its structure has them."""
    if announced.structure_code is None:
        return announced.space_code, announced.province_code
    day = announced.begins_on or clock.today()
    structure = await bodies.structure(session, announced.structure_code, on=day)
    return structure.space_code, structure.province_code


async def spaces_concerned(
    session: AsyncSession, space: str | None, province: str | None
) -> list[str]:
    if space is not None:
        return [(await reference.find_space(session, space)).code]
    if province is None:
        return WHOLE_COUNTRY
    codes = await Sittings(session).spaces_of_province(province, on=clock.today())
    if not codes:
        detail = f"no province has the code {province}"
        fault = FieldError("/province_code", "province-unknown", detail)
        raise SpaceUnknown(detail, [fault])
    return list(codes)


async def find_sitting(
    session: AsyncSession, sitting_id: SittingId, *, drafts_in: Spaces
) -> Sitting:
    return await Sittings(session).find(sitting_id, drafts_in=drafts_in)


async def list_sittings(  # noqa: PLR0913  filters and window of one list
    session: AsyncSession,
    *,
    drafts_in: Spaces,
    space_code: str | None,
    structure_code: str | None,
    kind: SittingKind | None,
    status: SittingStatus | None,
    after: UUID | None,
    limit: int,
) -> Sequence[Sitting]:
    return await Sittings(session).page(
        drafts_in=drafts_in,
        space_code=space_code,
        structure_code=structure_code,
        kind=kind,
        status=status,
        after=after,
        limit=limit,
    )


async def lock_sitting(
    session: AsyncSession, sitting_id: SittingId, *, by: Principal
) -> Sitting:
    """The sitting, to be changed by somebody who acts in all that it concerns."""
    seen = await Sittings(session).find(sitting_id, drafts_in=EVERYWHERE)
    seen.must_be_in_reach_of(by)
    return await Sittings(session).get(sitting_id, lock=True)


async def change_sitting(
    session: AsyncSession,
    sitting: Sitting,
    *,
    title: str,
    place: str | None,
    days: tuple[date, date],
) -> None:
    days = days_in_order(*days)
    await bodies.structure(session, sitting.must_have_structure(), on=days[0])
    changed = sitting.change(title=title, place=place, days=days, at=clock.now())
    outbox.record(session, changed)


async def convene_sitting(session: AsyncSession, sitting: Sitting) -> None:
    sitting.must_be_planned()
    first, structure = sitting.begins_on or clock.today(), sitting.must_have_structure()
    await Sittings(session).one_at_a_time(structure)
    seq = await Sittings(session).next_seq(structure, first.year)
    outbox.record(session, sitting.convene(seq, at=clock.now()))


async def cancel_sitting(session: AsyncSession, sitting: Sitting, reason: str) -> None:
    outbox.record(session, sitting.cancel(reason, at=clock.now()))


async def table_item(
    session: AsyncSession,
    sitting: Sitting,
    *,
    title: str,
    tabled_by: str | None,
    documents: list[dict[str, str]],
) -> AgendaItem:
    must_take_items(sitting)
    agenda = Agenda(session, sitting)
    item = AgendaItem(
        id=new_id(),
        position=await agenda.last_position() + 1,
        title=title,
        tabled_by=tabled_by,
        documents=documents,
        matter_id=None,
    )
    outbox.record(session, agenda.add(item).tabled(sitting.space_code))
    return item


def must_take_items(sitting: Sitting) -> None:
    if sitting.status in (*OVER, SittingStatus.CANCELLED):
        raise AgendaClosed(f"sitting {sitting.id} is {sitting.status}")


async def list_agenda(
    session: AsyncSession, sitting: Sitting, *, after: int, limit: int
) -> Sequence[AgendaItem]:
    return await Agenda(session, sitting).page(after=after, limit=limit)


async def form_commission(
    session: AsyncSession,
    sitting: Sitting,
    *,
    name: str,
    topic: str | None,
    members: list[str],
) -> Commission:
    must_take_items(sitting)
    agenda = Agenda(session, sitting)
    if any(each.name == name for each in await agenda.commissions()):
        raise CommissionNameTaken(f"there is a commission {name}")
    commission = Commission(
        id=CommissionId(new_id()), name=name, topic=topic, members=members
    )
    outbox.record(session, agenda.add(commission).formed(sitting.space_code))
    return commission


async def list_commissions(
    session: AsyncSession, sitting: Sitting
) -> Sequence[Commission]:
    return await Agenda(session, sitting).commissions()
