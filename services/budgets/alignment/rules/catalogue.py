"""The catalogue of alignment rules, in order, and how a check applies it.

One root cause, one finding: what a finding makes plain, another need not repeat.
A finding never blocks a budget; it goes to the hub, which decides.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from services.budgets.alignment.configuration import Configuration
from services.budgets.alignment.rules.comparison import Comparison, side_by_side
from services.budgets.alignment.rules.coverage import coverage_of
from services.budgets.alignment.rules.dependencies import (
    dependency_late,
    dependency_unfunded,
)
from services.budgets.alignment.rules.findings import (
    Alignment,
    Finding,
    FindingType,
    Severity,
)
from services.budgets.alignment.rules.funding import (
    duplicate_funding,
    overfunded_year,
    underfunded_year,
    unfunded,
    wrong_timing,
)
from services.budgets.alignment.rules.funds import (
    fund_overcommitted,
    fund_undercommitted,
    grant_condition_mismatch,
)
from services.budgets.alignment.rules.mandate import (
    commitment_unconfirmed,
    mandate_mismatch,
    private_not_in_idp,
)
from services.budgets.alignment.rules.place import (
    outside_plan,
    unspatialised,
    wrong_place,
)
from services.budgets.alignment.rules.provision import opex_missing
from services.budgets.alignment.rules.rows import Case
from services.budgets.alignment.rules.shares import (
    gender_share_below_target,
    rural_urban_imbalance,
)
from services.budgets.alignment.rules.states import (
    amounts_not_compared,
    funding_states,
    interventions_without_amount,
)

CRITICAL, HIGH, MEDIUM, LOW, INFO = _GRAVITY = tuple(Severity)
_SOFTER = {CRITICAL: HIGH, HIGH: MEDIUM, MEDIUM: LOW, LOW: INFO, INFO: INFO}


@dataclass(frozen=True, slots=True)
class Article:
    """A rule of the catalogue: its name, how grave it can be, and when it fires."""

    type: FindingType
    severities: tuple[Severity, ...]
    fires: Callable[[Comparison], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Silence:
    """A finding of type `by` silences those types for the same intervention.

    `same_year`: only in the year of the finding.
    """

    by: FindingType
    silenced: frozenset[FindingType]
    same_year: bool = False


CATALOGUE = (
    Article(FindingType.UNFUNDED, (CRITICAL,), unfunded),
    Article(FindingType.UNDERFUNDED_YEAR, (HIGH, MEDIUM), underfunded_year),
    Article(FindingType.OVERFUNDED_YEAR, (LOW,), overfunded_year),
    Article(FindingType.WRONG_TIMING, (HIGH,), wrong_timing),
    Article(FindingType.OUTSIDE_PLAN, (MEDIUM,), outside_plan),
    Article(FindingType.WRONG_PLACE, (HIGH,), wrong_place),
    Article(FindingType.UNSPATIALISED, (MEDIUM,), unspatialised),
    Article(FindingType.DUPLICATE_FUNDING, (HIGH,), duplicate_funding),
    Article(FindingType.DEPENDENCY_UNFUNDED, (CRITICAL,), dependency_unfunded),
    Article(FindingType.DEPENDENCY_LATE, (CRITICAL,), dependency_late),
    Article(
        FindingType.GRANT_CONDITION_MISMATCH, (CRITICAL,), grant_condition_mismatch
    ),
    Article(FindingType.MANDATE_MISMATCH, (MEDIUM,), mandate_mismatch),
    Article(FindingType.PRIVATE_NOT_IN_IDP, (MEDIUM,), private_not_in_idp),
    Article(FindingType.COMMITMENT_UNCONFIRMED, (MEDIUM,), commitment_unconfirmed),
    Article(FindingType.FUND_OVERCOMMITTED, (CRITICAL,), fund_overcommitted),
    Article(FindingType.FUND_UNDERCOMMITTED, (INFO,), fund_undercommitted),
    Article(FindingType.RURAL_URBAN_IMBALANCE, (MEDIUM,), rural_urban_imbalance),
    Article(
        FindingType.GENDER_SHARE_BELOW_TARGET, (MEDIUM,), gender_share_below_target
    ),
    Article(FindingType.OPEX_MISSING, (LOW,), opex_missing),
)

_ORDER = tuple(article.type for article in CATALOGUE)
_ANY_YEAR = "any year"
_PER_YEAR = frozenset({FindingType.UNDERFUNDED_YEAR, FindingType.OVERFUNDED_YEAR})

SILENCES = (
    Silence(by=FindingType.UNFUNDED, silenced=_PER_YEAR),
    Silence(by=FindingType.WRONG_TIMING, silenced=_PER_YEAR),
    Silence(
        by=FindingType.DUPLICATE_FUNDING,
        silenced=frozenset({FindingType.OVERFUNDED_YEAR}),
        same_year=True,
    ),
)


def check_alignment(case: Case, configuration: Configuration) -> Alignment:
    """Compare a plan with a budget; the gravest findings come first."""
    comparison = side_by_side(case, configuration)
    found = [finding for article in CATALOGUE for finding in article.fires(comparison)]
    kept = [_softened(finding, configuration) for finding in without_noise(found)]
    return Alignment(
        findings=tuple(sorted(kept, key=_gravest_first)),
        coverage=coverage_of(comparison),
        states=tuple(funding_states(comparison)),
        amounts_not_compared=amounts_not_compared(comparison),
        interventions_without_amount=interventions_without_amount(comparison),
    )


def without_noise(found: Sequence[Finding]) -> list[Finding]:
    """What is left when each root cause speaks once."""
    spoken = {
        (finding.type, finding.intervention_code, year)
        for finding in found
        for year in (finding.financial_year, _ANY_YEAR)
    }
    return [
        finding
        for finding in found
        if not any(
            finding.type in silence.silenced
            and (silence.by, finding.intervention_code, _year(silence, finding))
            in spoken
            for silence in SILENCES
        )
    ]


def _year(silence: Silence, finding: Finding) -> str | None:
    return finding.financial_year if silence.same_year else _ANY_YEAR


def _softened(finding: Finding, configuration: Configuration) -> Finding:
    """Outer years are indicative: one step less grave, where the setting says so."""
    if not configuration.soften_outer_years:
        return finding
    if finding.financial_year not in configuration.window[1:]:
        return finding
    return replace(finding, severity=_SOFTER[finding.severity])


def _gravest_first(finding: Finding) -> tuple[int, int, str, str]:
    return (
        _GRAVITY.index(finding.severity),
        _ORDER.index(finding.type),
        finding.subject,
        finding.financial_year or "",
    )
