"""Quorum: how many of those who vote on a day were there, in person or by delegate."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.ids import SittingId
from services.plans.proceedings.models import QuorumNotReached
from services.plans.reference.offices import Structure
from services.plans.sittings.models import Heads

MAJORITY_OF_COUNCIL = Decimal("0.5")


@dataclass(frozen=True, kw_only=True)
class Quorum:
    """The count of one day. `share` is reached, or passed where `exceeds`.

    `offices` are the voting ones that were there, where it is counted by office.
    """

    sitting_id: SittingId
    day: date
    voting_members: int
    present: int
    offices: frozenset[str]
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
    sitting_id: SittingId, structure: Structure, present: Collection[str], *, on: date
) -> Quorum:
    """The quorum of a structure on a day on which these offices were present."""
    voters = structure.voters(on=on)
    there = voters & frozenset(present)
    return Quorum(
        sitting_id=sitting_id,
        day=on,
        voting_members=len(voters),
        present=len(there),
        offices=there,
        share=structure.quorum_share,
        exceeds=structure.quorum_exceeds,
        is_met=structure.is_quorate(there, on=on),
    )


def of_council(sitting_id: SittingId, heads: Heads, *, on: date) -> Quorum:
    """A council votes with more than half of its members (Constitution s160(3)(a))."""
    return Quorum(
        sitting_id=sitting_id,
        day=on,
        voting_members=heads.members,
        present=heads.present,
        offices=frozenset(),
        share=MAJORITY_OF_COUNCIL,
        exceeds=True,
        is_met=heads.present > heads.members * MAJORITY_OF_COUNCIL,
    )
