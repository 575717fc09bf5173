"""What is asked of a label, and what is answered."""

from dataclasses import dataclass
from datetime import date

from services.registry.names.lexicon import Bearer, Naming, Period
from services.registry.names.models import Outcome, Reason
from services.registry.names.wording import Kinds

CERTAIN = 100
MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Question:
    """A label, and what the asker knows of the place: its kind, where, and when."""

    label: str
    as_of: date
    kind: str | None = None
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which places may be the answer: from the question and from the label itself."""

    as_of: date
    kind: str | None
    within: frozenset[str]
    kinds: Kinds | None

    @property
    def has_title(self) -> bool:
        return self.kinds is not None or self.kind is not None

    def admits(self, bearer: Bearer) -> bool:
        """Whether the bearer stands on the day and is of this kind and area."""
        period = bearer.on(self.as_of)
        return (
            period is not None
            and self._has_kind(bearer, period)
            and self.within <= {period.province_code, period.space_code, bearer.code}
        )

    def admits_name(self, naming: Naming) -> bool:
        return self.admits(naming.bearer) and (self.has_title or not naming.needs_title)

    def _has_kind(self, bearer: Bearer, period: Period) -> bool:
        if self.kind not in {None, bearer.kind}:
            return False
        category = "" if bearer.kind == "province" else period.category
        return self.kinds is None or (bearer.kind, category) in self.kinds


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place a label may name; `score` is 0 to 100."""

    kind: str
    code: str
    name: str
    score: int
    stands: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """`place` is set when, and only when, the outcome is `matched`."""

    outcome: Outcome
    reason: Reason
    score: int
    place: Candidate | None
    candidates: tuple[Candidate, ...]


def candidate(bearer: Bearer, as_of: date, score: int = CERTAIN) -> Candidate:
    period = bearer.on(as_of)
    shown = period or bearer.periods[-1]
    return Candidate(bearer.kind, bearer.code, shown.name, score, period is not None)


def matched(bearer: Bearer, scope: Scope, reason: Reason, score: int) -> Answer:
    place = candidate(bearer, scope.as_of, score)
    return Answer(Outcome.MATCHED, reason, score, place, (place,))


def unmatched(
    outcome: Outcome, reason: Reason, candidates: list[Candidate] | None = None
) -> Answer:
    """No match; candidates by score, each place once."""
    best: dict[tuple[str, str, bool], Candidate] = {}
    for each in sorted(candidates or [], key=lambda c: (-c.score, c.code, c.kind)):
        best.setdefault((each.kind, each.code, each.stands), each)
    shown = tuple(best.values())[:MOST_CANDIDATES]
    return Answer(outcome, reason, shown[0].score if shown else 0, None, shown)
