"""A fund, its allocation of a year, and a budget line; what each has in the ledger."""

from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import one_of
from services.budgets.tables import BudgetsTable


class Sphere(StrEnum):
    """Spheres of government; `soe` and `private` stand outside them."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    LOCAL = "local"
    SOE = "soe"
    PRIVATE = "private"


class LineClass(StrEnum):
    CAPITAL = "capital"
    OPERATING = "operating"
    ADMINISTRATION = "administration"


class GenderMarker(StrEnum):
    """How far gender equality is the aim (after the OECD DAC marker)."""

    NONE = "none"
    SIGNIFICANT = "significant"
    PRINCIPAL = "principal"


class Provenance(StrEnum):
    """Whose figures these are: the space's own, invented ones, or a public source's."""

    OWN = "own"
    ILLUSTRATIVE = "illustrative"
    PUBLISHED = "published"


class OneBudget(BudgetsTable):
    """The budget of a space as a whole; its row is locked by whoever changes it.

    `revision` counts the changes, so that a check can say which state it saw.
    """

    __tablename__ = "one_budget"

    space_code: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(BigInteger)


class Fund(BudgetsTable):
    """Where money comes from. No allowed functions means: pays for any."""

    __tablename__ = "fund"

    space_code: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    grant_code: Mapped[str | None]
    dora_schedule: Mapped[str | None]
    allowed_function_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))


class FundAllocation(BudgetsTable):
    """What a fund has to give in a financial year, in rand, and its posting."""

    __tablename__ = "fund_allocation"

    space_code: Mapped[str] = mapped_column(primary_key=True)
    fund: Mapped[str] = mapped_column(primary_key=True)
    financial_year: Mapped[str] = mapped_column(primary_key=True)
    amount: Mapped[Decimal]
    provenance: Mapped[Provenance] = mapped_column(one_of(Provenance))
    transaction_id: Mapped[UUID | None]


class BudgetLine(BudgetsTable):
    """The smallest planned amount: who spends it, on what, where, from which fund.

    `transaction_id` is the posting of its amounts; none while all are zero.
    """

    __tablename__ = "budget_line"

    space_code: Mapped[str] = mapped_column(primary_key=True)
    line_id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    organ: Mapped[str]
    sphere: Mapped[Sphere] = mapped_column(one_of(Sphere))
    location_code: Mapped[str]
    fund: Mapped[str]
    function_code: Mapped[str | None]
    intervention_code: Mapped[str | None]
    line_class: Mapped[LineClass] = mapped_column(one_of(LineClass))
    in_idp: Mapped[bool | None]
    gender_marker: Mapped[GenderMarker | None] = mapped_column(one_of(GenderMarker))
    has_protocol: Mapped[bool]
    provenance: Mapped[Provenance] = mapped_column(one_of(Provenance))
    transaction_id: Mapped[UUID | None]


class BudgetLineAmount(BudgetsTable):
    """Rand of a line in a financial year; a stated zero is kept."""

    __tablename__ = "budget_line_amount"

    space_code: Mapped[str] = mapped_column(primary_key=True)
    line_id: Mapped[str] = mapped_column(primary_key=True)
    financial_year: Mapped[str] = mapped_column(primary_key=True)
    amount: Mapped[Decimal]
