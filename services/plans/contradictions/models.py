"""A contradiction of a draft: found by a check, decided by people, gone when mended.

ContradictionNotFound       404
ContradictionNotOpen        409  what is decided or mended waits for nobody
DecidingResolutionUnknown   422
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import one_of
from chassis.errors import Conflict, NotFound, Unprocessable
from contracts.events.plans_judging import ContradictionDecided
from contracts.ids import ContradictionId, PlanId
from services.plans.contradictions.rules import Contradiction, ContradictionKind
from services.plans.tables import PlansTable


class ContradictionNotFound(NotFound):
    """There is no such contradiction, or it is not yours to see."""


class ContradictionNotOpen(Conflict):
    """Only an open contradiction is decided."""


class DecidingResolutionUnknown(Unprocessable):
    """A decision names a resolution that a sitting of the space adopted, or none."""


class ContradictionState(StrEnum):
    """Open; set aside or taken up by a decision; or no longer found by a check."""

    OPEN = "open"
    DISMISSED = "dismissed"
    TAKEN_UP = "taken_up"
    RESOLVED = "resolved"


@dataclass(frozen=True)
class Contradicting:
    """An intervention that a contradiction is about, as it stands now."""

    code: str
    title: str
    lead_organ: str


class ContradictionRow(PlansTable):
    """What the last check that found it said, and what was decided about that.

    `key` names kind and interventions; it stays when score and evidence change.
    """

    __tablename__ = "contradiction"

    id: Mapped[ContradictionId] = mapped_column(Uuid, primary_key=True)
    plan_id: Mapped[PlanId] = mapped_column(Uuid)
    space_code: Mapped[str]
    key: Mapped[str]
    kind: Mapped[ContradictionKind] = mapped_column(one_of(ContradictionKind))
    codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    score: Mapped[Decimal]
    evidence: Mapped[dict[str, str]] = mapped_column(JSONB)
    suggestion: Mapped[str]
    state: Mapped[ContradictionState] = mapped_column(one_of(ContradictionState))
    reason: Mapped[str | None]
    resolution: Mapped[str | None]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    found_at: Mapped[datetime]
    version: Mapped[int]

    def is_found(self, found: Contradiction) -> bool:
        """Take over what a check says now; whether it waits for people anew.

        What people decided stands until the evidence is another.
        """
        same = self.evidence == dict(found.evidence) and self.score == found.score
        waits = self.state is ContradictionState.RESOLVED or (
            not same and self.state is not ContradictionState.OPEN
        )
        if same and not waits:
            return False
        self.score, self.evidence = found.score, dict(found.evidence)
        self.suggestion = found.suggestion
        self.version += 1
        if waits:
            self.state = ContradictionState.OPEN
            self.reason = self.resolution = self.decided_by = self.decided_at = None
        return waits

    def is_gone(self) -> bool:
        """A check found it no more; whether it was waiting or decided until now."""
        if self.state is ContradictionState.RESOLVED:
            return False
        self.state = ContradictionState.RESOLVED
        self.version += 1
        return True

    def decide(
        self,
        state: ContradictionState,
        *,
        reason: str,
        resolution: str | None,
        by: str,
        at: datetime,
    ) -> ContradictionDecided:
        if self.state is not ContradictionState.OPEN:
            raise ContradictionNotOpen(f"contradiction {self.id} is {self.state}")
        self.state, self.reason, self.resolution = state, reason, resolution
        self.decided_by, self.decided_at = by, at
        self.version += 1
        return ContradictionDecided(
            plan_id=self.plan_id,
            contradiction_id=self.id,
            space_code=self.space_code,
            kind=self.kind,
            codes=tuple(self.codes),
            state=state,
            reason=reason,
            resolution=resolution,
            decided_by=by,
            decided_at=at,
        )


class ContradictionCheck(PlansTable):
    """A check of one version of a plan: how many it found, opened and closed."""

    __tablename__ = "contradiction_check"

    plan_id: Mapped[PlanId] = mapped_column(Uuid, primary_key=True)
    space_code: Mapped[str]
    plan_version: Mapped[int]
    found: Mapped[int]
    opened: Mapped[int]
    resolved: Mapped[int]
    checked_by: Mapped[str]
    checked_at: Mapped[datetime]
