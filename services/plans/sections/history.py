"""What the database notes by itself: every step of a section, every changed field."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import one_of
from contracts.ids import PlanId
from services.plans.sections.states import SectionState, SectionStep
from services.plans.tables import PlansTable


class SectionColumns:
    """What is kept of a section, now and in every earlier revision."""

    plan_id: Mapped[PlanId] = mapped_column(Uuid, primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    space_code: Mapped[str]
    owner_organ: Mapped[str | None]
    offered_to: Mapped[str | None]
    state: Mapped[SectionState] = mapped_column(one_of(SectionState))
    step: Mapped[SectionStep] = mapped_column(one_of(SectionStep))
    note: Mapped[str | None]
    due_on: Mapped[date | None]
    moved_by: Mapped[str]
    moved_for: Mapped[str | None]
    moved_at: Mapped[datetime]


class SectionRevision(SectionColumns, PlansTable):
    """A section as one step left it. The database writes it with every step."""

    __tablename__ = "section_revision"

    revision: Mapped[int] = mapped_column(primary_key=True)


@dataclass(frozen=True)
class Writer:
    """For which organ, if any, something was last written, and when."""

    organ: str | None
    at: datetime


class Provenance(PlansTable):
    """Which fields of a record were changed, by whom, in which transaction.

    The database writes it, in a trigger of the tables of content: no way of writing can
    forget it. `focus_areas` are those the record was in before and after.
    """

    __tablename__ = "field_provenance"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[PlanId] = mapped_column(Uuid)
    space_code: Mapped[str]
    kind: Mapped[str]
    code: Mapped[str]
    change: Mapped[str]
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
    sub: Mapped[str | None]
    organ: Mapped[str | None]
    at: Mapped[datetime]
