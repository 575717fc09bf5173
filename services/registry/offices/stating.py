"""How an office is stated: from a day on, and never against what came before."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from services.registry.offices import service
from services.registry.offices.models import Office, OfficeKind
from services.registry.offices.repository import Kinds, Offices
from services.registry.offices.rows import OfficeRow
from services.registry.offices.rules import EVERYWHERE, Areas, outside
from services.registry.organs.models import Organ
from services.registry.organs.repository import Organs
from services.registry.periods import PROPOSAL
from services.registry.statements import Difference, Effect, Faults, Subject


@dataclass
class Stating:
    """Offices as the rows leave them, and what was wrong on the way."""

    effective: date
    today: date
    periods: dict[str, list[Office]]
    kinds: Mapping[str, OfficeKind]
    areas: Areas
    organs: Mapping[str, Sequence[Organ]]
    faults: Faults = field(default_factory=Faults)
    touched: dict[tuple[str, date], Office] = field(default_factory=dict)

    def refuse(self, row: int, column: str, rule: str, detail: str) -> None:
        self.faults.add(row, column, rule, detail)

    def touch(self, *offices: Office) -> None:
        for office in offices:
            self.touched[office.code, office.valid_from] = office


async def state_offices(
    session: AsyncSession, rows: Sequence[OfficeRow], effective: date
) -> list[Difference]:
    """State these offices as from the day; `StatementRefused` names what is wrong."""
    codes = {row.code for row in rows}
    organs = {row.organ_code for row in rows if row.organ_code is not None}
    stating = Stating(
        effective,
        clock.today(),
        await Offices(session).periods(codes),
        await Kinds(session).all(),
        await service.areas_on(session, effective),
        await Organs(session).every(organs),
    )
    found = await asyncio.to_thread(_all_stated, stating, rows)
    stating.faults.refuse()
    if stating.touched:
        await service.publish(session, list(stating.touched.values()))
    return found


def _all_stated(stating: Stating, rows: Sequence[OfficeRow]) -> list[Difference]:
    found: list[Difference] = []
    seen: set[str] = set()
    for index, row in enumerate(rows):
        if row.code in seen:
            stating.refuse(index, "code", "office-repeated", "one row per office")
        else:
            found += _stated(stating, index, row)
        seen.add(row.code)
    return found


def _stated(stating: Stating, index: int, row: OfficeRow) -> Iterator[Difference]:
    periods = stating.periods.setdefault(row.code, [])
    now = next((p for p in periods if p.stood_on(stating.effective)), None)
    if any(period.valid_from > stating.effective for period in periods):
        stating.refuse(
            index, "code", "period-overlaps", "a later period of it is known already"
        )
    elif row.ends:
        yield from _ended(stating, index, row, now)
    elif periods and now is None:
        # Whoever was appointed to it would hold what the code means now.
        ended = f"it ended on {periods[-1].valid_to}; its code is not given again"
        stating.refuse(index, "code", "code-expired", ended)
    else:
        yield from _in_force(stating, index, row, now)


def _ended(
    stating: Stating, index: int, row: OfficeRow, now: Office | None
) -> Iterator[Difference]:
    if now is None or now.valid_from == stating.effective:
        stating.refuse(index, "ends", "nothing-to-end", "no office to end on that day")
        return
    before = now.says()
    ended = now.restated(valid_to=stating.effective)
    stating.touch(ended)
    yield Difference(row.code, Effect.ENDED, stating.effective, before, ended.says())


def _in_force(
    stating: Stating, index: int, row: OfficeRow, now: Office | None
) -> Iterator[Difference]:
    office = _made(stating, index, row, now)
    if office is None:
        return
    if now is None:
        stating.touch(office)
        yield Difference(row.code, Effect.ADDED, stating.effective, {}, office.says())
        return
    if office.restated(valid_from=now.valid_from).says() == now.says():
        return
    if now.valid_from == stating.effective < stating.today:
        detail = f"stated from {now.valid_from} already; state what follows"
        stating.refuse(index, "code", "history-rewritten", detail)
        return
    if now.valid_from < stating.effective:
        stating.touch(now.restated(valid_to=stating.effective))
    stating.touch(office)
    yield Difference(
        row.code, Effect.CHANGED, stating.effective, now.says(), office.says()
    )


def _made(
    stating: Stating, index: int, row: OfficeRow, now: Office | None
) -> Office | None:
    """The office that the row states; None where it breaks a rule."""
    known = stating.faults.total
    for column in ("title", "kind", "place_code"):
        if getattr(row, column) is None:
            stating.refuse(index, column, "missing", "an office that is has one")
    kind = stating.kinds.get(row.kind or "")
    if row.kind is not None and kind is None:
        stating.refuse(index, "kind", "kind-unknown", f"no kind {row.kind}")
    if now is not None and row.kind not in (None, now.kind):
        stating.refuse(index, "kind", "kind-fixed", f"it is a {now.kind}")
    if row.valid_to is not None and row.valid_to <= stating.effective:
        stating.refuse(index, "valid_to", "period-empty", "it ends after it begins")
    _check_organ(stating, index, row.organ_code)
    spaces = _spaces(stating, index, row, kind)
    if stating.faults.total > known:
        return None
    versions = [period.version for period in stating.periods[row.code]]
    return Office(
        code=row.code,
        valid_from=stating.effective,
        valid_to=row.valid_to,
        title=row.title,
        kind=row.kind,
        organ_code=row.organ_code,
        place_code=row.place_code,
        space_codes=list(spaces),
        origin=PROPOSAL,
        version=max(versions, default=0) + 1,
    )


def _check_organ(stating: Stating, index: int, code: str | None) -> None:
    """An office belongs to an organ that stands when it does."""
    if code is None:
        return
    periods = stating.organs.get(code, ())
    if not any(organ.stood_on(stating.effective) for organ in periods):
        rule = "organ-expired" if periods else "organ-unknown"
        detail = f"no organ {code} on {stating.effective}"
        stating.refuse(index, "organ_code", rule, detail)


def _spaces(
    stating: Stating, index: int, row: OfficeRow, kind: OfficeKind | None
) -> tuple[str, ...]:
    """What it covers; an office covers no space that its place has no part in."""
    if kind is None or row.place_code is None:
        return ()
    if not stating.areas.know(kind.place_kind, row.place_code):
        detail = f"no {kind.place_kind} {row.place_code} on {stating.effective}"
        stating.refuse(index, "place_code", "place-unknown", detail)
        return ()
    most = stating.areas.spaces(kind.place_kind, row.place_code)
    if row.space_codes is None:
        return most
    beyond = outside(row.space_codes, most)
    if most == EVERYWHERE:
        known = stating.areas.know
        beyond = [code for code in row.space_codes if not known("space", code)]
    if beyond:
        detail = f"{row.place_code} has no part in {' '.join(beyond)}"
        stating.refuse(index, "space_codes", "space-outside-place", detail)
    return tuple(sorted(set(row.space_codes)))


OFFICES = Subject("offices", OfficeRow, state_offices)
