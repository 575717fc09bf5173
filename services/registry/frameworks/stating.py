"""Frameworks and programmes as subjects of change proposals, and from the pack."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from services.registry import editions, reference
from services.registry.frameworks import checks, rules, telling
from services.registry.frameworks.models import (
    Framework,
    FrameworkItem,
    FrameworkMapping,
    Programme,
    Stated,
)
from services.registry.frameworks.repository import Statements
from services.registry.frameworks.rows import (
    FrameworkItemRow,
    FrameworkMappingRow,
    FrameworkRow,
    ProgrammeRow,
    StatedRow,
)
from services.registry.frameworks.rules import Stating
from services.registry.organs.repository import Organs
from services.registry.periods import PACK, PROPOSAL
from services.registry.reference import frameworks as pack
from services.registry.statements import Difference, Subject

R = TypeVar("R", bound=StatedRow)
Check = Callable[[AsyncSession, Stating, Sequence[R]], Awaitable[None]]


async def _check_frameworks(
    session: AsyncSession, stating: Stating, rows: Sequence[FrameworkRow]
) -> None:
    items = await _stated(session, FrameworkItem)
    await asyncio.to_thread(
        checks.check_frameworks, stating.faults, rows, stating.after(), items
    )


async def _check_items(
    session: AsyncSession, stating: Stating, rows: Sequence[FrameworkItemRow]
) -> None:
    frameworks = await _stated(session, Framework)
    mappings = await _stated(session, FrameworkMapping)
    await asyncio.to_thread(
        checks.check_items, stating.faults, rows, stating.after(), frameworks, mappings
    )


async def _check_mappings(
    session: AsyncSession, stating: Stating, rows: Sequence[FrameworkMappingRow]
) -> None:
    items = await _stated(session, FrameworkItem)
    await asyncio.to_thread(checks.check_mappings, stating.faults, rows, items)


async def _check_programmes(
    session: AsyncSession, stating: Stating, rows: Sequence[ProgrammeRow]
) -> None:
    organs = frozenset(await Organs(session).every())
    await asyncio.to_thread(checks.check_programmes, stating.faults, rows, organs)


async def _stated(session: AsyncSession, model: type[Stated]) -> dict[str, Stated]:
    last = await Statements(session).last(model)
    return {record: each for record, each in last.items() if each.stated_to is None}


async def _state(  # noqa: PLR0913, PLR0917  what is stated, of which kind, by whom
    session: AsyncSession,
    model: type[Stated],
    check: Check[R],
    rows: Sequence[R],
    effective: date,
    stated_in: str,
) -> list[Difference]:
    known = await Statements(session).last(model)
    if stated_in == PACK:
        rows = [row for row in rows if not _is_proposed(known.get(row.record))]
    stating = Stating(model, effective, stated_in, known)
    await asyncio.to_thread(rules.state, stating, rows)
    await check(session, stating, rows)
    stating.faults.refuse()
    await Statements(session).write(
        model, stating.ended, stating.added, effective=effective
    )
    return stating.differences


def _is_proposed(known: Stated | None) -> bool:
    """What a proposal has stated stays as that left it, whatever the pack says."""
    return known is not None and known.stated_in == PROPOSAL


async def state_frameworks(
    session: AsyncSession, rows: Sequence[FrameworkRow], effective: date
) -> list[Difference]:
    found = await _state(
        session, Framework, _check_frameworks, rows, effective, PROPOSAL
    )
    await telling.tell(session, {each.record for each in found}, as_of=effective)
    return found


async def state_items(
    session: AsyncSession, rows: Sequence[FrameworkItemRow], effective: date
) -> list[Difference]:
    found = await _state(
        session, FrameworkItem, _check_items, rows, effective, PROPOSAL
    )
    versions = {each.record.rpartition("/")[0] for each in found}
    await telling.tell(session, versions, as_of=effective)
    return found


async def state_mappings(
    session: AsyncSession, rows: Sequence[FrameworkMappingRow], effective: date
) -> list[Difference]:
    return await _state(
        session, FrameworkMapping, _check_mappings, rows, effective, PROPOSAL
    )


async def state_programmes(
    session: AsyncSession, rows: Sequence[ProgrammeRow], effective: date
) -> list[Difference]:
    return await _state(
        session, Programme, _check_programmes, rows, effective, PROPOSAL
    )


async def load_edition(session: AsyncSession) -> None:
    """Load the country pack's frameworks and programmes, if they are new."""
    versions, items = pack.frameworks(), pack.framework_items()
    mappings, programmes = pack.framework_mappings(), pack.programmes()
    every = [*versions, *items, *mappings, *programmes]
    if not await editions.is_new(session, "frameworks", every):
        return
    first = not await Statements(session).last(Framework)
    day = reference.country().register_opened if first else clock.today()
    loading = _Loading(session, day)
    changed = await loading.load(Framework, _check_frameworks, FrameworkRow, versions)
    changed += await loading.load(FrameworkItem, _check_items, FrameworkItemRow, items)
    await loading.load(FrameworkMapping, _check_mappings, FrameworkMappingRow, mappings)
    await loading.load(Programme, _check_programmes, ProgrammeRow, programmes)
    told = {"/".join(each.record.split("/")[:2]) for each in changed}
    await telling.tell(session, told, as_of=clock.today())


@dataclass(frozen=True)
class _Loading:
    """The pack's statements, in force from a day."""

    session: AsyncSession
    day: date

    async def load(
        self, model: type[Stated], check: Check[R], row: type[R], stated: Iterable[Any]
    ) -> list[Difference]:
        rows = [row.model_validate(asdict(each)) for each in stated]
        return await _state(self.session, model, check, rows, self.day, PACK)


FRAMEWORKS = Subject("frameworks", FrameworkRow, state_frameworks)
FRAMEWORK_ITEMS = Subject("framework_items", FrameworkItemRow, state_items)
FRAMEWORK_MAPPINGS = Subject(
    "framework_mappings",
    FrameworkMappingRow,
    state_mappings,
)
PROGRAMMES = Subject("programmes", ProgrammeRow, state_programmes)
