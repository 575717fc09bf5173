"""Where words are kept, beside what says them."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, Text, Uuid
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import one_of
from services.plans.tables import PlansTable


class FoundKind(StrEnum):
    PLAN = "plan"
    INTERVENTION = "intervention"
    RESOLUTION = "resolution"


class SearchEntry(PlansTable):
    """The words of one plan, intervention or resolution; the database writes them."""

    __tablename__ = "search_entry"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    kind: Mapped[FoundKind] = mapped_column(one_of(FoundKind))
    record: Mapped[UUID] = mapped_column(Uuid)
    code: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(TSVECTOR)
