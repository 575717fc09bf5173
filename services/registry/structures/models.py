"""A structure during a period, and the offices that have a seat in it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import MetaData, Numeric
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import Table, one_of, tables
from chassis.errors import NotFound
from contracts.events.registry_structures import MemberRecord, StructureRecord


class StructureNotFound(NotFound):
    """No structure has this code on that day."""


class Role(StrEnum):
    CHAIR = "chair"
    CO_CHAIR = "co_chair"
    MEMBER = "member"
    OBSERVER = "observer"


class Tier(StrEnum):
    NATIONAL = "national"
    PROVINCIAL = "provincial"
    DISTRICT = "district"
    LOCAL = "local"


class QuorumBasis(StrEnum):
    """Where the quorum comes from: our default, an Act, or the structure's rules.

    The Act leaves it to internal procedures (IGRFA s33).
    """

    DESIGN = "design"
    ACT = "act"
    OWN_RULES = "own_rules"


class Term(StrEnum):
    """How long seats last: as an office is held, a council's term, or as agreed."""

    OFFICE = "office"
    COUNCIL = "council"
    AGREEMENT = "agreement"


class StructuresTable(Table):
    __abstract__ = True
    metadata: ClassVar[MetaData] = tables()


class Seat(StructuresTable):
    """A seat of an office in a structure, from `valid_from` to before `valid_to`."""

    __tablename__ = "structure_seat"

    structure_code: Mapped[str] = mapped_column(primary_key=True)
    office_code: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    version: Mapped[int]
    origin: Mapped[str]
    role: Mapped[Role] = mapped_column(one_of(Role))
    votes: Mapped[bool]
    confidence: Mapped[str]
    source: Mapped[str]

    @property
    def chairs(self) -> bool:
        return self.role in (Role.CHAIR, Role.CO_CHAIR)

    def record(self) -> MemberRecord:
        return MemberRecord(
            office_code=self.office_code,
            role=self.role.value,
            votes=self.votes,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )


class Structure(StructuresTable):
    """An intergovernmental structure as it was from `valid_from` to before `valid_to`.

    Forums consult (IGRFA s32): what one approves binds no organ by itself.
    """

    __tablename__ = "structure"

    code: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    version: Mapped[int]
    origin: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    tier: Mapped[Tier] = mapped_column(one_of(Tier))
    sector: Mapped[str | None]
    province_code: Mapped[str | None]
    space_code: Mapped[str | None]
    reports_to: Mapped[str | None]
    secretariat_organ_code: Mapped[str | None]
    quorum_share: Mapped[Decimal] = mapped_column(Numeric(5, 4))
    quorum_exceeds: Mapped[bool]
    quorum_basis: Mapped[QuorumBasis] = mapped_column(one_of(QuorumBasis))
    term: Mapped[Term] = mapped_column(one_of(Term))
    provider_meetings_a_year: Mapped[int]
    is_optional: Mapped[bool]
    citations: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    confidence: Mapped[str]
    source: Mapped[str]

    def record(self, seats: Sequence[Seat]) -> StructureRecord:
        """What other services keep of this period, with the seats that fall into it."""
        return StructureRecord(
            code=self.code,
            name=self.name,
            kind=self.kind,
            tier=self.tier.value,
            space_code=self.space_code,
            province_code=self.province_code,
            reports_to=self.reports_to,
            secretariat_organ_code=self.secretariat_organ_code,
            quorum_share=self.quorum_share,
            quorum_exceeds=self.quorum_exceeds,
            members=tuple(seat.record() for seat in seats if self._overlaps(seat)),
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            version=self.version,
        )

    def _overlaps(self, seat: Seat) -> bool:
        begins = self.valid_to is None or seat.valid_from < self.valid_to
        ends = seat.valid_to is None or seat.valid_to > self.valid_from
        return begins and ends
