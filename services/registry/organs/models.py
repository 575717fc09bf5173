"""An organ of state or another party, and how one is registered."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import MetaData
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import Table, tables
from chassis.errors import Conflict, NotFound, Unprocessable
from contracts.events.registry import OrganRecord


class OrganNotFound(NotFound):
    """No organ has this code."""


class OrganCodeTaken(Conflict):
    """Another organ has this code."""


class OrganPlaceUnknown(Unprocessable):
    """The place an organ serves is a place of the registry."""


class Sphere(StrEnum):
    """Spheres of government; `soe` and `private` stand outside them."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    LOCAL = "local"
    SOE = "soe"
    PRIVATE = "private"


class OrgansTable(Table):
    __abstract__ = True
    metadata: ClassVar[MetaData] = tables()


class Organ(OrgansTable):
    __tablename__ = "organ"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    sphere: Mapped[str]
    place_code: Mapped[str | None]
    illustrative: Mapped[bool]
    version: Mapped[int]

    def record(self) -> OrganRecord:
        """What other services keep of this organ."""
        return OrganRecord(
            code=self.code,
            name=self.name,
            kind=self.kind,
            sphere=self.sphere,
            place_code=self.place_code,
            version=self.version,
        )


@dataclass(frozen=True)
class Registration:
    """What someone asks to be registered."""

    code: str
    name: str
    kind: str
    sphere: Sphere
    place_code: str | None

    def organ(self, identifier: UUID) -> Organ:
        return Organ(
            id=identifier,
            code=self.code,
            name=self.name,
            kind=self.kind,
            sphere=self.sphere.value,
            place_code=self.place_code,
            illustrative=False,
            version=1,
        )
