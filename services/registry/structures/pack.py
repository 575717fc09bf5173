"""The pack's rules applied to places and offices: structures with their seats."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.registry import reference
from services.registry.periods import PACK
from services.registry.reference import structures as rules
from services.registry.reference.offices import Office
from services.registry.reference.structures import SeatRule, Sector, StructureKind
from services.registry.structures.models import (
    QuorumBasis,
    Role,
    Seat,
    Structure,
    Term,
    Tier,
)
from services.registry.structures.rules import citations

FIRST = {"valid_to": None, "version": 1, "origin": PACK}


@dataclass(frozen=True)
class Scope:
    """What a structure is for: the country, a sector, a province or a space."""

    code: str = ""
    name: str = ""
    province: str | None = None
    space: str | None = None
    category: str | None = None
    sector: Sector | None = None
    since: date = date.min


class Offices:
    """The pack's offices, by kind and by the place they serve."""

    def __init__(self, offices: Sequence[Office]) -> None:
        self._by_kind: dict[str, list[Office]] = defaultdict(list)
        for office in offices:
            self._by_kind[office.kind].append(office)
        self._locals: dict[str | None, set[str]] = defaultdict(set)
        for each in reference.municipalities():
            self._locals[each.space_code].add(each.code)
        self._spaces: dict[str | None, set[str]] = defaultdict(set)
        for space in reference.spaces():
            self._spaces[space.province_code].add(space.code)

    def of(self, rule: SeatRule, scope: Scope) -> list[Office]:
        """The offices that take this seat in a structure for that scope."""
        offices = self._by_kind[rule.office_kind]
        words = rule.words
        if rule.of == "sector" and scope.sector is not None:
            sector = scope.sector
            of_mec = rule.office_kind.startswith("mec")
            words = sector.provincial_words if of_mec else sector.national_words
        elif rule.of != "country":
            places = self._places(rule.of, scope)
            offices = [office for office in offices if office.place_code in places]
        return [o for o in offices if not words or any(w in o.title for w in words)]

    def _places(self, of: str, scope: Scope) -> set[str]:
        return {
            "province": {scope.province or ""},
            "space": {scope.space or ""},
            "locals": self._locals[scope.space] if scope.space else set(),
            "spaces": self._spaces[scope.province] if scope.province else set(),
        }[of]


def structures() -> tuple[list[Structure], list[Seat]]:
    """Every structure that the pack's rules make, with its seats.

    One begins when its chair's office does; without such an office there is none.
    """
    offices, seat_rules = Offices(reference.offices()), _seat_rules()
    found: list[Structure] = []
    seats: list[Seat] = []
    for kind in rules.structure_kinds():
        for scope in _scopes(kind):
            structure = _structure(kind, scope)
            taken = _seats(structure, scope, seat_rules, offices)
            chaired = [seat.valid_from for seat in taken if seat.chairs]
            if chaired:
                structure.valid_from = min(chaired)
                found.append(structure)
                seats += [s for s in taken if _from(s, structure.valid_from)]
    return found, seats


def _from(seat: Seat, first: date) -> bool:
    """Move a seat's first day to the structure's; false where it had ended by then."""
    seat.valid_from = max(seat.valid_from, first)
    return seat.valid_to is None or seat.valid_to > first


def _seat_rules() -> Mapping[str, Sequence[SeatRule]]:
    by_kind: dict[str, list[SeatRule]] = defaultdict(list)
    for rule in rules.seat_rules():
        by_kind[rule.kind].append(rule)
    return by_kind


def _scopes(kind: StructureKind) -> Iterator[Scope]:
    if kind.per == "country":
        yield Scope()
    elif kind.per == "sector":
        for sector in rules.sectors():
            yield Scope(sector.code, sector.name, sector=sector)
    elif kind.per == "province":
        for each in reference.provinces():
            yield Scope(each.code, each.name, each.code, since=each.valid_from)
    elif kind.per == "space":
        yield from _spaces(kind.category)


def _spaces(category: str | None) -> Iterator[Scope]:
    for space in reference.spaces():
        if category in (None, space.kind):
            yield Scope(
                space.code,
                space.name,
                space.province_code,
                space.code,
                space.kind,
                since=space.valid_from,
            )


def _structure(kind: StructureKind, scope: Scope) -> Structure:
    def filled(pattern: str | None) -> str | None:
        return pattern and pattern.format(
            code=scope.code, name=scope.name, province=scope.province
        )

    return Structure(
        **FIRST,
        code=filled(kind.code),
        valid_from=max(kind.valid_from, scope.since),
        name=filled(kind.name),
        kind=kind.kind,
        tier=Tier(kind.tier),
        sector=scope.sector.code if scope.sector else None,
        province_code=scope.province,
        space_code=scope.space,
        reports_to=filled(kind.reports_to),
        secretariat_organ_code=filled(kind.secretariat),
        quorum_share=kind.quorum_share,
        quorum_exceeds=kind.quorum_exceeds,
        quorum_basis=QuorumBasis(kind.quorum_basis),
        term=Term(kind.term),
        provider_meetings_a_year=kind.provider_meetings_a_year,
        is_optional=kind.is_optional,
        citations=citations(kind.citations),
        confidence=kind.confidence,
        source=kind.source,
    )


def _seats(
    structure: Structure,
    scope: Scope,
    seat_rules: Mapping[str, Sequence[SeatRule]],
    offices: Offices,
) -> list[Seat]:
    """The seats of one structure; an office that two rules name sits by the first."""
    taken: dict[str, Seat] = {}
    for rule in seat_rules.get(structure.kind, ()):
        if rule.category not in (None, scope.category):
            continue
        for office in offices.of(rule, scope):
            if office.valid_to is None or office.valid_to > structure.valid_from:
                taken.setdefault(office.code, _seat(structure, rule, office))
    return list(taken.values())


def _seat(structure: Structure, rule: SeatRule, office: Office) -> Seat:
    return Seat(
        **FIRST | {"valid_to": office.valid_to},
        structure_code=structure.code,
        office_code=office.code,
        valid_from=max(structure.valid_from, office.valid_from),
        role=Role(rule.role),
        votes=rule.votes,
        confidence=rule.confidence,
        source=rule.source,
    )
