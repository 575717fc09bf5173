"""A matter: a challenge, a proposal, a resolution or an action, on record.

What follows a matter takes it up, so that of a chain only the end is unresolved.

MatterNotFound       404
MatterNotOpen        409  it was taken up or decided before
MatterNotOnAgenda    409  raised here, or carried to this agenda
ResolutionNotAdopted 409  actions carry out what was adopted
ActionFinished       409  done and cancelled are final
OutOfOrder           422  what may follow what
OwnerUnknown         422
CommissionUnknown    422
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis import clock
from chassis.database import one_of
from chassis.errors import Conflict, NotFound, Unprocessable
from contracts.events.plans_sittings import (
    ActionCancelled,
    ActionDone,
    ActionStarted,
    MatterRaised,
    MatterTakenUp,
)
from contracts.ids import CommissionId, MatterId, SittingId
from services.plans.sittings.models import SittingBasis
from services.plans.tables import PlansTable


class MatterKind(StrEnum):
    CHALLENGE = "challenge"
    PROPOSAL = "proposal"
    RESOLUTION = "resolution"
    ACTION = "action"


class ResolutionOutcome(StrEnum):
    """How a sitting decided; what is deferred or referred comes back."""

    ADOPTED = "adopted"
    NOTED = "noted"
    DEFERRED = "deferred"
    REFERRED = "referred"


class MatterStatus(StrEnum):
    """Where a matter stands; `taken_up` by another one that followed it."""

    OPEN = "open"
    TAKEN_UP = "taken_up"
    ADOPTED = "adopted"
    NOTED = "noted"
    DEFERRED = "deferred"
    REFERRED = "referred"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CANCELLED = "cancelled"


UNRESOLVED = (
    MatterStatus.OPEN,
    MatterStatus.IN_PROGRESS,
    MatterStatus.DEFERRED,
    MatterStatus.REFERRED,
)
UNDER_WAY = (MatterStatus.OPEN, MatterStatus.IN_PROGRESS)
LETTERS = {
    MatterKind.CHALLENGE: "C",
    MatterKind.PROPOSAL: "P",
    MatterKind.RESOLUTION: "",
    MatterKind.ACTION: "A",
}
FOLLOWS = {
    MatterKind.CHALLENGE: (),
    MatterKind.PROPOSAL: (MatterKind.CHALLENGE,),
    MatterKind.RESOLUTION: (
        MatterKind.CHALLENGE,
        MatterKind.PROPOSAL,
        MatterKind.RESOLUTION,
    ),
    MatterKind.ACTION: (MatterKind.RESOLUTION,),
}


class MatterNotFound(NotFound):
    """There is no such matter among those you may read."""


class MatterNotOpen(Conflict):
    """What was decided or taken up before is not taken up again."""


class MatterNotOnAgenda(Conflict):
    """A sitting takes up what was raised in it, or stands on its agenda."""


class ResolutionNotAdopted(Conflict):
    """Actions carry out an adopted resolution of the same structure."""


class ActionFinished(Conflict):
    """An action is started once; one that is done or cancelled stays so."""


class OutOfOrder(Unprocessable):
    """Proposals follow challenges, resolutions any of them, actions resolutions."""


class OwnerUnknown(Unprocessable):
    """The registry knows no organ with this code."""


class CommissionUnknown(Unprocessable):
    """The sitting has no such commission."""


class Matter(PlansTable):
    """One matter of a sitting. `reference` is such as `DC45-DIF 2026/3.2`.

    `first_raised_on` is that of the chain which it ends, and `carried_before` says how
    often that was carried over before; so ages never shrink.
    """

    __tablename__ = "matter"

    id: Mapped[MatterId] = mapped_column(Uuid, primary_key=True)
    sitting_id: Mapped[SittingId] = mapped_column(Uuid)
    basis: Mapped[SittingBasis] = mapped_column(one_of(SittingBasis))
    structure_code: Mapped[str | None]
    space_code: Mapped[str | None]
    space_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    kind: Mapped[MatterKind] = mapped_column(one_of(MatterKind))
    seq: Mapped[int]
    reference: Mapped[str]
    commission_id: Mapped[CommissionId | None] = mapped_column(Uuid)
    content: Mapped[str]
    status: Mapped[MatterStatus] = mapped_column(one_of(MatterStatus))
    follows: Mapped[MatterId | None] = mapped_column(Uuid)
    raised_on: Mapped[date | None]
    first_raised_on: Mapped[date | None]
    carried_before: Mapped[int]
    owner_organ: Mapped[str | None]
    owner_as_found: Mapped[str | None]
    due_on: Mapped[date | None]
    evidence: Mapped[str | None]
    reason: Mapped[str | None]
    source: Mapped[str | None]
    published: Mapped[bool]
    revision: Mapped[int]
    raised_by: Mapped[str]
    raised_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @property
    def is_unresolved(self) -> bool:
        return self.status in UNRESOLVED

    @property
    def is_overdue(self) -> bool:
        """An action whose day has passed and which is neither done nor cancelled."""
        if self.kind is not MatterKind.ACTION or self.due_on is None:
            return False
        return self.status in UNDER_WAY and self.due_on < clock.today()

    @property
    def age_days(self) -> int | None:
        """Days since it, or what it follows, was raised; none once it is resolved."""
        if self.first_raised_on is None or not self.is_unresolved:
            return None
        return (clock.today() - self.first_raised_on).days

    def raised(self) -> MatterRaised:
        return MatterRaised(
            matter_id=self.id,
            sitting_id=self.sitting_id,
            space_code=self.space_code,
            structure_code=self.structure_code,
            basis=self.basis,
            kind=self.kind,
            reference=self.reference,
            status=self.status,
            follows=self.follows,
            owner_organ=self.owner_organ,
            due_on=self.due_on,
        )

    def take_up(
        self, by: "Matter", *, carried: int, at: datetime
    ) -> MatterTakenUp | None:
        """Let another matter follow this one; it goes on with this one's age."""
        if self.kind not in FOLLOWS[by.kind]:
            raise OutOfOrder(f"a {by.kind} does not follow a {self.kind}")
        by.follows = self.id
        by.first_raised_on = self.first_raised_on or by.first_raised_on
        by.carried_before = self.carried_before + carried
        if by.kind is MatterKind.ACTION:
            self._must_be_adopted()
            return None
        again = self.kind is MatterKind.CHALLENGE and self.status is not _OPEN
        if not (self.is_unresolved or again):
            raise MatterNotOpen(f"{self.reference} is {self.status}")
        if again:
            return None
        self._become(MatterStatus.TAKEN_UP, at=at)
        return MatterTakenUp(matter_id=self.id, space_code=self.space_code, by=by.id)

    def _must_be_adopted(self) -> None:
        if self.status is not MatterStatus.ADOPTED:
            raise ResolutionNotAdopted(f"{self.reference} is {self.status}")

    def start(self, *, at: datetime) -> ActionStarted:
        self._must_be_action(MatterStatus.OPEN)
        self._become(MatterStatus.IN_PROGRESS, at=at)
        return ActionStarted(
            matter_id=self.id, space_code=self.space_code, reference=self.reference
        )

    def complete(self, evidence: str, *, at: datetime) -> ActionDone:
        self._must_be_action(*UNDER_WAY)
        self.evidence = evidence
        self._become(MatterStatus.DONE, at=at)
        return ActionDone(
            matter_id=self.id,
            space_code=self.space_code,
            reference=self.reference,
            evidence=evidence,
        )

    def cancel(self, reason: str, *, at: datetime) -> ActionCancelled:
        self._must_be_action(*UNDER_WAY)
        self.reason = reason
        self._become(MatterStatus.CANCELLED, at=at)
        return ActionCancelled(
            matter_id=self.id,
            space_code=self.space_code,
            reference=self.reference,
            reason=reason,
        )

    def _must_be_action(self, *expected: MatterStatus) -> None:
        if self.kind is not MatterKind.ACTION:
            raise MatterNotFound(f"{self.reference} is no action")
        if self.status not in expected:
            raise ActionFinished(f"{self.reference} is {self.status}")

    def _become(self, status: MatterStatus, *, at: datetime) -> None:
        self.status = status
        self.revision += 1
        self.updated_at = at


_OPEN = MatterStatus.OPEN
