"""Pure: where the interventions of a plan contradict or repeat each other.

    Contradiction
      duplicate        two organs promise the same, in one place and time
      two_names        one project stands under two names
      sequence         what must come first comes later
      incomplete       a promise without cost, year or place

Scores are shares of 1 and come with their parts, so that a person can disagree. The
thresholds are ours (design): they decide what is shown, never what is right.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import combinations

from services.plans.contradictions.sequence import Precedence, late
from services.plans.contradictions.wording import Titles

ALIKE_ENOUGH = Decimal("0.75")
WEIGHTS = {
    "wording": Decimal("0.55"),
    "place": Decimal("0.20"),
    "time": Decimal("0.15"),
    "focus_area": Decimal("0.10"),
}
SMALLEST_WORDING = Decimal("0.60")
MOST_OF_ONE_AMOUNT = 20
NOTHING, WHOLE = Decimal(0), Decimal(1)


class ContradictionKind(StrEnum):
    DUPLICATE = "duplicate"
    TWO_NAMES = "two_names"
    SEQUENCE = "sequence"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class Promise:
    """An intervention as the rules see it.

    `places` are codes of municipalities or below, empty where only the space, the
    province or the country is named (`whole_space` tells which); years are those in
    which a financial year begins, None where nobody said.
    """

    code: str
    title: str
    focus_area: str
    lead_organ: str
    places: frozenset[str]
    whole_space: bool
    first_year: int | None
    last_year: int | None
    planned: Mapping[str, Decimal]
    unphased: Decimal | None
    depends_on: Mapping[str, str]

    @property
    def cost(self) -> Decimal:
        return sum(self.planned.values(), self.unphased or NOTHING)


@dataclass(frozen=True)
class Contradiction:
    """What contradicts what, why, and what could be done about it.

    `score` is how sure the rule is, 1 where it computes; `evidence` holds its parts.
    """

    kind: ContradictionKind
    codes: tuple[str, ...]
    score: Decimal
    evidence: Mapping[str, str]
    suggestion: str

    @property
    def key(self) -> str:
        """The same contradiction of the same interventions, whatever its score."""
        return ":".join((self.kind, *self.codes))


def contradictions(
    promises: Sequence[Promise], precedence: Sequence[Precedence]
) -> list[Contradiction]:
    """Everything found, the surest first, then by interventions."""
    found = [*_repeated(promises), *_incomplete(promises)]
    found += [
        Contradiction(
            ContradictionKind.SEQUENCE,
            (each.first, each.then),
            each.score,
            each.evidence,
            f"Bring {each.first} forward, or let {each.then} begin after it.",
        )
        for each in late(promises, precedence)
    ]
    return sorted(found, key=lambda each: (-each.score, each.kind, each.codes))


def _repeated(promises: Sequence[Promise]) -> Iterator[Contradiction]:
    titles = Titles({promise.code: promise.title for promise in promises})
    by_code = {promise.code: promise for promise in promises}
    pairs = {*titles.near(), *_of_the_same_money(promises)}
    for one, other in ((by_code[a], by_code[b]) for a, b in sorted(pairs)):
        parts = {"place": _shared(one, other), "time": _overlap(one, other)}
        if not all(parts.values()):
            continue
        parts["wording"] = titles.alike(one.code, other.code)
        parts["focus_area"] = WHOLE if one.focus_area == other.focus_area else NOTHING
        score = sum((WEIGHTS[name] * part for name, part in parts.items()), NOTHING)
        same_money = _same_money(one, other)
        worded_alike = parts["wording"] >= SMALLEST_WORDING and score >= ALIKE_ENOUGH
        if worded_alike or (same_money and parts["focus_area"]):
            yield _repetition(one, other, score, parts, same_money=same_money)


def _repetition(
    one: Promise,
    other: Promise,
    score: Decimal,
    parts: Mapping[str, Decimal],
    *,
    same_money: bool,
) -> Contradiction:
    evidence = {name: f"{part:.2f}" for name, part in sorted(parts.items())}
    evidence |= {"same_amounts": "yes" if same_money else "no"}
    codes = (one.code, other.code)
    if one.lead_organ == other.lead_organ or parts["wording"] < SMALLEST_WORDING:
        return Contradiction(
            ContradictionKind.TWO_NAMES,
            codes,
            score.quantize(Decimal("0.01")),
            evidence,
            "If both are one project, keep one of them; if not, tell them apart.",
        )
    return Contradiction(
        ContradictionKind.DUPLICATE,
        codes,
        score.quantize(Decimal("0.01")),
        evidence,
        f"Agree whether {one.lead_organ} or {other.lead_organ} leads, or share it.",
    )


def _of_the_same_money(promises: Sequence[Promise]) -> Iterator[tuple[str, str]]:
    by_money: dict[object, list[str]] = defaultdict(list)
    for promise in promises:
        by_money[frozenset(promise.planned.items())].append(promise.code)
    for codes in by_money.values():
        if len(codes) <= MOST_OF_ONE_AMOUNT:
            yield from combinations(sorted(codes), 2)


def _same_money(one: Promise, other: Promise) -> bool:
    """The same amounts in the same years, of which there are several."""
    several = sum(1 for amount in one.planned.values() if amount) > 1
    return several and one.planned == other.planned and one.unphased == other.unphased


def _shared(one: Promise, other: Promise) -> Decimal:
    """The share of their places that both name."""
    if one.whole_space and other.whole_space:
        return WHOLE
    either = one.places | other.places
    return Decimal(len(one.places & other.places)) / len(either) if either else NOTHING


def _overlap(one: Promise, other: Promise) -> Decimal:
    """The share of the shorter one's years in the other's; half where one has none."""
    years = [_years(each) for each in (one, other)]
    if not all(years):
        return Decimal("0.5")
    both = len(years[0] & years[1])
    return Decimal(both) / min(len(each) for each in years)


def _years(promise: Promise) -> set[int]:
    if promise.first_year is None or promise.last_year is None:
        return set()
    return set(range(promise.first_year, promise.last_year + 1))


def _incomplete(promises: Sequence[Promise]) -> Iterator[Contradiction]:
    for promise in promises:
        missing = {
            "cost": not promise.cost,
            "year": promise.first_year is None,
            "place": not promise.places and not promise.whole_space,
        }
        lacking = [name for name, lacks in missing.items() if lacks]
        if lacking:
            yield Contradiction(
                ContradictionKind.INCOMPLETE,
                (promise.code,),
                WHOLE,
                dict.fromkeys(lacking, "missing"),
                f"Ask {promise.lead_organ} for: {', '.join(lacking)}.",
            )
