"""Pure: what the content of a plan scores by itself, 0 to 2 a question.

No official scored list was found: questions, scores and the pass mark are a design, as
dated data (`questions.csv`). What no program can read off a plan, a person answers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from chassis.tabular.packaged import packaged
from services.plans.content.gates import AREAS
from services.plans.content.whole import Whole
from services.plans.contradictions.rules import Promise
from services.plans.contradictions.sequence import late

BEST = 2
PASS_MARK = 18
MOST_LISTED = 20
SPHERES = ("national", "provincial", "local")
OTHERS = frozenset({"soe", "private"})
FRAMEWORKS = ("NDP", "MTDP", "PGDS", "IDP", "SDF")
ENOUGH_FRAMEWORKS = 3
HALF = 0.5
MOSTLY = 0.8


class AnsweredBy(StrEnum):
    COMPUTED = "computed"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Question:
    """One of twelve; a plan with 0 in one that must not be zero does not pass."""

    code: str
    title: str
    answered_by: AnsweredBy
    must_not_be_zero: bool


@dataclass(frozen=True, slots=True)
class Computed:
    """A score, what was counted for it, and what is lacking."""

    score: int
    basis: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """All that is read to answer: the plan, its promises, its consultation."""

    whole: Whole
    promises: Sequence[Promise]
    comment_windows: int
    sittings_minuted: int


@cache
def questions() -> tuple[Question, ...]:
    return packaged(Question, __package__, "questions.csv")


def computed(judged: Judged) -> dict[str, Computed]:
    """Scores of the questions that the content answers itself, by code."""
    return {code: answer(judged) for code, answer in ANSWERS.items()}


def passes(scores: Mapping[str, int]) -> bool:
    """Three quarters of the best score, and no 0 where it must not be."""
    needed = [question.code for question in questions() if question.must_not_be_zero]
    return sum(scores.values()) >= PASS_MARK and all(map(scores.__getitem__, needed))


def _diagnosis(judged: Judged) -> Computed:
    covered = {
        issue.focus_area
        for issue in judged.whole.issues
        if any(source.get("published_on") for source in issue.sources)
    }
    lacking = [f"no dated issue in {area}" for area in AREAS if area not in covered]
    score = _of_all(len(AREAS) - len(lacking), len(AREAS), HALF)
    basis = (
        f"{len(AREAS) - len(lacking)} of {len(AREAS)} focus areas have a dated issue"
    )
    return Computed(score, basis, tuple(lacking))


def _outcomes(judged: Judged) -> Computed:
    outcomes = judged.whole.outcomes
    vague = [
        each.code
        for each in outcomes
        if None in {each.indicator, each.baseline, each.target}
    ]
    evidence = tuple(f"{code} cannot be measured" for code in vague)
    basis = f"{len(outcomes) - len(vague)} of {len(outcomes)} outcomes can be measured"
    if not judged.whole.plan.vision:
        lacking = ("no vision is stated", *evidence)[:MOST_LISTED]
        return Computed(0, basis, lacking)
    score = _of_all(len(outcomes) - len(vague), len(outcomes), HALF)
    return Computed(score, basis, evidence[:MOST_LISTED])


def _strategies(judged: Judged) -> Computed:
    strategies = judged.whole.strategies
    idle = [each.code for each in strategies if not each.answers]
    score = _of_all(len(strategies) - len(idle), len(strategies), HALF)
    listed = [f"{code} answers no issue" for code in idle[:MOST_LISTED]]
    basis = f"{len(strategies) - len(idle)} of {len(strategies)} strategies answer one"
    return Computed(score, basis, tuple(listed))


def _commitments(judged: Judged) -> Computed:
    lacking = {promise.code: _lacks(promise) for promise in judged.promises}
    gaps = [f"{code} lacks {', '.join(what)}" for code, what in lacking.items() if what]
    whole = len(lacking) - len(gaps)
    basis = f"{whole} of {len(lacking)} interventions have all four"
    score = _of_all(whole, len(lacking), MOSTLY)
    return Computed(score, basis, tuple(gaps[:MOST_LISTED]))


def _lacks(promise: Promise) -> list[str]:
    missing = {
        "cost": not promise.cost,
        "year": promise.first_year is None,
        "place": not promise.places and not promise.whole_space,
    }
    return [name for name, lacks in missing.items() if lacks]


def _parties(judged: Judged) -> Computed:
    found = {each.sphere for each in judged.whole.interventions}
    absent = [f"nothing of the {name} sphere" for name in SPHERES if name not in found]
    basis = f"committed: {', '.join(sorted(found)) or 'nobody'}"
    if absent:
        return Computed(0, basis, tuple(absent))
    if found & OTHERS:
        return Computed(BEST, basis)
    return Computed(1, basis, ("no entity or private party",))


def _links(judged: Judged) -> Computed:
    linked = {link.framework for link in judged.whole.links}
    lacking = [name for name in FRAMEWORKS if name not in linked]
    share = ENOUGH_FRAMEWORKS / len(FRAMEWORKS)
    score = _of_all(len(FRAMEWORKS) - len(lacking), len(FRAMEWORKS), share)
    basis = f"{len(FRAMEWORKS) - len(lacking)} of {len(FRAMEWORKS)} are linked"
    return Computed(score, basis, tuple(f"no link to {name}" for name in lacking))


def _sequence(judged: Judged) -> Computed:
    wrong = list(late(judged.promises, ()))
    evidence = tuple(f"{each.first} comes after {each.then}" for each in wrong)
    stated = sum(len(promise.depends_on) for promise in judged.promises)
    basis = f"{stated} dependencies are stated, {len(wrong)} do not hold"
    if not stated:
        return Computed(0, basis, ("no dependency is stated",))
    return Computed(1 if wrong else BEST, basis, evidence[:MOST_LISTED])


def _consultation(judged: Judged) -> Computed:
    held = {
        "no window of public comment": judged.comment_windows,
        "no sitting of the space's forums with approved minutes": (
            judged.sittings_minuted
        ),
    }
    lacking = tuple(what for what, count in held.items() if not count)
    basis = (
        f"{judged.comment_windows} windows of comment, "
        f"{judged.sittings_minuted} sittings with approved minutes"
    )
    return Computed(BEST - len(lacking), basis, lacking)


def _of_all(found: int, wanted: int, partly: float) -> int:
    """2 where all is there, 1 from a share on, else 0; nothing wanted is nothing."""
    if not wanted:
        return 0
    if found == wanted:
        return BEST
    return 1 if found >= wanted * partly else 0


ANSWERS: Mapping[str, Callable[[Judged], Computed]] = {
    "Q01": _diagnosis,
    "Q03": _outcomes,
    "Q04": _strategies,
    "Q05": _commitments,
    "Q06": _parties,
    "Q07": _links,
    "Q10": _sequence,
    "Q12": _consultation,
}
