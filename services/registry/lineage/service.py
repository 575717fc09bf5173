"""What may be asked of a municipality's lineage, and of shares along it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from services.registry.lineage import rules
from services.registry.lineage.models import (
    Apportionment,
    ApportionmentBackwards,
    ApportionmentSourceUnknown,
    Lineage,
    Part,
)
from services.registry.lineage.repository import Lineages
from services.registry.places.models import MUNICIPALITY, Place
from services.registry.places.repository import Places, Transitions


async def list_lineages(session: AsyncSession, *, as_of: date) -> Sequence[Lineage]:
    return await Lineages(session).standing(as_of=as_of)


async def get_lineage(session: AsyncSession, code: str, *, as_of: date) -> Lineage:
    return await Lineages(session).get(code, as_of=as_of)


async def apportion(
    session: AsyncSession,
    code: str,
    *,
    as_of: date,
    target: date,
    amount: Decimal | None,
) -> Apportionment:
    """Where figures of a municipality belong on the boundaries of `target`."""
    if target < as_of:
        raise ApportionmentBackwards(f"{target} is before {as_of}")
    periods = await Places(session).periods(MUNICIPALITY, code)
    source = next((place for place in periods if place.stood_on(as_of)), None)
    if source is None:
        raise ApportionmentSourceUnknown(f"no municipality {code} stood on {as_of}")
    weights = rules.carry(
        (code, source.since),
        await Transitions(session).every(),
        as_of=as_of,
        target=target,
    )
    standing = await Places(session).standing(as_of=target, kinds=[MUNICIPALITY])
    return _apportionment(source, weights, standing, as_of, target, amount)


def _apportionment(  # noqa: PLR0913, PLR0917  what was asked, and what was found
    source: Place,
    weights: dict[rules.Holder, Decimal],
    standing: Sequence[Place],
    as_of: date,
    target: date,
    amount: Decimal | None,
) -> Apportionment:
    spaces = {place.code: place.space_code or "" for place in standing}
    parts = [
        Part(code, since, weight, spaces[code])
        for (code, since), weight in sorted(weights.items())
    ]
    if amount is not None:
        amounts = rules.apportion(amount, {part.code: part.weight for part in parts})
        parts = [replace(part, amount=amounts[part.code]) for part in parts]
    return Apportionment(source.code, as_of, target, source.space_code or "", parts)
