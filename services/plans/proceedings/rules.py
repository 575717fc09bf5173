"""Quorum: how many of those who vote on a day were there, in person or by delegate."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.ids import SittingId
from services.plans.proceedings.models import Attendance, Manner, QuorumNotReached
from services.plans.reference.offices import Appointment, Structure
from services.plans.sittings.models import Heads

MAJORITY_OF_COUNCIL = Decimal("0.5")


@dataclass(frozen=True, kw_only=True)
class Quorum:
    """The count of one day. `share` is reached, or passed where `exceeds`.

    `offices` are the voting ones that were there, where it is counted by office;
    `noted_by` are those on whose word they, or the heads, are counted.
    """

    sitting_id: SittingId
    day: date
    voting_members: int
    present: int
    offices: frozenset[str]
    noted_by: frozenset[str]
    share: Decimal
    exceeds: bool
    is_met: bool

    def must_be_met(self) -> None:
        if not self.is_met:
            how = "more than" if self.exceeds else "at least"
            raise QuorumNotReached(
                f"on {self.day} {self.present} of {self.voting_members} voting members"
                f" were there; it needs {how} {self.share} of them"
            )


def of_structure(
    sitting_id: SittingId,
    structure: Structure,
    noted: Iterable[Attendance],
    held: Mapping[str, Sequence[Appointment]],
    *,
    on: date,
) -> Quorum:
    """The quorum of a structure on a day, from what was noted and who holds what."""
    voters = structure.voters(on=on)
    there = list(_there((each for each in noted if each.office_code in voters), held))
    offices = frozenset(each.office_code for each in there)
    return Quorum(
        sitting_id=sitting_id,
        day=on,
        voting_members=len(voters),
        present=len(offices),
        offices=offices,
        noted_by=frozenset(each.recorded_by for each in there),
        share=structure.quorum_share,
        exceeds=structure.quorum_exceeds,
        is_met=structure.is_quorate(offices, on=on),
    )


def _there(
    noted: Iterable[Attendance], held: Mapping[str, Sequence[Appointment]]
) -> Iterator[Attendance]:
    """Whoever is there, once: nobody fills two seats, holds what they lost, or nothing.

    A delegate is there as long as somebody holds the office that sent them.
    """
    seen: set[str] = set()
    for each in sorted(noted, key=lambda each: each.office_code):
        person = _as_named(each.person or each.office_code)
        holders = {_as_named(now.holder) for now in held.get(each.office_code, ())}
        sent = each.manner is Manner.DELEGATE and holders
        if person not in seen and (sent or person in holders):
            seen.add(person)
            yield each


def _as_named(person: str) -> str:
    return " ".join(person.casefold().split())


def of_council(
    sitting_id: SittingId, heads: Heads, *, noted_by: str, on: date
) -> Quorum:
    """A council votes with more than half of its members (Constitution s160(3)(a))."""
    return Quorum(
        sitting_id=sitting_id,
        day=on,
        voting_members=heads.members,
        present=heads.present,
        offices=frozenset(),
        noted_by=frozenset({noted_by}),
        share=MAJORITY_OF_COUNCIL,
        exceeds=True,
        is_met=heads.present > heads.members * MAJORITY_OF_COUNCIL,
    )
