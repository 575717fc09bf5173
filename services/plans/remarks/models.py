"""A remark about a plan, or about one field of one record; threads of replies.

RemarkNotFound           404
RemarkResolved           409  a thread is resolved once, and takes no reply after
RemarkIsReply            409  a thread is resolved at its first remark
SubjectOfRemarkUnknown   422
FieldOfRemarkUnknown     422
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Uuid
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import one_of
from chassis.errors import Conflict, NotFound, Unprocessable
from contracts.events.plans_together import RemarkMade, RemarkSettled
from contracts.ids import PlanId, RemarkId
from services.plans.tables import PlansTable


class RemarkNotFound(NotFound):
    """There is no such remark, or it is not yours to see."""


class RemarkResolved(Conflict):
    """A thread is resolved once, and takes no reply after that."""


class RemarkIsReply(Conflict):
    """A thread is resolved at its first remark."""


class SubjectOfRemarkUnknown(Unprocessable):
    """A remark is about the plan, or about a section or record that the plan has."""


class FieldOfRemarkUnknown(Unprocessable):
    """A remark about a field names one that its subject has."""


class SubjectOfRemark(StrEnum):
    PLAN = "plan"
    SECTION = "section"
    ISSUE = "issue"
    OUTCOME = "outcome"
    STRATEGY = "strategy"
    LINK = "link"
    INTERVENTION = "intervention"


class Remark(PlansTable):
    """What somebody of the space said; replies name their thread's first remark."""

    __tablename__ = "remark"

    id: Mapped[RemarkId] = mapped_column(Uuid, primary_key=True)
    plan_id: Mapped[PlanId] = mapped_column(Uuid)
    space_code: Mapped[str]
    thread: Mapped[RemarkId] = mapped_column(Uuid)
    subject: Mapped[SubjectOfRemark] = mapped_column(one_of(SubjectOfRemark))
    code: Mapped[str | None]
    field: Mapped[str | None]
    content: Mapped[str]
    made_by: Mapped[str]
    organ: Mapped[str | None]
    made_at: Mapped[datetime]
    plan_version: Mapped[int]
    resolved_by: Mapped[str | None]
    resolved_at: Mapped[datetime | None]
    version: Mapped[int]

    def made(self) -> RemarkMade:
        return RemarkMade(
            plan_id=self.plan_id,
            remark_id=self.id,
            thread=self.thread,
            space_code=self.space_code,
            subject_kind=self.subject,
            code=self.code,
            field=self.field,
            organ=self.organ,
            made_by=self.made_by,
        )

    def must_be_about(self, plan_id: PlanId) -> None:
        """A reply is of the plan of its thread."""
        if self.plan_id != plan_id:
            raise RemarkNotFound(f"remark {self.id} is about another plan")

    def must_take_replies(self) -> None:
        if self.resolved_at is not None:
            raise RemarkResolved(f"thread {self.thread} is resolved")

    def resolve(self, *, by: str, at: datetime) -> RemarkSettled:
        if self.id != self.thread:
            raise RemarkIsReply(f"the thread is {self.thread}")
        self.must_take_replies()
        self.resolved_by, self.resolved_at = by, at
        self.version += 1
        return RemarkSettled(
            plan_id=self.plan_id,
            remark_id=self.id,
            space_code=self.space_code,
            resolved_by=by,
        )
