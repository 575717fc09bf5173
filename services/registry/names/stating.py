"""Aliases as change proposals carry them: added by file, never taken away."""

import asyncio
from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.web.fields import Sent
from services.registry.names import alias_rules, service
from services.registry.names.alias_rules import (
    AliasRow,
    Fault,
    Register,
    identity_of,
    values_of,
)
from services.registry.names.models import Decision, NameAlias, Subject, alias_adopted
from services.registry.names.repository import Aliases, Bearers
from services.registry.statements import Difference, Effect, Faults, FileSet

ALWAYS = date(1994, 4, 27)
"""The first day the registry speaks of: an alias without a first day holds on any."""


class ProposedAlias(Sent):
    """A row of a file, who proposes it, and why."""

    adopted_by: str
    reason: str
    alias: AliasRow


async def faults(
    session: AsyncSession, rows: Sequence[AliasRow]
) -> list[tuple[AliasRow, Fault]]:
    """What is wrong in which row."""
    organs = await Bearers(session).organs(
        codes=[row.code for row in rows if row.subject == Subject.ORGAN]
    )
    register = Register(
        await service.lexicon_of(session),
        {organ.code for organ in organs},
        await Aliases(session).every(),
        clock.today(),
    )
    return await asyncio.to_thread(lambda: list(alias_rules.faults(rows, register)))


async def unknown(session: AsyncSession, rows: Sequence[AliasRow]) -> list[AliasRow]:
    """Those that are no aliases yet, each once."""
    known = {identity_of(vars(alias)) for alias in await Aliases(session).every()}
    found = {identity_of(values_of(row)): row for row in rows}
    return [row for identity, row in found.items() if identity not in known]


def differences(rows: Sequence[AliasRow]) -> list[Difference]:
    return [
        Difference(
            f"{row.subject} {row.code} {row.scheme} {row.identifier}",
            Effect.ADDED,
            row.valid_from or ALWAYS,
            after={
                name: value
                for name, value in values_of(row).items()
                if value is not None and name != "key"
            },
        )
        for row in rows
    ]


async def state_aliases(
    session: AsyncSession, rows: Sequence[ProposedAlias], _: date
) -> list[Difference]:
    """Add the aliases that are new; a row without `valid_from` holds on any day."""
    await Aliases(session).lock()
    stated = [row.alias for row in rows]
    refused = Faults()
    for row, fault in await faults(session, stated):
        refused.add(stated.index(row), *fault)
    refused.refuse()
    new = await unknown(session, stated)
    if new:
        made = Decision(rows[0].adopted_by, clock.now(), rows[0].reason)
        await _add(session, new, made)
    return differences(new)


async def _add(session: AsyncSession, rows: Sequence[AliasRow], made: Decision) -> None:
    provenance = {
        "confidence": None,
        "source": "file",
        "adopted_by": made.by,
        "adopted_at": made.at,
        "reason": made.reason,
    }
    values = [values_of(row) | provenance | {"id": new_id()} for row in rows]
    await Aliases(session).add_new(values)
    for value in values:
        if value["subject"] == Subject.PLACE:
            outbox.record(session, alias_adopted(NameAlias(**value), made))


ALIASES = FileSet("aliases", ProposedAlias, state_aliases)
