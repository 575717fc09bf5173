"""The columns of files of issues, outcomes, strategies and links."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any, ClassVar, Self

from chassis.tabular.columns import EARLIEST_YEAR, LATEST_YEAR, Column
from chassis.tabular.given import Given
from chassis.tabular.kinds import codes, text, whole_number
from chassis.tabular.layout import Layout
from services.plans.content.models import (
    Issue,
    Outcome,
    PlanLink,
    Record,
    Relation,
    Strategy,
    SubjectKind,
)
from services.plans.documents.content import FocusArea
from services.plans.imports.cells import measure, member, own_code, sources

NAME, STATEMENT = text(200), text(2000)
_year = whole_number(EARLIEST_YEAR, LATEST_YEAR)


@dataclass(frozen=True, kw_only=True)
class RecordRow:
    """One row; its columns are what the record says."""

    entity: ClassVar[type[Record]]
    row: int
    code: str

    def completed(self, given: Given, before: Record) -> Self:
        """The row, with what stands where the file has no column."""
        return replace(self, **given.kept(before, {name: name for name in self._names}))

    def stated(self) -> Record:
        """The record this row states, not yet in any plan."""
        return self.entity(**{name: self._kept(name) for name in self._names})

    @property
    def _names(self) -> list[str]:
        return [each.name for each in fields(self) if each.name != "row"]

    def _kept(self, name: str) -> Any:  # noqa: ANN401  whatever a column may hold
        value = getattr(self, name)
        return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True, kw_only=True)
class IssueRow(RecordRow):
    entity: ClassVar[type[Record]] = Issue
    focus_area: FocusArea
    statement: str
    sources: Sequence[dict[str, Any]] = ()


@dataclass(frozen=True, kw_only=True)
class OutcomeRow(RecordRow):
    entity: ClassVar[type[Record]] = Outcome
    focus_area: FocusArea
    statement: str
    indicator: str | None = None
    unit: str | None = None
    baseline: Decimal | None = None
    baseline_year: int | None = None
    target: Decimal | None = None
    target_year: int | None = None


@dataclass(frozen=True, kw_only=True)
class StrategyRow(RecordRow):
    entity: ClassVar[type[Record]] = Strategy
    focus_area: FocusArea
    statement: str
    answers: Sequence[str] = ()
    serves: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class LinkRow(RecordRow):
    entity: ClassVar[type[Record]] = PlanLink
    framework: str
    item: str
    relation: Relation
    subject_kind: SubjectKind | None = None
    subject: str | None = None
    note: str | None = None


CODE = Column("code", own_code, required=True, unique=True)
SAID = (
    CODE,
    Column("focus_area", member(FocusArea), required=True),
    Column("statement", STATEMENT, required=True),
)

ISSUES = Layout(IssueRow, (*SAID, Column("sources", sources)))
OUTCOMES = Layout(
    OutcomeRow,
    (
        *SAID,
        Column("indicator", NAME),
        Column("unit", NAME),
        Column("baseline", measure),
        Column("baseline_year", _year),
        Column("target", measure),
        Column("target_year", _year),
    ),
)
STRATEGIES = Layout(
    StrategyRow, (*SAID, Column("answers", codes), Column("serves", codes))
)
LINKS = Layout(
    LinkRow,
    (
        CODE,
        Column("framework", own_code, required=True),
        Column("item", own_code, required=True),
        Column("relation", member(Relation), required=True),
        Column("subject_kind", member(SubjectKind)),
        Column("subject", own_code),
        Column("note", STATEMENT),
    ),
)
