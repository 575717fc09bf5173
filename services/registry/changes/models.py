"""A proposed change of master data, and who may decide about it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import Table, tables
from chassis.errors import Conflict, NotFound, NotPermitted, Unprocessable
from chassis.principal import Principal
from contracts.events.registry import ChangeProposalDecided


class ChangeProposalNotFound(NotFound):
    """No change proposal has this id."""


class ChangeProposalDecidedAlready(Conflict):
    """A proposal is approved, rejected or withdrawn once."""


class ReviewedByAnother(NotPermitted):
    """A proposal is reviewed by another person, and by another client, than made it."""


class WithdrawnByItsAuthor(NotPermitted):
    """Only who made a proposal withdraws it."""


class ProposalOutdated(Conflict):
    """What the proposal would do is no longer what its preview shows.

    Other changes were applied since. Withdraw or reject it, and propose it again.
    """


class ProposalChangesNothing(Unprocessable):
    """A proposal changes something: the registry says all of this already."""


class ProposalState(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ChangesTable(Table):
    __abstract__ = True
    metadata: ClassVar[MetaData] = tables()


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided, when, and why."""

    by: Principal
    at: datetime
    reason: str | None


class ChangeProposal(ChangesTable):
    """Rows of one subject, to be in force from a day on; rows and preview never change.

    `preview_sha256` is taken over the differences that the reviewer is shown.
    """

    __tablename__ = "change_proposal"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    subject: Mapped[str]
    effective_from: Mapped[date]
    reason: Mapped[str]
    state: Mapped[str]
    rows: Mapped[int]
    counts: Mapped[dict[str, int]] = mapped_column(JSONB)
    preview_sha256: Mapped[str]
    file_sha256: Mapped[str | None]
    proposed_by: Mapped[str]
    proposed_by_client: Mapped[str]
    proposed_at: Mapped[datetime]
    decided_by: Mapped[str | None]
    decided_by_client: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str | None]
    version: Mapped[int]

    def must_be_reviewed_by(self, reviewer: Principal) -> None:
        """Refuse a decided proposal, and a reviewer who made it."""
        self._must_be_pending()
        if (
            reviewer.sub == self.proposed_by
            or reviewer.client_id == self.proposed_by_client
        ):
            raise ReviewedByAnother(f"{self.proposed_by} made this proposal")

    def must_be_withdrawn_by(self, author: Principal) -> None:
        self._must_be_pending()
        if author.sub != self.proposed_by:
            raise WithdrawnByItsAuthor(f"{self.proposed_by} made this proposal")

    def decide(self, state: ProposalState, made: Decision) -> ChangeProposalDecided:
        self._must_be_pending()
        self.state = state.value
        self.decided_by, self.decided_by_client = made.by.sub, made.by.client_id
        self.decided_at, self.decision_reason = made.at, made.reason
        self.version += 1
        return ChangeProposalDecided(
            proposal_id=self.id,
            about=self.subject,
            effective_from=self.effective_from,
            state=self.state,
            rows=self.rows,
            added=self.counts["added"],
            changed=self.counts["changed"],
            ended=self.counts["ended"],
            proposed_by=self.proposed_by,
            decided_by=made.by.sub,
            decided_at=made.at,
            reason=made.reason,
        )

    def _must_be_pending(self) -> None:
        if self.state != ProposalState.PENDING:
            raise ChangeProposalDecidedAlready(f"proposal {self.id} is {self.state}")


@dataclass(frozen=True, slots=True)
class Listed:
    """A row or a difference of a proposal, by its position from 0."""

    position: int
    content: dict[str, Any]
