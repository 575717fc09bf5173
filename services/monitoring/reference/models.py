"""What monitoring remembers of municipalities and of adopted interventions."""

from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy import MetaData, Numeric, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import Table, tables


class ReferenceTable(Table):
    __abstract__ = True
    metadata: ClassVar[MetaData] = tables()


class PlaceTransition(ReferenceTable):
    """What became of one municipality in one other; null weight: not established."""

    __tablename__ = "place_transition"

    effective: Mapped[date] = mapped_column(primary_key=True)
    old_code: Mapped[str] = mapped_column(primary_key=True)
    old_since: Mapped[date]
    old_space_code: Mapped[str]
    new_code: Mapped[str] = mapped_column(primary_key=True)
    new_since: Mapped[date]
    new_space_code: Mapped[str]
    change: Mapped[str]
    weight: Mapped[Decimal | None] = mapped_column(Numeric(13, 12))


class AdoptedIntervention(ReferenceTable):
    """Where an intervention of an adopted plan version is, and whose year it has."""

    __tablename__ = "adopted_intervention"

    plan_id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_version: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    space_code: Mapped[str]
    sphere: Mapped[str]
    location_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
