"""Looking places and organs up by an identifier in a scheme."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.registry import reference
from services.registry.names import pack, service
from services.registry.names.answers import Candidate, candidate
from services.registry.names.lexicon import Bearer, Lexicon
from services.registry.names.models import (
    ADOPTED,
    FORMER,
    AliasFilter,
    IdentifierUnknown,
    NameAlias,
    Subject,
)
from services.registry.names.repository import Aliases, Bearers
from services.registry.names.rules import key_of
from services.registry.organs.models import Organ

ALWAYS_KNOWN = frozenset({FORMER, ADOPTED})
"""Schemes in which a name counts after it ended: old labels are still about."""


async def list_aliases(
    session: AsyncSession, wanted: AliasFilter, *, after: UUID | None, limit: int
) -> Sequence[NameAlias]:
    return await Aliases(session).list(wanted, after=after, limit=limit)


async def look_up_places(
    session: AsyncSession, *, scheme: str, identifier: str, as_of: date
) -> list[Candidate]:
    """The places an identifier names in a scheme: a space and its municipality share.

    Raises IdentifierUnknown.
    """
    lexicon = await service.lexicon_of(session)
    if scheme == reference.country().code_scheme:
        bearers = list(lexicon.codes.get(identifier.upper(), ()))
    elif scheme == "name":
        bearers = _called(lexicon, identifier, as_of)
    else:
        bearers = await _aliased(session, lexicon, scheme, identifier, as_of)
    found = [candidate(bearer, as_of) for bearer in bearers if bearer.on(as_of)]
    if not found:
        raise IdentifierUnknown(f"no place {identifier} in {scheme} on {as_of}")
    return found


def _called(lexicon: Lexicon, name: str, as_of: date) -> list[Bearer]:
    key = key_of(name)
    return [
        bearer
        for bearers in lexicon.codes.values()
        for bearer in bearers
        for period in [bearer.on(as_of)]
        if period is not None and key_of(period.name) == key
    ]


async def _aliased(
    session: AsyncSession, lexicon: Lexicon, scheme: str, identifier: str, as_of: date
) -> list[Bearer]:
    aliases = await Aliases(session).list(
        AliasFilter(
            Subject.PLACE,
            scheme=scheme,
            key=key_of(identifier),
            as_of=None if scheme in ALWAYS_KNOWN else as_of,
        )
    )
    known = pack.aliases([vars(alias) for alias in aliases])
    return [bearer for alias in known for bearer in lexicon.bearers_of(alias)]


async def look_up_organs(
    session: AsyncSession, *, scheme: str, identifier: str, as_of: date
) -> Sequence[Organ]:
    """The organs an identifier names in a scheme. Raises IdentifierUnknown."""
    found = await _organs(session, scheme, identifier, as_of)
    if not found:
        raise IdentifierUnknown(f"no organ {identifier} in {scheme} on {as_of}")
    return found


async def _organs(
    session: AsyncSession, scheme: str, identifier: str, as_of: date
) -> Sequence[Organ]:
    if scheme == "code":
        return await Bearers(session).organs(codes=[identifier], as_of=as_of)
    if scheme == "name":
        return await Bearers(session).organs(name=identifier, as_of=as_of)
    day = None if scheme in ALWAYS_KNOWN else as_of
    wanted = AliasFilter(
        Subject.ORGAN, scheme=scheme, key=key_of(identifier), as_of=day
    )
    aliases = await Aliases(session).list(wanted)
    codes = [alias.code for alias in aliases]
    return await Bearers(session).organs(codes=codes, as_of=day)
