"""The rows of the three files of a budget, and what each means for what stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from chassis.tabular.given import Given
from services.budgets.lines.models import GenderMarker, LineClass, Provenance, Sphere
from services.budgets.lines.values import Allocation, FundTerms, Line


@dataclass(frozen=True)
class BudgetFile:
    """What a file has a column for, and whose figures its sender says they are.

    What it has no column for stays as it is, and so does a provenance not stated.
    """

    space_code: str
    given: Given
    provenance: Provenance | None


@dataclass(frozen=True, kw_only=True)
class FundRow:
    row: int
    fund: str
    name: str
    grant_code: str | None = None
    dora_schedule: str | None = None
    allowed_function_codes: tuple[str, ...] = ()

    def terms(self, file: BudgetFile, before: FundTerms | None) -> FundTerms:
        stated = FundTerms(
            space_code=file.space_code,
            code=self.fund,
            name=self.name,
            grant_code=self.grant_code,
            dora_schedule=self.dora_schedule,
            allowed_function_codes=tuple(sorted(self.allowed_function_codes)),
        )
        if before is None:
            return stated
        return replace(stated, **file.given.kept(before, FUND_OPTIONS))


@dataclass(frozen=True, kw_only=True)
class AllocationRow:
    row: int
    fund: str
    grant_code: str | None = None
    allocation: Mapping[str, Decimal] = field(default_factory=dict)

    def allocated(self, file: BudgetFile, before: Allocation | None) -> Allocation:
        own = before.provenance if before else Provenance.OWN
        return Allocation(
            space_code=file.space_code,
            fund=self.fund,
            provenance=file.provenance or own,
            amounts=file.given.amounts(
                before.amounts if before else {}, self.allocation
            ),
            transaction_id=before.transaction_id if before else None,
        )


@dataclass(frozen=True, kw_only=True)
class LineRow:
    row: int
    line_id: str
    title: str
    organ: str
    sphere: str
    location_code: str
    fund: str
    line_class: str
    function_code: str | None = None
    amount: Mapping[str, Decimal] = field(default_factory=dict)
    intervention_id: str | None = None
    in_idp: bool | None = None
    gender_marker: str | None = None
    has_protocol: bool = False

    def line(self, file: BudgetFile, before: Line | None) -> Line:
        own = before.provenance if before else Provenance.OWN
        marker = GenderMarker(self.gender_marker) if self.gender_marker else None
        stated = Line(
            space_code=file.space_code,
            line_id=self.line_id,
            title=self.title,
            organ=self.organ,
            sphere=Sphere(self.sphere),
            location_code=self.location_code,
            fund=self.fund,
            function_code=self.function_code,
            intervention_code=self.intervention_id,
            line_class=LineClass(self.line_class),
            in_idp=self.in_idp,
            gender_marker=marker,
            has_protocol=self.has_protocol,
            provenance=file.provenance or own,
            amounts=file.given.amounts(before.amounts if before else {}, self.amount),
            transaction_id=before.transaction_id if before else None,
        )
        if before is None:
            return stated
        return replace(stated, **file.given.kept(before, LINE_OPTIONS))


# Column of the file -> attribute of what stands.
FUND_OPTIONS = {
    name: name for name in ("grant_code", "dora_schedule", "allowed_function_codes")
}
LINE_OPTIONS = {
    "function_code": "function_code",
    "intervention_id": "intervention_code",
    "in_idp": "in_idp",
    "gender_marker": "gender_marker",
    "has_protocol": "has_protocol",
}
