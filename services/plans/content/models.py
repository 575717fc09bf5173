"""The records of a plan's content; each has a code, and a revision for its ETag.

RecordNotFound   404  the plan has no such record
RecordExists     409  a code is given once
StillNamed       409  others stand on it
ContentNotValid  422  it names what is not there, or aims at the past
StageNotReady    409  the content a legal stage needs is missing
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Numeric, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import one_of
from chassis.errors import Conflict, NotFound, Unprocessable
from contracts.ids import PlanId
from services.plans.documents.content import FocusArea
from services.plans.tables import PlansTable


class RecordNotFound(NotFound):
    """The plan has no record of this kind with this code."""


class RecordExists(Conflict):
    """The plan has a record of this kind with this code."""


class StillNamed(Conflict):
    """Others name it: take it out of them first; `errors` lists them."""


class ContentNotValid(Unprocessable):
    """What a record names is in the plan or is a framework, and targets come later.

    Nothing was changed; `errors` lists every fault.
    """


class StageNotReady(Conflict):
    """A stage is complete when its content is there; `errors` lists all that is not.

    Which rule binds plans of which provenance, and since when, is dated data.
    """


class Relation(StrEnum):
    """What a plan is to an item of another plan; `missing` is a gap in one of them."""

    IMPLEMENTS = "implements"
    CONTRIBUTES = "contributes"
    CONFLICTS = "conflicts"
    MISSING = "missing"


class SubjectKind(StrEnum):
    OUTCOME = "outcome"
    STRATEGY = "strategy"
    INTERVENTION = "intervention"


KEYS = frozenset({"plan_id", "space_code", "revision"})


class Record(PlansTable):
    """What all records share: their plan, their code, and how they change."""

    __abstract__ = True
    noun: ClassVar[str]

    plan_id: Mapped[PlanId] = mapped_column(Uuid, primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    space_code: Mapped[str]
    revision: Mapped[int] = mapped_column(default=1)

    def states(self) -> dict[str, object]:
        """Everything it says, by name."""
        columns = (column.name for column in self.__table__.columns)
        return {name: getattr(self, name) for name in columns if name not in KEYS}

    def restate(self, other: "Record") -> None:
        """Say what the other one says; a new revision if that is anything new."""
        self.change(other.states())

    def change(self, said: Mapping[str, object]) -> bool:
        """Say this; whether that is anything new."""
        news = {name: said[name] for name in said if getattr(self, name) != said[name]}
        for name, value in news.items():
            setattr(self, name, value)
        if news:
            self.revision += 1
        return bool(news)


class Issue(Record):
    """What the diagnosis found in one focus area, and by which dated sources.

    `sources` holds documents with `title`, `published_on` and `url`.
    """

    __tablename__ = "issue"
    noun: ClassVar[str] = "issue"

    focus_area: Mapped[FocusArea] = mapped_column(one_of(FocusArea))
    statement: Mapped[str]
    sources: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)


class Outcome(Record):
    """What the vision means in figures: from where, to where, by when."""

    __tablename__ = "outcome"
    noun: ClassVar[str] = "outcome"

    focus_area: Mapped[FocusArea] = mapped_column(one_of(FocusArea))
    statement: Mapped[str]
    indicator: Mapped[str | None]
    unit: Mapped[str | None]
    baseline: Mapped[Decimal | None] = mapped_column(Numeric(20, 4))
    baseline_year: Mapped[int | None]
    target: Mapped[Decimal | None] = mapped_column(Numeric(20, 4))
    target_year: Mapped[int | None]


class Strategy(Record):
    """How issues (`answers`) are met so that outcomes (`serves`) come about."""

    __tablename__ = "strategy"
    noun: ClassVar[str] = "strategy"

    focus_area: Mapped[FocusArea] = mapped_column(one_of(FocusArea))
    statement: Mapped[str]
    answers: Mapped[list[str]] = mapped_column(ARRAY(Text))
    serves: Mapped[list[str]] = mapped_column(ARRAY(Text))


class PlanLink(Record):
    """What a record of the plan is to an item of another plan or framework."""

    __tablename__ = "plan_link"
    noun: ClassVar[str] = "link"

    framework: Mapped[str]
    item: Mapped[str]
    relation: Mapped[Relation] = mapped_column(one_of(Relation))
    subject_kind: Mapped[SubjectKind | None] = mapped_column(one_of(SubjectKind))
    subject: Mapped[str | None]
    note: Mapped[str | None]
