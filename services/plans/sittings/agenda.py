"""What a sitting is about, and who prepares it: agenda items and commissions."""

from uuid import UUID

from sqlalchemy import Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.errors import Conflict
from contracts.events.plans_proceedings import AgendaItemTabled, CommissionFormed
from contracts.ids import CommissionId, MatterId, SittingId
from services.plans.tables import PlansTable


class CommissionNameTaken(Conflict):
    """The sitting has a commission of this name already."""


class AgendaClosed(Conflict):
    """An agenda grows until its sitting is closed."""


class AgendaItem(PlansTable):
    """A numbered item; `matter_id` where it was carried over from an earlier sitting.

    `documents` hold `title` and `reference`.
    """

    __tablename__ = "agenda_item"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sitting_id: Mapped[SittingId] = mapped_column(Uuid)
    space_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    position: Mapped[int]
    title: Mapped[str]
    tabled_by: Mapped[str | None]
    documents: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    matter_id: Mapped[MatterId | None] = mapped_column(Uuid)

    def tabled(self, in_space: str | None) -> AgendaItemTabled:
        return AgendaItemTabled(
            sitting_id=self.sitting_id,
            item_id=self.id,
            space_code=in_space,
            position=self.position,
            title=self.title,
            tabled_by=self.tabled_by,
        )


class Commission(PlansTable):
    """A group within a sitting; `members` are offices, organs or other parties."""

    __tablename__ = "commission"

    id: Mapped[CommissionId] = mapped_column(Uuid, primary_key=True)
    sitting_id: Mapped[SittingId] = mapped_column(Uuid)
    space_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    name: Mapped[str]
    topic: Mapped[str | None]
    members: Mapped[list[str]] = mapped_column(ARRAY(Text))

    def formed(self, in_space: str | None) -> CommissionFormed:
        return CommissionFormed(
            sitting_id=self.sitting_id,
            commission_id=self.id,
            space_code=in_space,
            name=self.name,
            topic=self.topic,
        )
