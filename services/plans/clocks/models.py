"""A clock: what a plan must be done with, by which day, under which provision."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Uuid
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import one_of
from contracts.ids import PlanId
from services.plans.clocks.rules import ClockRule, ClockState, state
from services.plans.tables import PlansTable


class Clock(PlansTable):
    """A statutory clock of one plan; it runs until `stopped_on`.

    Everybody may read it: whether the law's time is kept is no secret of a draft.
    """

    __tablename__ = "clock"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    rule: Mapped[ClockRule] = mapped_column(one_of(ClockRule))
    space_code: Mapped[str]
    plan_id: Mapped[PlanId] = mapped_column(Uuid)
    title: Mapped[str]
    citation: Mapped[str]
    started_on: Mapped[date]
    warns_on: Mapped[date]
    due_on: Mapped[date]
    stopped_on: Mapped[date | None]

    def state_on(self, day: date) -> ClockState:
        return state(
            warns_on=self.warns_on,
            due_on=self.due_on,
            stopped_on=self.stopped_on,
            today=day,
        )

    def days_left_on(self, day: date) -> int | None:
        """Days until it is due, negative once that is over; None once it stopped."""
        return None if self.stopped_on is not None else (self.due_on - day).days


@dataclass(frozen=True)
class Wanted:
    """Which clocks are asked for, as they stand on `today`."""

    today: date
    space_code: str | None = None
    province_code: str | None = None
    rule: ClockRule | None = None
    state: ClockState | None = None
