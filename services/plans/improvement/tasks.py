"""A task of an improvement plan: pending, under way, done, and perhaps reopened."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis.errors import FieldError
from contracts.events.plans_improvement import ImprovementTaskMoved
from contracts.ids import ImprovementPlanId
from services.plans.improvement.refusals import (
    ChecklistOpen,
    ChecklistUnknown,
    TaskBlocked,
    TaskFollowed,
    TaskNotDone,
    TaskNotUnderWay,
    TaskUnderWay,
)
from services.plans.improvement.schedule import Link
from services.plans.tables import PlansTable

PENDING, IN_PROGRESS, DONE = "pending", "in_progress", "done"
WHOLE = 100


class ImprovementTask(PlansTable):
    """`after` are the tasks before it; `gate` is what completing it needs."""

    __tablename__ = "improvement_task"

    plan_id: Mapped[ImprovementPlanId] = mapped_column(Uuid, primary_key=True)
    space_code: Mapped[str]
    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    step: Mapped[str]
    title: Mapped[str]
    role: Mapped[str]
    after: Mapped[list[str]] = mapped_column(ARRAY(Text))
    days: Mapped[int]
    by_day: Mapped[str | None]
    gate: Mapped[str | None]
    checklist: Mapped[list[str]] = mapped_column(ARRAY(Text))
    ticked: Mapped[list[str]] = mapped_column(ARRAY(Text))
    responsible: Mapped[str | None]
    due_on: Mapped[date]
    status: Mapped[str]
    percent: Mapped[int]
    started_on: Mapped[date | None]
    done_on: Mapped[date | None]
    revision: Mapped[int]

    @property
    def link(self) -> Link:
        return Link(self.code, tuple(self.after), self.days, self.by_day, self.done_on)

    def days_late(self, today: date) -> int:
        """Days past its due date, while it is not done or when it was."""
        return max(((self.done_on or today) - self.due_on).days, 0)

    def blocked_by(self, tasks: Sequence["ImprovementTask"]) -> list[str]:
        return [t.code for t in tasks if t.code in self.after and t.status != DONE]

    def start(
        self,
        tasks: Sequence["ImprovementTask"],
        *,
        responsible: str | None,
        on: date,
        by: str,
    ) -> ImprovementTaskMoved:
        if self.status != PENDING:
            raise TaskUnderWay(f"{self.code} is {self.status}")
        waiting = self.blocked_by(tasks)
        if waiting:
            raise TaskBlocked(f"{self.code} waits for {', '.join(waiting)}")
        self.status, self.started_on = IN_PROGRESS, on
        self.responsible = responsible or self.responsible
        return self._moved(by)

    def report(
        self,
        *,
        percent: int | None,
        responsible: str | None,
        ticked: Collection[str] | None,
        by: str,
    ) -> ImprovementTaskMoved:
        """Say how far it is; 100 percent is declared by completing it."""
        if self.status != IN_PROGRESS:
            raise TaskNotUnderWay(f"{self.code} is {self.status}")
        self._tick(self.ticked if ticked is None else ticked)
        self.percent = self.percent if percent is None else percent
        self.responsible = responsible or self.responsible
        return self._moved(by)

    def complete(self, *, on: date, by: str) -> ImprovementTaskMoved:
        if self.status != IN_PROGRESS:
            raise TaskNotUnderWay(f"{self.code} is {self.status}")
        missing = [point for point in self.checklist if point not in self.ticked]
        if missing:
            raise ChecklistOpen(f"not ticked: {'; '.join(missing)}")
        self.status, self.percent, self.done_on = DONE, WHOLE, on
        return self._moved(by)

    def reopen(
        self, tasks: Sequence["ImprovementTask"], *, reason: str, by: str
    ) -> ImprovementTaskMoved:
        """Take back that it is done."""
        if self.status != DONE:
            raise TaskNotDone(f"{self.code} is {self.status}")
        following = [
            t.code for t in tasks if self.code in t.after and t.status != PENDING
        ]
        if following:
            raise TaskFollowed(f"{', '.join(following)} started after it")
        self.status, self.percent, self.done_on = IN_PROGRESS, WHOLE - 1, None
        return self._moved(by, reason)

    def _tick(self, points: Collection[str]) -> None:
        unknown = [point for point in points if point not in self.checklist]
        if unknown:
            told = f"not on the checklist: {'; '.join(unknown)}"
            fault = FieldError("/ticked", "checklist-unknown", told)
            raise ChecklistUnknown(told, [fault])
        self.ticked = [point for point in self.checklist if point in set(points)]

    def _moved(self, by: str, reason: str | None = None) -> ImprovementTaskMoved:
        self.revision += 1
        return ImprovementTaskMoved(
            plan_id=self.plan_id,
            space_code=self.space_code,
            task=self.code,
            step=self.step,
            status=self.status,
            percent=self.percent,
            responsible=self.responsible,
            moved_by=by,
            reason=reason,
        )
