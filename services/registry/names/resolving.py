"""A label in, a place out, or the reason why none: never a guess.

resolve
  by code          the whole label is a code, or an identifier such as ZA-GP
  by adoption      a person decided what this label names
  by code within   "Joe Morolong (NC451)", where code and name agree
  by name          letter by letter, after folding: names, former names, aliases
  by spelling      few slips, and every other name much further away
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from services.registry.names.answers import (
    CERTAIN,
    Answer,
    Question,
    Scope,
    candidate,
    matched,
    unmatched,
)
from services.registry.names.lexicon import Bearer, Lexicon, Naming
from services.registry.names.models import Outcome, Reason
from services.registry.names.rules import (
    Words,
    fold,
    repaired,
    resembles,
    squeeze,
    without_year,
)
from services.registry.names.spelling import by_spelling
from services.registry.names.wording import Label

SEPARATORS = re.compile(r"[\s_.\-]+")
CAPITALS = re.compile(r"\b[A-Z]{2,3}\b")
LAST_PART = re.compile(r"^(?P<name>.+?)\s*[,(]\s*(?P<area>[^,()]+?)\s*\)?\s*$")
SCORES = {Reason.SHORT_FORM: 95, Reason.WORDS_IN_OTHER_ORDER: 95}
ALIKE = 98


def resolve(lexicon: Lexicon, question: Question) -> Answer:
    """Say which place a label names; the same label always gets the same answer."""
    text = question.label.strip()
    meant = repaired(text)
    scope = Scope(question.as_of, question.kind, _set(question.within), None)
    answer = (
        _by_code(lexicon, meant, scope)
        or _by_adoption(lexicon, meant, scope)
        or _by_code_within(lexicon, meant, scope)
        or _by_name_and_area(lexicon, meant, scope)
    )
    if answer.place is not None and meant != text:
        return replace(answer, reason=Reason.MOJIBAKE_REPAIRED)
    return answer


def _by_code(lexicon: Lexicon, text: str, scope: Scope) -> Answer | None:
    compact = SEPARATORS.sub("", text).upper()
    numbered = any(letter.isdigit() for letter in compact)
    if compact in lexicon.codes and (numbered or text == compact):
        return _one_of(lexicon.codes[compact], scope, Reason.EXACT_CODE)
    written = text.upper() if "-" in text else text
    if written in lexicon.identifiers:
        return _one_of(lexicon.identifiers[written], scope, Reason.IDENTIFIER)
    return None


def _by_adoption(lexicon: Lexicon, text: str, scope: Scope) -> Answer | None:
    """By the words a person decided about; None leaves the label to the other rules."""
    adopted = lexicon.adopted.get(squeeze(without_year(fold(text))), ())
    bearers = [naming.bearer for naming in adopted if scope.admits(naming.bearer)]
    return _one_of(bearers, scope, Reason.ADOPTED_ALIAS) if bearers else None


def _by_code_within(lexicon: Lexicon, text: str, scope: Scope) -> Answer | None:
    codes, rest = _codes_in(lexicon, fold(text))
    if len(codes) > 1:
        several = [b for code in codes for b in lexicon.codes.get(code, ())]
        return _differing(several, scope)
    if not codes:
        return None
    bearers = lexicon.codes.get(codes[0])
    if bearers is None:
        return unmatched(Outcome.UNKNOWN, Reason.CODE_UNKNOWN)
    beside = without_year((codes[0], *rest))[1:]
    label = lexicon.wording.read(beside) if beside else Label((), (), None)
    if label.words == label.core and label.words and _all_titles(lexicon, label.words):
        label = Label((), (), _title_of(lexicon, label.words))
    titled = replace(scope, kinds=label.kinds)
    answer = _one_of(bearers, titled, Reason.CODE_IN_LABEL, ALIKE)
    if answer.place is None or not label.core or _bears(lexicon, answer, label.core):
        return answer
    return _differing([*bearers, *_bearers(_named(lexicon, label.core))], scope)


def _by_name_and_area(lexicon: Lexicon, text: str, scope: Scope) -> Answer:
    answer = _by_name(lexicon, text, scope)
    if answer.place is not None:
        return answer
    for name, area in _areas_in(lexicon, text):
        inside = replace(scope, within=scope.within | {area})
        found = _by_name(lexicon, name, inside)
        if found.place is not None:
            return found
    return answer


def _by_name(lexicon: Lexicon, text: str, scope: Scope) -> Answer:
    words = without_year(fold(text))
    if not words:
        return unmatched(Outcome.UNKNOWN, Reason.NO_NAME_LIKE_IT)
    label = lexicon.wording.read(words)
    titled = replace(scope, kinds=label.kinds)
    namings = _named(lexicon, label.core)
    if namings:
        return _by_namings(namings, titled, text)
    if squeeze(label.core) in lexicon.other_names:
        return unmatched(Outcome.UNKNOWN, Reason.OTHER_NAME)
    return by_spelling(lexicon, label, titled)


def _by_namings(namings: list[Naming], scope: Scope, text: str) -> Answer:
    """Answer for names that are the label's, letter by letter."""
    fitting = [naming for naming in namings if scope.admits_name(naming)]
    if fitting:
        reason = fitting[0].reason
        if reason is Reason.NAME and all(n.written != text for n in fitting):
            reason = Reason.NORMALISED_NAME
        score = CERTAIN if reason is Reason.NAME else SCORES.get(reason, ALIKE)
        return _one_of(_bearers(fitting), scope, reason, score)
    return unmatched(
        Outcome.UNKNOWN,
        _why_none(namings, scope),
        [candidate(naming.bearer, scope.as_of, ALIKE) for naming in namings],
    )


def _why_none(namings: list[Naming], scope: Scope) -> Reason:
    if any(scope.admits(naming.bearer) for naming in namings):
        return Reason.NEEDS_A_TITLE
    if any(naming.bearer.on(scope.as_of) for naming in namings):
        return Reason.NOT_OF_THIS_KIND_OR_AREA
    return Reason.NOT_ON_THIS_DAY


def _one_of(
    bearers: Iterable[Bearer], scope: Scope, reason: Reason, score: int = CERTAIN
) -> Answer:
    """The one place among the bearers; a space before its municipality."""
    every = list(bearers)
    fitting = [bearer for bearer in every if scope.admits(bearer)]
    shown = [candidate(b, scope.as_of, score) for b in fitting or every]
    if len({bearer.code for bearer in fitting}) == 1:
        first = min(fitting, key=lambda bearer: bearer.kind != "space")
        return matched(first, scope, reason, score)
    if fitting:
        return unmatched(Outcome.AMBIGUOUS, Reason.SEVERAL_PLACES, shown)
    stands = any(bearer.on(scope.as_of) for bearer in every)
    why = Reason.NOT_OF_THIS_KIND_OR_AREA if stands else Reason.NOT_ON_THIS_DAY
    return unmatched(Outcome.UNKNOWN, why, shown)


def _differing(bearers: Iterable[Bearer], scope: Scope) -> Answer:
    shown = [candidate(bearer, scope.as_of, ALIKE) for bearer in bearers]
    return unmatched(Outcome.AMBIGUOUS, Reason.CODE_AND_NAME_DIFFER, shown)


def _named(lexicon: Lexicon, core: Words) -> list[Naming]:
    """Names with exactly these letters, else with these words in another order.

    Order tells directions apart: Rand West (City) is not West Rand.
    """
    exact = lexicon.exact.get(squeeze(core))
    if exact or len(core) == 1 or set(core) & lexicon.wording.directions:
        return exact or []
    shuffled = lexicon.shuffled.get(squeeze(tuple(sorted(core))), [])
    return [replace(n, reason=Reason.WORDS_IN_OTHER_ORDER) for n in shuffled]


def _bears(lexicon: Lexicon, answer: Answer, core: Words) -> bool:
    """Whether the place found by its code is called what the label also says."""
    assert answer.place is not None  # noqa: S101  narrows the type
    code = answer.place.code
    if any(naming.bearer.code == code for naming in _named(lexicon, core)):
        return True
    return any(
        naming.bearer.code == code and resembles(core, naming.words)
        for namings in lexicon.exact.values()
        for naming in namings
    )


def _bearers(namings: Iterable[Naming]) -> list[Bearer]:
    return [naming.bearer for naming in namings]


def _codes_in(lexicon: Lexicon, words: Words) -> tuple[list[str], Words]:
    """Codes with digits among the words, "DC 45" included, and the other words."""
    codes: list[str] = []
    rest: list[str] = []
    position = 0
    while position < len(words):
        word, pair = words[position], squeeze(words[position : position + 2])
        joined = word.isalpha() and not pair.isalpha() and pair.upper() in lexicon.codes
        written = pair if joined else word
        numbered = not written.isalpha() and written.upper() in lexicon.codes
        if numbered or lexicon.wording.code_shape.fullmatch(written):
            codes.append(written.upper())
        else:
            rest.append(word)
        position += 2 if joined else 1
    return list(dict.fromkeys(codes)), tuple(rest)


def _areas_in(lexicon: Lexicon, text: str) -> Iterable[tuple[str, str]]:
    """The label without the province it names, and that province's code."""
    parts = LAST_PART.match(text)
    if parts is not None:
        for naming in _named(lexicon, fold(parts["area"])):
            if naming.bearer.kind == "province":
                yield parts["name"], naming.bearer.code
    for written in CAPITALS.findall(text):
        known = lexicon.codes.get(written) or lexicon.identifiers.get(written) or ()
        for bearer in known:
            if bearer.kind == "province":
                yield re.sub(rf"\b{written}\b", " ", text), bearer.code


def _all_titles(lexicon: Lexicon, words: Words) -> bool:
    return all(word in lexicon.wording.titles for word in words)


def _title_of(lexicon: Lexicon, words: Words) -> frozenset[tuple[str, str]]:
    titles = [lexicon.wording.titles[word] for word in words]
    return frozenset.intersection(*titles)


def _set(within: str | None) -> frozenset[str]:
    return frozenset() if within is None else frozenset({within})
