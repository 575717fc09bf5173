"""Quorum: how many of those who vote on a day were there, in person or by delegate."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.plans.proceedings.models import QuorumNotReached
from services.plans.reference.offices import Structure


@dataclass(frozen=True)
class Quorum:
    """The count of one day. `share` is reached, or passed where `exceeds`."""

    day: date
    voting_members: int
    present: int
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


def quorum_of(structure: Structure, present: Collection[str], *, on: date) -> Quorum:
    """The quorum of a structure on a day on which these offices were present."""
    voters = structure.voters(on=on)
    return Quorum(
        day=on,
        voting_members=len(voters),
        present=len(voters & frozenset(present)),
        share=structure.quorum_share,
        exceeds=structure.quorum_exceeds,
        is_met=structure.is_quorate(present, on=on),
    )
