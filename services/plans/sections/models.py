"""A section: one focus area of a draft, and the organ that writes it.

An organ owns a section once it has said so itself; until then the area is the
space's own. A later owner is asked in the same way, and the former one writes until
it says yes.

    unowned -> open -> submitted -> accepted -> closed
                        |   ^          |          |
                        v   |          v          v
                      returned <-------+        open
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from contracts.event import Event
from contracts.events.plans_together import (
    SectionChanged,
    SectionDeclined,
    SectionMoved,
    SectionOffered,
    SectionTaken,
)
from services.plans.sections.history import SectionColumns
from services.plans.sections.refusals import (
    OwnSection,
    SectionClosed,
    SectionHasOpenRemarks,
    SectionNotAccepted,
    SectionNotClosed,
    SectionNotOffered,
    SectionNotOwned,
    SectionNotSubmitted,
    SectionOfferedToAnother,
    SectionOwnedAlready,
    SectionOwnedByAnother,
    SectionSubmitted,
)
from services.plans.sections.states import (
    CHANGEABLE,
    Act,
    SectionState,
    SectionStep,
)
from services.plans.tables import PlansTable


class Section(SectionColumns, PlansTable):
    """Issues, outcomes, strategies and interventions of one focus area of a draft."""

    __tablename__ = "plan_section"

    title: Mapped[str]
    focus_area: Mapped[str]
    revision: Mapped[int]

    def must_be_written_by(self, organ: str | None) -> None:
        """Refuse whoever is not its owner, and the owner once it is submitted."""
        if self.state is SectionState.UNOWNED:
            return
        self._must_not_be_closed()
        self._must_be_of(organ)
        self._must_be_changeable()

    def submit(self, act: Act) -> list[Event]:
        self.must_be_written_by(act.organ)
        return self._move(SectionStep.SUBMITTED, SectionState.SUBMITTED, act)

    def accept(self, act: Act) -> list[Event]:
        self._must_await_others(act.organ)
        return self._move(SectionStep.ACCEPTED, SectionState.ACCEPTED, act)

    def give_back(self, act: Act) -> list[Event]:
        """For revision; an accepted section may be given back as well."""
        if self.state is not SectionState.ACCEPTED:
            self._must_await_others(act.organ)
        self._must_be_of_another(act.organ)
        return self._move(SectionStep.RETURNED, SectionState.RETURNED, act)

    def close(self, act: Act) -> list[Event]:
        """It stands as accepted: nobody writes in it, and no question is open."""
        self._must_not_be_closed()
        if self.state is not SectionState.ACCEPTED:
            raise SectionNotAccepted(f"section {self.code} is {self.state}")
        self._must_be_of_another(act.organ)
        if act.open_remarks:
            raise SectionHasOpenRemarks(f"{act.open_remarks} remarks are not resolved")
        return self._move(SectionStep.CLOSED, SectionState.CLOSED, act)

    def reopen(self, act: Act) -> list[Event]:
        if self.state is not SectionState.CLOSED:
            raise SectionNotClosed(f"section {self.code} is {self.state}")
        self._must_be_of_another(act.organ)
        return self._move(SectionStep.REOPENED, SectionState.OPEN, act)

    def offer(self, act: Act, organ: str, due_on: date | None) -> list[Event]:
        """Ask an organ to own it; its owner asks, or anybody once there is none."""
        self._must_be_on_offer_to_others()
        if act.owner_stands:
            self._must_be_of(act.organ)
        if organ == self.owner_organ:
            raise SectionOwnedAlready(f"section {self.code} is {organ}'s")
        self.offered_to, self.due_on = organ, due_on or self.due_on
        self._note(SectionStep.OFFERED, act)
        return [self._offered(organ)]

    def take(self, act: Act) -> list[Event]:
        """Say yes: it is this organ's from now on, with all that was said about it."""
        asked = self._must_be_offered_to(act.organ)
        self._must_be_on_offer_to_others()
        former, first = self.owner_organ, self.state is SectionState.UNOWNED
        self.owner_organ, self.offered_to = asked, None
        if first:
            self.state = SectionState.OPEN
        self._note(SectionStep.TAKEN, act)
        taken = SectionTaken(
            **self._about(),
            owner_organ=asked,
            former_owner=former,
            open_remarks=act.open_remarks,
            taken_by=act.by,
            taken_at=act.at,
        )
        return [taken, self._moved(asked)] if first else [taken]

    def decline(self, act: Act) -> list[Event]:
        """Say no; whose it was, it stays."""
        asked = self._must_be_offered_to(act.organ)
        return self._end_offer(SectionStep.DECLINED, asked, act)

    def withdraw(self, act: Act) -> list[Event]:
        """Ask no longer; who may offer a section may withdraw the offer."""
        asked = self._must_be_on_offer()
        if act.owner_stands:
            self._must_be_of(act.organ)
        return self._end_offer(SectionStep.WITHDRAWN, asked, act)

    def change(self, act: Act, said: Mapping[str, Any]) -> SectionChanged:
        """Call it otherwise, or give its owner another day."""
        self._must_not_be_closed()
        for name, value in said.items():
            setattr(self, name, value)
        self._note(SectionStep.CHANGED, act)
        return SectionChanged(
            plan_id=self.plan_id,
            space_code=self.space_code,
            section=self.code,
            title=self.title,
            due_on=self.due_on,
            changed_by=act.by,
        )

    def _must_be_of(self, organ: str | None) -> None:
        if self.owner_organ is not None and organ != self.owner_organ:
            owner = f"section {self.code} ({self.focus_area}) is {self.owner_organ}'s"
            raise SectionOwnedByAnother(owner)

    def _must_be_of_another(self, organ: str | None) -> None:
        if organ == self.owner_organ:
            raise OwnSection(f"section {self.code} is yours")

    def _must_await_others(self, organ: str | None) -> None:
        self._must_not_be_closed()
        if self.state is not SectionState.SUBMITTED:
            raise SectionNotSubmitted(f"section {self.code} is {self.state}")
        self._must_be_of_another(organ)

    def _must_be_changeable(self) -> None:
        if self.state not in CHANGEABLE:
            raise SectionSubmitted(f"section {self.code} is {self.state}")

    def _must_be_on_offer_to_others(self) -> None:
        self._must_not_be_closed()
        if self.state is not SectionState.UNOWNED:
            self._must_be_changeable()

    def _must_not_be_closed(self) -> None:
        if self.state is SectionState.CLOSED:
            raise SectionClosed(f"section {self.code} is closed")

    def _must_be_on_offer(self) -> str:
        if self.offered_to is None:
            raise SectionNotOffered(f"section {self.code} is offered to nobody")
        return self.offered_to

    def _must_be_offered_to(self, organ: str | None) -> str:
        asked = self._must_be_on_offer()
        if organ != asked:
            raise SectionOfferedToAnother(f"{asked} is asked")
        return asked

    def _end_offer(self, step: SectionStep, asked: str, act: Act) -> list[Event]:
        self.offered_to = None
        self._note(step, act)
        ended = SectionDeclined(
            **self._about(),
            owner_organ=self.owner_organ,
            offered_to=asked,
            withdrawn=step is SectionStep.WITHDRAWN,
            note=act.note,
            declined_by=act.by,
            declined_at=act.at,
        )
        return [ended]

    def _move(self, step: SectionStep, state: SectionState, act: Act) -> list[Event]:
        if self.owner_organ is None:
            raise SectionNotOwned(f"no organ has taken section {self.code}")
        self.state = state
        self._note(step, act)
        return [self._moved(self.owner_organ)]

    def _note(self, step: SectionStep, act: Act) -> None:
        self.step, self.note = step, act.note
        self.moved_by, self.moved_for, self.moved_at = act.by, act.organ, act.at
        self.revision += 1

    def _offered(self, organ: str) -> SectionOffered:
        return SectionOffered(
            **self._about(),
            owner_organ=self.owner_organ,
            offered_to=organ,
            note=self.note,
            due_on=self.due_on,
            offered_by=self.moved_by,
            offered_at=self.moved_at,
        )

    def _moved(self, owner: str) -> SectionMoved:
        return SectionMoved(
            **self._about(),
            owner_organ=owner,
            state=self.state,
            note=self.note,
            moved_by=self.moved_by,
            moved_at=self.moved_at,
        )

    def _about(self) -> dict[str, Any]:
        return {
            "plan_id": self.plan_id,
            "space_code": self.space_code,
            "section": self.code,
            "focus_area": self.focus_area,
        }
