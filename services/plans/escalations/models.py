"""An escalation: a matter before the structure above, until it answers.

EscalationNotFound      404
NothingAbove            409  the structure reports to none
MatterNotEscalatable    409  resolved, not public yet, or with no structure
EscalatedAlready        409
EscalationNotOpen       409
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis import clock
from chassis.database import one_of
from chassis.errors import Conflict, NotFound
from contracts.events.plans_sittings import (
    EscalationAcknowledged,
    EscalationClosed,
    MatterEscalated,
)
from contracts.ids import EscalationId, MatterId
from services.plans.tables import PlansTable


class EscalationStatus(StrEnum):
    ESCALATED = "escalated"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    RETURNED = "returned"


OPEN = (EscalationStatus.ESCALATED, EscalationStatus.ACKNOWLEDGED)


class EscalationNotFound(NotFound):
    """There is no such escalation."""


class NothingAbove(Conflict):
    """The structure reports to no other."""


class MatterNotEscalatable(Conflict):
    """Only unresolved matters of a structure's sittings that are over are escalated."""


class EscalatedAlready(Conflict):
    """The matter is before a structure that has not acknowledged it.

    Once acknowledged, it may go on to the one above that.
    """


class EscalationNotOpen(Conflict):
    """It is acknowledged once, then answered or returned once."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which escalations; None is any. `structure` is either side of it."""

    matter_id: MatterId | None
    structure_code: str | None
    status: EscalationStatus | None
    overdue: bool | None


class Escalation(PlansTable):
    """One matter before one structure; `space_codes` are those of the matter."""

    __tablename__ = "escalation"

    id: Mapped[EscalationId] = mapped_column(Uuid, primary_key=True)
    matter_id: Mapped[MatterId] = mapped_column(Uuid)
    space_code: Mapped[str | None]
    space_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    from_structure: Mapped[str]
    to_structure: Mapped[str]
    status: Mapped[EscalationStatus] = mapped_column(one_of(EscalationStatus))
    reason: Mapped[str]
    escalated_on: Mapped[date]
    acknowledge_by: Mapped[date]
    acknowledged_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    answer: Mapped[str | None]
    revision: Mapped[int]
    escalated_by: Mapped[str]
    updated_at: Mapped[datetime]

    @property
    def is_overdue(self) -> bool:
        waiting = self.status is EscalationStatus.ESCALATED
        return waiting and self.acknowledge_by < clock.today()

    def escalated(self) -> MatterEscalated:
        return MatterEscalated(
            escalation_id=self.id,
            matter_id=self.matter_id,
            space_code=self.space_code,
            from_structure=self.from_structure,
            to_structure=self.to_structure,
            acknowledge_by=self.acknowledge_by,
        )

    def acknowledge(self, *, at: datetime) -> EscalationAcknowledged:
        self._must_be(EscalationStatus.ESCALATED)
        self.acknowledged_on = at.date()
        self._become(EscalationStatus.ACKNOWLEDGED, at=at)
        return EscalationAcknowledged(
            escalation_id=self.id,
            matter_id=self.matter_id,
            space_code=self.space_code,
            acknowledged_on=at.date(),
        )

    def close(
        self, status: EscalationStatus, answer: str, *, at: datetime
    ) -> EscalationClosed:
        """Answer it, or return it; both say what the structure below needs to know."""
        self._must_be(EscalationStatus.ACKNOWLEDGED)
        self.closed_on, self.answer = at.date(), answer
        self._become(status, at=at)
        return EscalationClosed(
            escalation_id=self.id,
            matter_id=self.matter_id,
            space_code=self.space_code,
            status=status,
            answer=answer,
        )

    def _must_be(self, expected: EscalationStatus) -> None:
        if self.status is not expected:
            raise EscalationNotOpen(f"escalation {self.id} is {self.status}")

    def _become(self, status: EscalationStatus, *, at: datetime) -> None:
        self.status = status
        self.revision += 1
        self.updated_at = at
