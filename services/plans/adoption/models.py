"""A decision about a plan: somebody authorised made it, and it stands.

SeparationOfDuties    403  who drafted does not decide
RejectionNeedsReason  422
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Uuid
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import one_of
from chassis.errors import NotPermitted, Unprocessable
from contracts.ids import DecisionId, PlanId
from services.plans.tables import PlansTable


class Verdict(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"


class SeparationOfDuties(NotPermitted):
    """Who drafted a plan, changed it or loaded into it does not decide about it."""


class RejectionNeedsReason(Unprocessable):
    """A rejection says why."""


class Decision(PlansTable):
    """What was decided about one version of a plan.

    `content_sha256` is the seal of what was decided about (see `sealing.document`).
    """

    __tablename__ = "decision"

    id: Mapped[DecisionId] = mapped_column(Uuid, primary_key=True)
    plan_id: Mapped[PlanId] = mapped_column(Uuid)
    space_code: Mapped[str]
    plan_version: Mapped[int]
    organ: Mapped[str | None]
    decided_by: Mapped[str]
    role: Mapped[str]
    decision: Mapped[Verdict] = mapped_column(one_of(Verdict))
    reason: Mapped[str | None]
    decided_at: Mapped[datetime]
    content_sha256: Mapped[str]
