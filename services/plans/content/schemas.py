"""A plan's content on the wire: each kind as drafted, as changed, as answered."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    create_model,
)

from chassis.web.fields import (
    Code,
    Day,
    Line,
    Name,
    Reason,
    Sent,
    left_out,
    once,
    printable,
)
from contracts.ids import PlanId
from services.plans.content.models import Relation, SubjectKind
from services.plans.documents.content import FocusArea
from services.plans.documents.models import Provenance
from services.plans.documents.schemas import InterventionView, fit_a_cell

MOST_NAMES = 200
MOST_SOURCES = 50
MOST_RECORDS = 2000

Measure = Annotated[
    Decimal,
    Field(max_digits=20, decimal_places=4, allow_inf_nan=False),
    PlainSerializer(lambda value: f"{value.normalize():f}", return_type=str),
]
"""A measured value, exact to four decimals; a string in answers."""

Year = Annotated[int, Field(strict=True, ge=1994, le=2100)]
Title = Annotated[Name, Line]
Statement = Annotated[Reason, Line]


Codes = Annotated[
    list[Code], Field(max_length=MOST_NAMES), once("each code at most once")
]
Address = Annotated[
    str,
    Field(pattern=r"^https?://\S+$", max_length=2000),
    AfterValidator(printable),
    Line,
]


class Source(Sent):
    """Where something is known from, and of what day that source is."""

    title: Title
    published_on: Day | None = None
    url: Address | None = None


Sources = Annotated[
    list[Source], Field(max_length=MOST_SOURCES), AfterValidator(fit_a_cell)
]


class IssueBody(Sent):
    focus_area: FocusArea
    statement: Statement
    sources: Sources = Field(default_factory=list)


class OutcomeBody(Sent):
    focus_area: FocusArea
    statement: Statement
    indicator: Title | None = None
    unit: Title | None = None
    baseline: Measure | None = None
    baseline_year: Year | None = None
    target: Measure | None = None
    target_year: Year | None = None


class StrategyBody(Sent):
    focus_area: FocusArea
    statement: Statement
    answers: Codes = Field(default_factory=list)
    serves: Codes = Field(default_factory=list)


class LinkBody(Sent):
    framework: Code = Field(examples=["NDP"])
    item: Code = Field(examples=["6"])
    relation: Relation
    subject_kind: SubjectKind | None = None
    subject: Code | None = None
    note: Statement | None = None


class IssueDraft(IssueBody):
    """What the diagnosis found; a focus area's issues come with dated sources."""

    code: Code = Field(examples=["D1"])


class OutcomeDraft(OutcomeBody):
    """What the vision means: a measure from its baseline to its target."""

    code: Code = Field(examples=["O1"])


class StrategyDraft(StrategyBody):
    """How issues are answered and outcomes served, by their codes."""

    code: Code = Field(examples=["S1"])


class LinkDraft(LinkBody):
    """What a record of the plan is to an item of another plan.

    Without a subject, and `missing`: the plan has nothing for that item.
    """

    code: Code = Field(examples=["L1"])


def changes_of(body: type[Sent], name: str) -> type[Sent]:
    """The same members, each of which may be left out; what is left out stays."""
    members: dict[str, Any] = {}
    for member, known in body.model_fields.items():
        rules = tuple(known.metadata)
        kind = Annotated[(known.annotation, *rules)] if rules else known.annotation
        members[member] = (kind, left_out())
    doc = "What changes; what is left out stays as it is."
    return create_model(name, __base__=Sent, __doc__=doc, **members)


class RecordView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    plan_id: PlanId
    space_code: str = Field(examples=["DC45"])
    code: str
    revision: int


class IssueView(RecordView):
    """An issue of the diagnosis. `revision` is its ETag."""

    focus_area: FocusArea
    statement: str
    sources: list[Source]


class OutcomeView(RecordView):
    """A measurable outcome of the vision. `revision` is its ETag."""

    focus_area: FocusArea
    statement: str
    indicator: str | None
    unit: str | None
    baseline: Measure | None
    baseline_year: int | None
    target: Measure | None
    target_year: int | None


class StrategyView(RecordView):
    """A strategy: the issues it answers, the outcomes it serves."""

    focus_area: FocusArea
    statement: str
    answers: list[str]
    serves: list[str]


class LinkView(RecordView):
    """What the plan, or a record of it, is to an item of another plan."""

    framework: str
    item: str
    relation: Relation
    subject_kind: SubjectKind | None
    subject: str | None
    note: str | None


class ContentStatement(Sent):
    """Many records at once, each as it shall be; those not named stay.

    `tree` has the codes of interventions by strategy: an intervention named there
    belongs to just the strategies that name it. Without `vision` that stays.
    """

    vision: Reason = left_out()
    issues: Annotated[list[IssueDraft], Field(max_length=MOST_RECORDS)] = Field(
        default_factory=list
    )
    outcomes: Annotated[list[OutcomeDraft], Field(max_length=MOST_RECORDS)] = Field(
        default_factory=list
    )
    strategies: Annotated[list[StrategyDraft], Field(max_length=MOST_RECORDS)] = Field(
        default_factory=list
    )
    links: Annotated[list[LinkDraft], Field(max_length=MOST_RECORDS)] = Field(
        default_factory=list
    )
    tree: Annotated[dict[Code, list[Code]], Field(max_length=MOST_RECORDS)] = Field(
        default_factory=dict, examples=[{"S1": ["I01", "I02"]}]
    )
    dry_run: bool = Field(default=False, description="Only say what would change.")


class ContentStated(BaseModel):
    """What was, or would be, created and updated: codes by kind of record."""

    plan_id: PlanId
    space_code: str
    plan_version: int
    dry_run: bool
    created: dict[str, list[str]]
    updated: dict[str, list[str]]
    unchanged: int


class PlanHeader(BaseModel):
    """What identifies the plan in its document."""

    model_config = ConfigDict(from_attributes=True)

    id: PlanId
    space_code: str
    title: str
    provenance: Provenance
    vision: str | None
    generation: int
    version: int
    based_on: PlanId | None


class PlanDocument(BaseModel):
    """Everything a plan says; records in the order of their codes.

    Of an adopted plan it is served in canonical JSON (RFC 8785) at
    `/v1/plans/{plan_id}/sealed`; the SHA-256 of that is the plan's `seal`.
    """

    model_config = ConfigDict(from_attributes=True)

    plan: PlanHeader
    issues: list[IssueView]
    outcomes: list[OutcomeView]
    strategies: list[StrategyView]
    links: list[LinkView]
    interventions: list[InterventionView]
