"""Structures and seats as rows leave them, on the day from which rows are stated."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from chassis.periods import stands
from services.registry.offices.models import Office
from services.registry.periods import refusal, restate
from services.registry.places.models import Place
from services.registry.reference.structures import StructureKind
from services.registry.statements import Difference, Effect, Faults
from services.registry.structures.models import Role, Seat, Structure
from services.registry.structures.rules import chair_fault

STATED = "stated"
SAID_OF_STRUCTURE = (
    "name",
    "kind",
    "space_code",
    "province_code",
    "reports_to",
    "secretariat_organ_code",
    "quorum_share",
    "quorum_exceeds",
    "term",
    "provider_meetings_a_year",
    "citations",
)
SAID_OF_SEAT = ("role", "votes")


@dataclass
class Stating:
    """What the registry holds on the day, and what the rows change of it."""

    effective: date
    today: date
    structures: dict[str, Structure]
    seats: dict[tuple[str, str], Seat]
    offices: Mapping[str, Sequence[Office]]
    kinds: Mapping[str, StructureKind]
    spaces: Mapping[str, Place]
    provinces: frozenset[str]
    organs: frozenset[str]
    faults: Faults = field(default_factory=Faults)
    differences: list[Difference] = field(default_factory=list)
    written: list[Structure | Seat] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    offices_of: dict[str, dict[str, None]] = field(init=False)

    def __post_init__(self) -> None:
        self.offices_of = defaultdict(dict)
        for structure, office in self.seats:
            self.offices_of[structure][office] = None

    def standing(self, code: str) -> Structure | None:
        found = self.structures.get(code)
        return found if stands(found, self.effective) else None

    def sits(self, code: str, office: str) -> bool:
        return stands(self.seats.get((code, office)), self.effective)

    def roles(self, code: str) -> list[Role]:
        """The roles that are taken in a structure on the day."""
        return [seat.role for seat in self._seated(code)]

    def chairs(self, code: str) -> list[str]:
        """The offices that chair a structure on the day."""
        return [seat.office_code for seat in self._seated(code) if seat.chairs]

    def _seated(self, code: str) -> list[Seat]:
        seats = [self.seats[code, office] for office in self.offices_of[code]]
        return [seat for seat in seats if stands(seat, self.effective)]

    def reports_to(self) -> dict[str, str | None]:
        return {
            code: each.reports_to
            for code, each in self.structures.items()
            if stands(each, self.effective)
        }

    def put_structure(self, code: str, values: dict[str, Any] | None) -> bool:
        """Bring a structure to this, or end it; says whether that changed anything."""
        last = self.structures.get(code)
        if _says(last, values, SAID_OF_STRUCTURE, self.effective):
            return False
        touched = restate(last, values, self.effective, Structure)
        if touched:
            self.structures[code] = touched[-1]
            self._note(code, touched)
        return bool(touched)

    def seat_says(
        self, code: str, office: str, values: Mapping[str, Any] | None
    ) -> bool:
        last = self.seats.get((code, office))
        return _says(last, values, SAID_OF_SEAT, self.effective)

    def put_seat(self, code: str, office: str, values: dict[str, Any] | None) -> bool:
        """Bring a seat to this, or end it; says whether that changed anything."""
        last = self.seats.get((code, office))
        if self.seat_says(code, office, values):
            return False
        if values is not None:
            key = {"structure_code": code, "office_code": office}
            values = values | key | {"confidence": STATED}
        touched = restate(last, values, self.effective, Seat)
        if touched:
            self.seats[code, office] = touched[-1]
            self.offices_of[code][office] = None
            self._note(code, touched)
        return bool(touched)

    def is_refused(
        self, index: int, column: str, last: Structure | Seat | None, *, ends: bool
    ) -> bool:
        """Whether the record cannot be stated from the day on; notes why."""
        broken = refusal(last, self.effective, today=self.today, ends=ends)
        if broken is not None:
            self.faults.add(index, column, *broken)
        return broken is not None

    def is_office(self, index: int, column: str, code: str) -> bool:
        """Whether the office stands on the day; notes it if not."""
        periods = self.offices.get(code, ())
        if any(period.stood_on(self.effective) for period in periods):
            return True
        rule = "office-expired" if periods else "office-unknown"
        self.faults.add(index, column, rule, f"no office {code} on {self.effective}")
        return False

    def check_chairs(self, index: int, column: str, code: str) -> None:
        broken = chair_fault(self.roles(code))
        if broken is not None and self.standing(code) is not None:
            self.faults.add(index, column, *broken)

    def differs(
        self,
        record: str,
        effect: Effect,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
    ) -> None:
        found = Difference(record, effect, self.effective, before, after)
        self.differences.append(found)

    def _note(self, code: str, touched: Sequence[Structure | Seat]) -> None:
        self.written += touched
        self.touched.add(code)


def said(record: Structure | Seat | None, names: Sequence[str]) -> dict[str, Any]:
    """What a record says, as JSON; nothing where there is none."""
    found = {} if record is None else {name: getattr(record, name) for name in names}
    return {k: str(v) if isinstance(v, Decimal) else v for k, v in found.items()}


def _says(
    last: Structure | Seat | None,
    values: Mapping[str, Any] | None,
    names: Sequence[str],
    day: date,
) -> bool:
    if last is None or values is None or not stands(last, day):
        return False
    return all(getattr(last, name) == values[name] for name in names)
