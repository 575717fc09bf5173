"""A file that was loaded into a sitting: which, by whom, and what it added."""

from datetime import datetime

from sqlalchemy import Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from contracts.ids import ImportId, SittingId
from services.plans.tables import PlansTable


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
