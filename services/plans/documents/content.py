"""The content of a plan: its interventions and the money planned for them."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

from sqlalchemy import ForeignKeyConstraint, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, attribute_keyed_dict, mapped_column, relationship

from chassis.database import one_of
from contracts.events.plans import AdoptedIntervention, Dependency
from contracts.ids import PlanId
from services.plans.documents.horizons import HorizonBand, band_of
from services.plans.tables import PlansTable

Sphere = Literal["national", "provincial", "local", "soe", "private"]
"""Of an organ; the last two are no spheres of government."""


class FocusArea(StrEnum):
    """The six transformation focus areas; `unknown` where a source names none."""

    PEOPLE = "demographic_change_people_development"
    ECONOMY = "economic_positioning"
    SPATIAL = "spatial_restructuring_environment"
    INFRASTRUCTURE = "infrastructure_engineering"
    SERVICES = "integrated_services_provisioning"
    GOVERNANCE = "governance_financial_management"
    UNKNOWN = "unknown"


class Readiness(StrEnum):
    """How far an intervention is on its way to the ground."""

    CONCEPT = "concept"
    FEASIBILITY = "feasibility"
    DESIGN = "design"
    TENDER = "tender"
    CONSTRUCTION = "construction"
    COMPLETE = "complete"


class DependencyKind(StrEnum):
    """Finish to start, or start to start."""

    FINISH_START = "FS"
    START_START = "SS"


class PlannedAmount(PlansTable):
    """What an intervention needs in one financial year, in rand."""

    __tablename__ = "planned_amount"
    __table_args__ = (
        ForeignKeyConstraint(
            ["plan_id", "code", "space_code"],
            ["intervention.plan_id", "intervention.code", "intervention.space_code"],
        ),
    )

    plan_id: Mapped[PlanId] = mapped_column(Uuid, primary_key=True)
    space_code: Mapped[str]
    code: Mapped[str] = mapped_column(primary_key=True)
    financial_year: Mapped[str] = mapped_column(primary_key=True)
    amount: Mapped[Decimal]


def _planned_in(financial_year: str, amount: Decimal) -> PlannedAmount:
    return PlannedAmount(financial_year=financial_year, amount=amount)


class Intervention(PlansTable):
    """What the plan promises: where, by whom, and for how much in which year.

    `unphased` is money promised without a year. `depends_on` holds documents with
    `code`, `kind` and, where it is not zero, `lag_days`; `points` and `milestones` are
    documents as they are answered. What is None is not known.
    """

    __tablename__ = "intervention"

    plan_id: Mapped[PlanId] = mapped_column(Uuid, primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    space_code: Mapped[str]
    title: Mapped[str]
    focus_area: Mapped[FocusArea] = mapped_column(one_of(FocusArea))
    location_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    lead_organ: Mapped[str]
    sphere: Mapped[str]
    unphased: Mapped[Decimal | None]
    depends_on: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    strategies: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    supporting_organs: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    readiness: Mapped[Readiness | None] = mapped_column(one_of(Readiness))
    points: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    milestones: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    in_idp: Mapped[bool | None]
    confirmed_by_organ: Mapped[bool | None]
    start_year: Mapped[int | None]
    end_year: Mapped[int | None]
    section: Mapped[str | None]
    status_as_found: Mapped[str | None]
    source_document: Mapped[str | None]
    source_year: Mapped[int | None]
    source_url: Mapped[str | None]
    note: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=1)
    amounts: Mapped[dict[str, PlannedAmount]] = relationship(
        collection_class=attribute_keyed_dict("financial_year"),
        cascade="all, delete-orphan",
        lazy="selectin",
    )
    planned: AssociationProxy[dict[str, Decimal]] = association_proxy(
        "amounts", "amount", creator=_planned_in
    )

    @property
    def horizon_years(self) -> int | None:
        """How many years it lasts, both ends counted."""
        if self.start_year is None or self.end_year is None:
            return None
        return self.end_year - self.start_year + 1

    @property
    def horizon(self) -> HorizonBand | None:
        return None if self.horizon_years is None else band_of(self.horizon_years)

    def states(self) -> dict[str, object]:
        """Everything it says, by name."""
        said = {name: getattr(self, name) for name in STATED}
        return said | {"planned": dict(sorted(self.planned.items()))}

    def restate(self, other: "Intervention") -> None:
        """Say what the other one says; a new revision."""
        self.change(other.states())

    def change(self, said: Mapping[str, object]) -> None:
        """Say this instead; a new revision."""
        for name, value in said.items():
            setattr(self, name, value)
        self.revision += 1

    def adopted(self) -> AdoptedIntervention:
        """What the rest of the system needs of it once the plan is adopted."""
        return AdoptedIntervention(
            code=self.code,
            title=self.title,
            focus_area=self.focus_area,
            location_codes=tuple(self.location_codes),
            lead_organ=self.lead_organ,
            sphere=self.sphere,
            planned=dict(self.planned),
            unphased=self.unphased,
            depends_on=tuple(
                Dependency(code=link["code"], kind=link["kind"])
                for link in self.depends_on
            ),
            in_idp=self.in_idp,
            confirmed_by_organ=self.confirmed_by_organ,
            start_year=self.start_year,
            end_year=self.end_year,
        )


_KEYS = frozenset({"plan_id", "space_code", "revision"})
STATED = tuple(
    column.name for column in Intervention.__table__.columns if column.name not in _KEYS
)
