"""A hub during a period: the spaces it supports, what it does there, and its posts."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import MetaData, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import Table, one_of, tables
from chassis.errors import NotFound


class HubNotFound(NotFound):
    """No hub has this code on that day."""


class PostStatus(StrEnum):
    FILLED = "filled"
    VACANT = "vacant"


class HubsTable(Table):
    __abstract__ = True
    metadata: ClassVar[MetaData] = tables()


class Hub(HubsTable):
    __tablename__ = "hub"

    code: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    version: Mapped[int]
    origin: Mapped[str]
    name: Mapped[str]
    organ_code: Mapped[str | None]
    functions: Mapped[list[str]] = mapped_column(ARRAY(Text))
    confidence: Mapped[str]
    source: Mapped[str]
    illustrative: Mapped[bool]


class HubSpace(HubsTable):
    """A space that a hub supports; a space may have several, a hub many."""

    __tablename__ = "hub_space"

    hub_code: Mapped[str] = mapped_column(primary_key=True)
    space_code: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    version: Mapped[int]
    origin: Mapped[str]


class HubPost(HubsTable):
    """A post and the skill it brings; `since` it has been filled, or vacant."""

    __tablename__ = "hub_post"

    hub_code: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    version: Mapped[int]
    origin: Mapped[str]
    title: Mapped[str]
    skill: Mapped[str]
    status: Mapped[PostStatus] = mapped_column(one_of(PostStatus))
    since: Mapped[date]
    funded_by: Mapped[str | None]
    illustrative: Mapped[bool]
