"""Raising matters, resolving them with quorum, and closing the sitting."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.errors import FieldError
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.principal import Principal
from contracts.ids import CommissionId, MatterId
from services.plans.proceedings.quorum import quorum_on
from services.plans.proceedings.service import must_be_day_of
from services.plans.reference import service as reference
from services.plans.resolutions.models import (
    LETTERS,
    CommissionUnknown,
    Matter,
    MatterKind,
    MatterNotOnAgenda,
    MatterStatus,
    OutOfOrder,
    OwnerUnknown,
)
from services.plans.resolutions.repository import Matters
from services.plans.sittings.models import Sitting


@dataclass(frozen=True, kw_only=True)
class Saying:
    """What a sitting says or decides, before it has a number."""

    kind: MatterKind
    content: str
    status: MatterStatus = MatterStatus.OPEN
    commission_id: CommissionId | None = None
    follows: MatterId | None = None
    on: date | None = None
    owner_organ: str | None = None
    due_on: date | None = None


async def owner_must_be_known(session: AsyncSession, code: str | None) -> None:
    """Wait for the organ's code, if it is on its way, before anything is locked."""
    if code is None:
        return
    named = await reference.find_named(session, places=set(), organs={code})
    if code not in named.organs:
        detail = f"the registry knows no organ {code}"
        fault = FieldError("/owner_organ", "owner-unknown", detail)
        raise OwnerUnknown(detail, [fault])


async def record_matter(
    session: AsyncSession, sitting: Sitting, saying: Saying, *, by: Principal
) -> Matter:
    """Put a matter on a sitting's record; a resolution needs the quorum of its day."""
    number = sitting.must_be_open()
    day = _day_of(sitting, saying)
    if saying.kind is MatterKind.RESOLUTION and sitting.is_held and day is not None:
        (await quorum_on(session, sitting, day)).must_be_met()
    await _commission_must_be_of(session, sitting, saying)
    seq = await Matters(session).next_seq(sitting, saying.kind)
    matter = new_matter(sitting, saying, number=number, seq=seq, day=day, by=by)
    if saying.follows is not None:
        await _take_up(session, sitting, saying.follows, matter)
    elif saying.kind is MatterKind.ACTION and sitting.is_held:
        detail = "an action carries out a resolution"
        raise OutOfOrder(detail, [FieldError("/follows", "value-missing", detail)])
    Matters(session).add(matter)
    outbox.record(session, matter.raised())
    return matter


def _day_of(sitting: Sitting, saying: Saying) -> date | None:
    """The day on which it was said: as stated, else the last one that has come."""
    if saying.on is not None:
        must_be_day_of(sitting, saying.on, pointer="/on")
        return saying.on
    return last_day_come(sitting)


def last_day_come(sitting: Sitting) -> date | None:
    """The last of its days that has come, on which is said what nobody dates."""
    last = sitting.ends_on or sitting.begins_on
    return None if last is None else min(last, clock.today())


async def _commission_must_be_of(
    session: AsyncSession, sitting: Sitting, saying: Saying
) -> None:
    named = saying.commission_id
    if named is None or await Matters(session).has_commission(sitting, named):
        return
    fault = FieldError("/commission_id", "commission-unknown", "not of this sitting")
    raise CommissionUnknown(f"sitting {sitting.id} has no such commission", [fault])


def new_matter(  # noqa: PLR0913  a matter is numbered, dated and signed
    sitting: Sitting,
    saying: Saying,
    *,
    number: str,
    seq: int,
    day: date | None,
    by: Principal,
) -> Matter:
    now = clock.now()
    return Matter(
        id=MatterId(new_id()),
        sitting_id=sitting.id,
        basis=sitting.basis,
        structure_code=sitting.structure_code,
        space_code=sitting.space_code,
        space_codes=sitting.space_codes,
        kind=saying.kind,
        seq=seq,
        reference=f"{number}.{LETTERS[saying.kind]}{seq}",
        commission_id=saying.commission_id,
        content=saying.content,
        status=saying.status,
        raised_on=day,
        first_raised_on=day,
        carried_before=0,
        owner_organ=saying.owner_organ,
        due_on=saying.due_on,
        published=False,
        revision=1,
        raised_by=by.sub,
        raised_at=now,
        updated_at=now,
    )


async def _take_up(
    session: AsyncSession, sitting: Sitting, earlier_id: MatterId, matter: Matter
) -> None:
    matters = Matters(session)
    earlier = await matters.get(earlier_id, lock=True)
    if not await _may_take_up(matters, sitting, earlier, matter):
        raise MatterNotOnAgenda(f"{earlier.reference} is not before this sitting")
    carried = await matters.times_carried(earlier.id)
    taken_up = earlier.take_up(matter, carried=carried, at=clock.now())
    if taken_up is not None:
        outbox.record(session, taken_up)


async def _may_take_up(
    matters: Matters, sitting: Sitting, earlier: Matter, matter: Matter
) -> bool:
    if earlier.sitting_id == sitting.id:
        return True
    if matter.kind is MatterKind.ACTION:
        own = sitting.structure_code
        return own is not None and earlier.structure_code == own
    return await matters.is_on_agenda(earlier, sitting)


async def close_sitting(session: AsyncSession, sitting: Sitting) -> None:
    """End a sitting, and publish what it said and decided."""
    outbox.record(session, sitting.close(at=clock.now()))
    await Matters(session).publish(sitting)
