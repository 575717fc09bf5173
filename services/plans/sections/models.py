"""A section: one focus area of a draft, and the organ that writes it.

SectionNotFound         404
SectionExists           409  a code, and a focus area, are given to one section
SectionOwnedByAnother   403  the records of a section are its owner's to change
SectionSubmitted        409  what is submitted waits; what is accepted stands
SectionNotSubmitted     409  only what is submitted is accepted or returned
SectionOwnerUnknown     422
OwnSection              403  an owner neither accepts nor returns its own section
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import one_of
from chassis.errors import Conflict, NotFound, NotPermitted, Unprocessable
from contracts.events.plans_together import SectionMoved
from contracts.ids import PlanId
from services.plans.tables import PlansTable


class SectionNotFound(NotFound):
    """The plan has no section with this code."""


class SectionExists(Conflict):
    """A code, and a focus area, are given to one section of a plan."""


class SectionOwnedByAnother(NotPermitted):
    """The records of a section are changed by the organ that owns it, and no other."""


class SectionSubmitted(Conflict):
    """A section is changed while it is open or returned, not once it is submitted."""


class SectionNotSubmitted(Conflict):
    """Only a submitted section is accepted or returned."""


class SectionOwnerUnknown(Unprocessable):
    """A section is owned by an organ that the registry knows."""


class OwnSection(NotPermitted):
    """Who owns a section submits it; somebody else accepts or returns it."""


class SectionState(StrEnum):
    OPEN = "open"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


CHANGEABLE = frozenset({SectionState.OPEN, SectionState.RETURNED})


class Section(PlansTable):
    """Issues, outcomes, strategies and interventions of one focus area of a draft."""

    __tablename__ = "plan_section"

    plan_id: Mapped[PlanId] = mapped_column(Uuid, primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    space_code: Mapped[str]
    title: Mapped[str]
    focus_area: Mapped[str]
    owner_organ: Mapped[str]
    state: Mapped[SectionState] = mapped_column(one_of(SectionState))
    note: Mapped[str | None]
    moved_by: Mapped[str]
    moved_at: Mapped[datetime]
    revision: Mapped[int]

    def must_be_written_by(self, organ: str | None) -> None:
        """Refuse whoever is not its owner, and the owner once it is submitted."""
        if organ != self.owner_organ:
            raise SectionOwnedByAnother(
                f"section {self.code} ({self.focus_area}) is {self.owner_organ}'s"
            )
        if self.state not in CHANGEABLE:
            raise SectionSubmitted(f"section {self.code} is {self.state}")

    def submit(self, *, organ: str | None, by: str, at: datetime) -> SectionMoved:
        self.must_be_written_by(organ)
        return self._move(SectionState.SUBMITTED, note=None, by=by, at=at)

    def accept(
        self, *, organ: str | None, note: str | None, by: str, at: datetime
    ) -> SectionMoved:
        self._must_await_others(organ)
        return self._move(SectionState.ACCEPTED, note=note, by=by, at=at)

    def give_back(
        self, *, organ: str | None, note: str, by: str, at: datetime
    ) -> SectionMoved:
        """For revision; an accepted section may be given back as well."""
        if self.state is not SectionState.ACCEPTED:
            self._must_await_others(organ)
        elif organ == self.owner_organ:
            raise OwnSection(f"section {self.code} is yours")
        return self._move(SectionState.RETURNED, note=note, by=by, at=at)

    def _must_await_others(self, organ: str | None) -> None:
        if self.state is not SectionState.SUBMITTED:
            raise SectionNotSubmitted(f"section {self.code} is {self.state}")
        if organ == self.owner_organ:
            raise OwnSection(f"section {self.code} is yours")

    def _move(
        self, state: SectionState, *, note: str | None, by: str, at: datetime
    ) -> SectionMoved:
        self.state, self.note = state, note
        self.moved_by, self.moved_at = by, at
        self.revision += 1
        return self.moved()

    def moved(self) -> SectionMoved:
        return SectionMoved(
            plan_id=self.plan_id,
            space_code=self.space_code,
            section=self.code,
            focus_area=self.focus_area,
            owner_organ=self.owner_organ,
            state=self.state,
            note=self.note,
            moved_by=self.moved_by,
            moved_at=self.moved_at,
        )


class Provenance(PlansTable):
    """Which fields of a record were changed, by whom, in which transaction.

    The database writes it, in a trigger of the tables of content: no way of writing can
    forget it. `focus_areas` are those the record was in before and after.
    """

    __tablename__ = "field_provenance"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[PlanId] = mapped_column(Uuid)
    space_code: Mapped[str]
    kind: Mapped[str]
    code: Mapped[str]
    change: Mapped[str]
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
    sub: Mapped[str | None]
    organ: Mapped[str | None]
    at: Mapped[datetime]
