"""A link from a resolution to something that it changed.

LinkKnown          409
NotAResolution     409
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis.errors import Conflict
from contracts.ids import MatterId
from services.plans.tables import PlansTable


class ChangedKind(StrEnum):
    """What kind of thing a resolution changed."""

    PLAN = "plan"
    PLAN_ITEM = "plan_item"
    INTERVENTION = "intervention"
    COMMITMENT = "commitment"
    FINDING = "finding"
    BUDGET_LINE = "budget_line"
    OTHER = "other"


class LinkKnown(Conflict):
    """The resolution has this link; links are added, never changed."""


class NotAResolution(Conflict):
    """Only resolutions are traced to what they changed."""


class ResolutionLink(PlansTable):
    """What a resolution changed: a kind, and the reference under which it is known."""

    __tablename__ = "resolution_link"

    resolution_id: Mapped[MatterId] = mapped_column(Uuid, primary_key=True)
    space_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    kind: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(primary_key=True)
    note: Mapped[str | None]
    linked_by: Mapped[str]
    linked_at: Mapped[datetime]
