"""A commitment: one organ's word on one intervention in one year, and how it stands.

proposed -> pledged -> confirmed (by the organ's own authority), each -> withdrawn

CommitmentNotFound       404
OrganNotYours            403  an organ speaks for itself
ConfirmedByAnother       403  who pledged does not confirm
CommitmentNotPledged     409  only a pledge is confirmed
CommitmentWithdrawn      409  it was withdrawn already
CommitmentsClosed        409  what is said to a plan that is no draft
CommitmentsNotValid      422  `errors` lists every cell's faults
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Uuid
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import one_of
from chassis.errors import Conflict, NotFound, NotPermitted, Unprocessable
from contracts.events.plans import CommitmentChanged
from contracts.ids import CommitmentId, PlanId
from services.plans.tables import PlansTable

HORIZON = "horizon"


class CommitmentState(StrEnum):
    PROPOSED = "proposed"
    PLEDGED = "pledged"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class CommitmentNotFound(NotFound):
    """The plan has no such commitment."""


class OrganNotYours(NotPermitted):
    """Each organ commits for itself: a joint plan does not replace its powers."""


class ConfirmedByAnother(NotPermitted):
    """Who pledged for an organ does not confirm the pledge; its authority does."""


class CommitmentNotPledged(Conflict):
    """Only what is pledged is confirmed."""


class CommitmentWithdrawn(Conflict):
    """It was withdrawn before."""


class CommitmentsClosed(Conflict):
    """Commitments are stated while the plan is a draft, and before no bodies.

    The amounts of an adopted plan stay; what was committed to it is still confirmed or
    withdrawn. To a superseded plan nothing more is said.
    """


class CommitmentsNotValid(Unprocessable):
    """Nothing was stated: `errors` lists every cell's faults, as `/cells/<n>/...`."""


@dataclass(frozen=True)
class Cell:
    """What an organ says in one cell; `revision` is that of what it read there."""

    intervention_code: str
    organ: str
    period: str
    amount: Decimal
    output: str | None
    place_code: str | None
    state: CommitmentState
    revision: int | None

    @property
    def key(self) -> tuple[str, str, str]:
        return self.intervention_code, self.organ, self.period


class Commitment(PlansTable):
    """A cell of the matrix. `period` is a financial year, or the whole horizon."""

    __tablename__ = "commitment"

    id: Mapped[CommitmentId] = mapped_column(Uuid, primary_key=True)
    plan_id: Mapped[PlanId] = mapped_column(Uuid)
    space_code: Mapped[str]
    intervention_code: Mapped[str]
    organ: Mapped[str]
    period: Mapped[str]
    amount: Mapped[Decimal]
    output: Mapped[str | None]
    place_code: Mapped[str | None]
    state: Mapped[CommitmentState] = mapped_column(one_of(CommitmentState))
    stated_by: Mapped[str]
    pledged_by: Mapped[str | None]
    pledged_client: Mapped[str | None]
    confirmed_by: Mapped[str | None]
    reason: Mapped[str | None]
    revision: Mapped[int]
    updated_at: Mapped[datetime]

    @property
    def key(self) -> tuple[str, str, str]:
        return self.intervention_code, self.organ, self.period

    def says(self, cell: Cell) -> bool:
        """Whether it says that already."""
        said = (cell.amount, cell.output, cell.place_code, cell.state)
        return said == (self.amount, self.output, self.place_code, self.state)

    def changed(
        self, before: CommitmentState | None, *, by: str
    ) -> tuple["CommitmentChange", CommitmentChanged]:
        """The line of its history, and the fact for others."""
        kept = CommitmentChange(
            commitment_id=self.id,
            revision=self.revision,
            space_code=self.space_code,
            plan_id=self.plan_id,
            state=self.state,
            amount=self.amount,
            output=self.output,
            place_code=self.place_code,
            reason=self.reason,
            changed_by=by,
            changed_at=self.updated_at,
        )
        return kept, CommitmentChanged(
            commitment_id=self.id,
            plan_id=self.plan_id,
            space_code=self.space_code,
            intervention_code=self.intervention_code,
            organ=self.organ,
            period=self.period,
            amount=self.amount,
            output=self.output,
            place_code=self.place_code,
            state=self.state,
            state_before=before,
            reason=self.reason,
            revision=self.revision,
            changed_by=by,
            changed_at=self.updated_at,
        )

    def become(
        self,
        state: CommitmentState,
        said: Mapping[str, object],
        *,
        at: datetime,
    ) -> CommitmentState:
        """Stand like this from now on; how it stood before."""
        before = self.state
        self.state = state
        for name, value in said.items():
            setattr(self, name, value)
        self.revision += 1
        self.updated_at = at
        return before


class CommitmentChange(PlansTable):
    """What a commitment said at one time; rows are added and never change."""

    __tablename__ = "commitment_change"

    commitment_id: Mapped[CommitmentId] = mapped_column(Uuid, primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    space_code: Mapped[str]
    plan_id: Mapped[PlanId] = mapped_column(Uuid)
    state: Mapped[CommitmentState] = mapped_column(one_of(CommitmentState))
    amount: Mapped[Decimal]
    output: Mapped[str | None]
    place_code: Mapped[str | None]
    reason: Mapped[str | None]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]


@dataclass(frozen=True)
class Explained:
    """A commitment with what its codes mean to a reader."""

    commitment: Commitment
    title: str
    focus_area: str
    sphere: str | None


@dataclass(frozen=True)
class Sums:
    """Rand by state of some commitments; `keys` say which, a null key is not given."""

    keys: dict[str, str | None]
    commitments: int
    amounts: dict[CommitmentState, Decimal]

    @property
    def standing(self) -> Decimal:
        """All that is not withdrawn."""
        return sum(
            (
                amount
                for state, amount in self.amounts.items()
                if state is not CommitmentState.WITHDRAWN
            ),
            Decimal(0),
        )

    def written(self) -> dict[str, Any]:
        """The figures by name."""
        figures = {str(state): amount for state, amount in self.amounts.items()}
        return {
            "commitments": self.commitments,
            "standing": self.standing,
            **figures,
        }


def summed(rows: Iterable[Sums]) -> Sums:
    """All of them together."""
    found = list(rows)
    return Sums(
        keys={},
        commitments=sum(row.commitments for row in found),
        amounts={
            state: sum((row.amounts[state] for row in found), Decimal(0))
            for state in CommitmentState
        },
    )
