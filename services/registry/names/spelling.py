"""Close spellings: accepted only where no other name is nearly as close."""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from services.registry.names.answers import (
    Answer,
    Candidate,
    Scope,
    candidate,
    matched,
    unmatched,
)
from services.registry.names.lexicon import Lexicon, Naming
from services.registry.names.models import Outcome, Reason
from services.registry.names.rules import resembles, squeeze
from services.registry.names.wording import Label

FARTHEST = 6
"""Slips beyond which a name is no candidate."""

MARGIN = 2
"""Slips by which every other possible name must be further away than the best."""

CLOSEST = 94
LEAST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Near:
    """A name that is this many slips away."""

    slips: int
    naming: Naming


def by_spelling(lexicon: Lexicon, label: Label, scope: Scope) -> Answer:
    """Match by close spelling, if the closest name has no rival."""
    written = squeeze(label.core)
    if any(letter.isdigit() for letter in written):
        return unmatched(Outcome.UNKNOWN, Reason.NO_NAME_LIKE_IT)
    near = sorted(_near(lexicon, written), key=lambda each: each.slips)
    fitting = [each for each in near if scope.admits_name(each.naming)]
    shown = list(_shown(fitting, written, scope))
    alike = [each for each in fitting if _is_meant(lexicon, label, each)]
    if not alike:
        return unmatched(Outcome.UNKNOWN, Reason.NO_NAME_LIKE_IT, shown)
    best = alike[0]
    if _has_rival(best, near, scope) or _sounds_foreign(lexicon, written, best):
        return unmatched(Outcome.AMBIGUOUS, Reason.CLOSE_TO_SEVERAL, shown)
    code = best.naming.bearer.code
    bearers = [
        each.naming.bearer for each in fitting if each.naming.bearer.code == code
    ]
    place = min(bearers, key=lambda bearer: bearer.kind != "space")
    return matched(place, scope, Reason.CLOSE_SPELLING, _score(best, written))


def _near(lexicon: Lexicon, written: str) -> Iterator[Near]:
    found = process.extract(
        written,
        lexicon.spellings,
        scorer=OSA.distance,
        score_cutoff=FARTHEST,
        limit=None,
    )
    for key, slips, _ in found:
        for naming in lexicon.exact[key]:
            yield Near(int(slips), naming)


def _is_meant(lexicon: Lexicon, label: Label, near: Near) -> bool:
    name = near.naming.words
    return resembles(label.core, name) and lexicon.wording.agree_on_direction(
        label.core, name
    )


def _has_rival(best: Near, near: list[Near], scope: Scope) -> bool:
    """Whether another place is nearly as close, or one that is excluded is closer."""
    for other in near:
        if other.naming.bearer.code == best.naming.bearer.code:
            continue
        margin = MARGIN if _is_possible(other, scope) else 1
        if other.slips < best.slips + margin:
            return True
    return False


def _is_possible(near: Near, scope: Scope) -> bool:
    """A place that stands, or one that ended: an old label may mean either."""
    bearer = near.naming.bearer
    return scope.admits_name(near.naming) or bearer.on(scope.as_of) is None


def _sounds_foreign(lexicon: Lexicon, written: str, best: Near) -> bool:
    """Whether a town, a country or the like is as close as the best place."""
    return any(
        OSA.distance(written, other, score_cutoff=best.slips + 1) <= best.slips
        for other in lexicon.other_names
    )


def _score(near: Near, written: str) -> int:
    longest = max(len(written), len(squeeze(near.naming.words)))
    return min(CLOSEST, round(100 * (1 - near.slips / longest)))


def _shown(near: list[Near], written: str, scope: Scope) -> Iterator[Candidate]:
    for each in near:
        score = _score(each, written)
        if score >= LEAST_SHOWN:
            yield candidate(each.naming.bearer, scope.as_of, score)
