"""The columns of a file of interventions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from chassis.tabular.columns import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    AmountColumn,
    AmountsByYear,
    Column,
)
from chassis.tabular.given import Given
from chassis.tabular.kinds import (
    Link,
    boolean,
    choice,
    code,
    codes,
    text,
    whole_number,
)
from chassis.tabular.layout import Layout
from services.plans.documents.content import FocusArea, Intervention, Readiness
from services.plans.imports.cells import (
    dependencies,
    milestones,
    own_code,
    points,
)

SPHERES = ("national", "provincial", "local", "soe", "private")


@dataclass(frozen=True, kw_only=True)
class InterventionRow:
    """One row; what may be blank has a default. Amounts in rand."""

    row: int
    intervention_id: str
    title: str
    focus_area: str
    location_code: tuple[str, ...]
    lead_organ: str
    sphere: str
    planned: dict[str, Decimal] = field(default_factory=dict)
    planned_unphased: Decimal | None = None
    depends_on: tuple[Link, ...] = ()
    strategies: tuple[str, ...] = ()
    supporting_organs: tuple[str, ...] = ()
    readiness: str | None = None
    in_idp: bool | None = None
    confirmed_by_organ: bool | None = None
    start_year: int | None = None
    end_year: int | None = None
    section: str | None = None
    status_as_found: str | None = None
    source_document: str | None = None
    source_year: int | None = None
    source_url: str | None = None
    note: str | None = None
    points: Sequence[dict[str, Any]] = ()
    milestones: Sequence[dict[str, Any]] = ()

    @property
    def code(self) -> str:
        return self.intervention_id

    def completed(self, given: Given, before: Intervention) -> "InterventionRow":
        """The row, with what stands where the file has no column."""
        kept = given.kept(before, KEPT)
        if "planned_unphased" not in given.columns:
            kept["planned_unphased"] = before.unphased
        if "depends_on" not in given.columns:
            kept["depends_on"] = tuple(map(link_of, before.depends_on))
        planned = given.amounts(before.planned, self.planned)
        return replace(self, planned=planned, **kept)

    def stated(self) -> Intervention:
        """The intervention this row states, not yet in any plan."""
        return Intervention(
            code=self.intervention_id,
            title=self.title,
            focus_area=FocusArea(self.focus_area),
            location_codes=list(self.location_code),
            lead_organ=self.lead_organ,
            sphere=self.sphere,
            planned=dict(self.planned),
            unphased=self.planned_unphased,
            depends_on=[stored(link) for link in self.depends_on],
            strategies=list(self.strategies),
            supporting_organs=list(self.supporting_organs),
            readiness=Readiness(self.readiness) if self.readiness else None,
            points=list(self.points),
            milestones=list(self.milestones),
            in_idp=self.in_idp,
            confirmed_by_organ=self.confirmed_by_organ,
            start_year=self.start_year,
            end_year=self.end_year,
            section=self.section,
            status_as_found=self.status_as_found,
            source_document=self.source_document,
            source_year=self.source_year,
            source_url=self.source_url,
            note=self.note,
        )


def stored(link: Link) -> dict[str, Any]:
    """A dependency as the intervention keeps it."""
    said: dict[str, Any] = {"code": link.code, "kind": link.kind}
    return said | ({"lag_days": link.lag_days} if link.lag_days else {})


def link_of(kept: Mapping[str, Any]) -> Link:
    """A dependency that an intervention keeps, as a file has it."""
    return Link(**kept)


# Columns a file may leave out, and the attributes of what stands.
KEPT = {
    name: name
    for name in (
        "strategies",
        "supporting_organs",
        "readiness",
        "points",
        "milestones",
        "in_idp",
        "confirmed_by_organ",
        "start_year",
        "end_year",
        "section",
        "status_as_found",
        "source_document",
        "source_year",
        "source_url",
        "note",
    )
}

_year = whole_number(EARLIEST_YEAR, LATEST_YEAR)

LAYOUT = Layout(
    InterventionRow,
    (
        Column("intervention_id", own_code, required=True, unique=True),
        Column("title", text(200), required=True),
        Column("focus_area", choice([area.value for area in FocusArea]), required=True),
        Column("location_code", codes, required=True),
        Column("lead_organ", code, required=True),
        Column("sphere", choice(SPHERES), required=True),
        AmountsByYear("planned"),
        AmountColumn("planned_unphased"),
        Column("depends_on", dependencies),
        Column("strategies", codes),
        Column("supporting_organs", codes),
        Column("readiness", choice([state.value for state in Readiness])),
        Column("points", points),
        Column("milestones", milestones),
        Column("in_idp", boolean),
        Column("confirmed_by_organ", boolean),
        Column("start_year", _year),
        Column("end_year", _year),
        Column("section", text(64)),
        Column("status_as_found", text(200)),
        Column("source_document", text()),
        Column("source_year", _year),
        Column("source_url", text(2000)),
        Column("note", text(2000)),
    ),
)
