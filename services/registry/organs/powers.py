"""Pure: what a municipality may do follows from its category and class.

Of a C1 district the local municipalities are the water services authorities; a C2
district is one itself, and so is a metro. The country pack says so, power by power.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.registry.places.models import MUNICIPALITY, Place
from services.registry.reference import FunctionPower, MunicipalFunction, Power

Standing = Mapping[str, Place]
"""Municipalities that stand on a day, by code."""


@dataclass(frozen=True)
class Performed:
    """A function an organ may perform: by a power it has, or one it was given."""

    code: str
    name: str
    power: str | None
    confidence: str | None
    source: str | None


def powers_of(
    municipality: Place, standing: Standing, powers: Iterable[Power]
) -> frozenset[str]:
    """The powers a municipality has, itself and by what its district is."""
    district = standing.get(municipality.parent_code or "")
    return frozenset(
        each.power
        for each in powers
        if each.category == municipality.category
        and each.own_class in {None, municipality.miif_class}
        and each.district_class in {None, district.miif_class if district else None}
    )


def performed(
    held: frozenset[str],
    given: Iterable[str],
    functions: Iterable[MunicipalFunction],
    rules: Iterable[FunctionPower],
) -> list[Performed]:
    """The functions of these powers, and those given beside them, by code."""
    by_power = {rule.function_code: rule for rule in rules if rule.power in held}
    also = frozenset(given)
    found = []
    for function in functions:
        rule = by_power.get(function.code)
        if rule is not None:
            found.append(
                Performed(
                    function.code,
                    function.name,
                    rule.power,
                    rule.confidence,
                    rule.source,
                )
            )
        elif function.code in also:
            found.append(Performed(function.code, function.name, None, None, None))
    return found


def around(place: str, municipalities: Iterable[Place]) -> set[str]:
    """Municipalities that act in a place: a municipality or a space."""
    found: set[str] = set()
    for each in municipalities:
        if each.kind != MUNICIPALITY:
            continue
        if each.code == place:
            found |= {each.code, each.parent_code or each.code}
        if each.space_code == place:
            found.add(each.code)
    return found
