"""A file that was loaded into a sitting: which, by whom, and what it added.

RecordTooLong    409  files hold records of at most 100,000 rows
"""

from datetime import datetime

from sqlalchemy import Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis.errors import Conflict
from contracts.events.plans_proceedings import MattersLoaded
from contracts.ids import ImportId, SittingId
from services.plans.tables import PlansTable


class RecordTooLong(Conflict):
    """A record of more than 100,000 rows is read page by page, not as a file."""


class MatterImport(PlansTable):
    """A loaded file; `digest` is the SHA-256 of its bytes in hexadecimal."""

    __tablename__ = "matter_import"

    id: Mapped[ImportId] = mapped_column(Uuid, primary_key=True)
    sitting_id: Mapped[SittingId] = mapped_column(Uuid)
    space_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    digest: Mapped[str]
    rows: Mapped[int]
    created: Mapped[int]
    unchanged: Mapped[int]
    loaded_by: Mapped[str]
    loaded_at: Mapped[datetime]

    def loaded(self, in_space: str | None) -> MattersLoaded:
        return MattersLoaded(
            sitting_id=self.sitting_id,
            import_id=self.id,
            space_code=in_space,
            digest=self.digest,
            created=self.created,
            unchanged=self.unchanged,
            loaded_by=self.loaded_by,
        )
