"""What a record may name, and when: records of its plan, frameworks, years in order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from chassis.errors import FieldError
from chassis.tabular.packaged import packaged
from services.plans.content.models import (
    Issue,
    Outcome,
    PlanLink,
    Record,
    Relation,
    Strategy,
)


@dataclass(frozen=True)
class Framework:
    """A plan or framework that may be linked to."""

    code: str
    name: str


@dataclass(frozen=True)
class Naming:
    """A record's field, and the codes of which kind of record it holds."""

    field: str
    kind: str


NAMED: Mapping[type[Record], tuple[Naming, ...]] = {
    Strategy: (Naming("answers", Issue.noun), Naming("serves", Outcome.noun)),
}


@cache
def frameworks() -> Mapping[str, str]:
    """Names of the plans and frameworks that may be linked to, by code."""
    known = packaged(Framework, __package__, "frameworks.csv")
    return {each.code: each.name for each in known}


def faults_of(
    record: Record, codes: Mapping[str, set[str]], at: str = ""
) -> Iterator[FieldError]:
    """Every rule it breaks; `codes` of the plan's records, by kind."""
    for naming in NAMED.get(type(record), ()):
        for position, code in enumerate(getattr(record, naming.field)):
            if code not in codes[naming.kind]:
                yield _unknown(f"{at}/{naming.field}/{position}", naming.kind, code)
    if isinstance(record, PlanLink):
        yield from _of_link(record, codes, at)
    if isinstance(record, Outcome):
        yield from _of_outcome(record, at)


def _of_outcome(outcome: Outcome, at: str) -> Iterator[FieldError]:
    since, until = outcome.baseline_year, outcome.target_year
    if since is not None and until is not None and until <= since:
        detail = f"the baseline is of {since}"
        yield FieldError(f"{at}/target_year", "target-not-after-baseline", detail)


def _of_link(
    link: PlanLink, codes: Mapping[str, set[str]], at: str
) -> Iterator[FieldError]:
    if link.framework not in frameworks():
        known = ", ".join(frameworks())
        detail = f"{link.framework} is none of: {known}"
        yield FieldError(f"{at}/framework", "framework-unknown", detail)
    if (link.subject is None) != (link.subject_kind is None) or (
        link.subject is None and link.relation is not Relation.MISSING
    ):
        detail = "a kind and a code; both left out only where something is missing"
        yield FieldError(f"{at}/subject", "subject-incomplete", detail)
    elif link.subject_kind and link.subject not in codes[link.subject_kind]:
        yield _unknown(f"{at}/subject", link.subject_kind, str(link.subject))


def _unknown(pointer: str, kind: str, code: str) -> FieldError:
    return FieldError(pointer, f"{kind}-unknown", f"the plan has no {kind} {code}")


def naming(gone: Record, others: Iterable[Record]) -> Iterator[FieldError]:
    """The records that name one that is about to go."""
    for other in others:
        if isinstance(other, PlanLink):
            named = other.subject_kind == gone.noun and other.subject == gone.code
        else:
            named = any(
                each.kind == gone.noun and gone.code in getattr(other, each.field)
                for each in NAMED.get(type(other), ())
            )
        if named:
            yield still_named(gone.noun, gone.code, other.noun, other.code)


def still_named(noun: str, code: str, by_noun: str, by_code: str) -> FieldError:
    detail = f"{by_noun} {by_code} names {noun} {code}"
    return FieldError(f"/{by_noun}/{by_code}", "still-named", detail)
