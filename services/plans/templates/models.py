"""Templates: what a draft begins with, named or taken from an adopted plan.

TemplateNotFound   404
PlanNotATemplate   409  a draft is nobody's template
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from chassis.errors import Conflict, NotFound
from chassis.tabular.packaged import rows_in
from services.plans.content.models import Issue, Outcome, PlanLink, Record, Strategy
from services.plans.content.models import SubjectKind as Kind
from services.plans.content.whole import Whole
from services.plans.documents.content import FocusArea


class TemplateNotFound(NotFound):
    """There is no template with this code; GET /v1/plan-templates lists them."""


class PlanNotATemplate(Conflict):
    """A draft is begun from what was adopted; within a space, drafts are cloned."""


@dataclass(frozen=True)
class Template:
    """Records to answer: no evidence, no measured values, no money."""

    code: str
    records: Mapping[type[Record], Sequence[Mapping[str, Any]]]

    @property
    def issues(self) -> Sequence[Mapping[str, Any]]:
        return self.records[Issue]

    @property
    def outcomes(self) -> Sequence[Mapping[str, Any]]:
        return self.records[Outcome]


@cache
def templates() -> Mapping[str, Template]:
    """Those that are named, by code."""
    rows = rows_in(files(__package__) / "templates.csv")
    return {
        code: Template(
            code,
            {
                Issue: [
                    _said(row) | {"sources": []}
                    for row in rows
                    if _is(row, code, Issue)
                ],
                Outcome: [
                    _said(row) | {name: row[name] for name in ("indicator", "unit")}
                    for row in rows
                    if _is(row, code, Outcome)
                ],
            },
        )
        for code in dict.fromkeys(row["template"] for row in rows)
    }


def _is(row: Mapping[str, str], template: str, entity: type[Record]) -> bool:
    return (row["template"], row["kind"]) == (template, entity.noun)


def _said(row: Mapping[str, str]) -> dict[str, Any]:
    said = {name: row[name] for name in ("code", "statement")}
    return said | {"focus_area": FocusArea(row["focus_area"])}


def template_of(whole: Whole) -> Template:
    """What another space may begin with: not its evidence, values, places or money."""
    shared = ("code", "focus_area", "statement")
    return Template(
        str(whole.plan.id),
        {
            Issue: [_of(each, shared) | {"sources": []} for each in whole.issues],
            Outcome: [
                _of(each, (*shared, "indicator", "unit")) for each in whole.outcomes
            ],
            Strategy: [
                _of(each, (*shared, "answers", "serves")) for each in whole.strategies
            ],
            PlanLink: [
                _of(each, OF_LINKS)
                for each in whole.links
                if each.subject_kind is not Kind.INTERVENTION
            ],
        },
    )


OF_LINKS = (
    "code",
    "framework",
    "item",
    "relation",
    "subject_kind",
    "subject",
    "note",
)


def _of(record: Record, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}
