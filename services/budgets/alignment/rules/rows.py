"""The rows a check reads: a plan, a budget and the registry, without their tables.

Amounts are rand, never negative, by the label of a financial year ("2026/27").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

PUBLISHED = "published"
ILLUSTRATIVE = "illustrative"


@dataclass(frozen=True, slots=True)
class Intervention:
    """What the plan promises: where, by whom, and how much in which year.

    `unphased` is money promised for the whole horizon without a year; the horizon runs
    from `start_year` to `end_year`, open where one is not known. No `planned` and no
    `unphased` means that the plan states no amount, which is not zero.
    `depends_on` holds (code, kind): `FS` finish to start, `SS` start to start.
    """

    code: str
    title: str
    focus_area: str
    location_codes: tuple[str, ...]
    lead_organ: str
    sphere: str
    planned: Mapping[str, Decimal]
    unphased: Decimal | None = None
    depends_on: tuple[tuple[str, str], ...] = ()
    in_idp: bool | None = None
    confirmed_by_organ: bool | None = None
    start_year: int | None = None
    end_year: int | None = None


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """Money that an organ has budgeted: from which fund, for what, and where.

    `sphere` is `private` for money that is not public. `line_class` is `capital`,
    `operating` or `administration`. `has_protocol`: an implementation protocol or
    service level agreement covers it.
    """

    line_id: str
    title: str
    organ: str
    sphere: str
    location_code: str
    fund: str
    function_code: str | None
    amounts: Mapping[str, Decimal]
    intervention_code: str | None
    line_class: str
    in_idp: bool | None = None
    gender_marker: str | None = None
    has_protocol: bool = False
    provenance: str = "own"

    @property
    def is_public(self) -> bool:
        return self.sphere != "private"


@dataclass(frozen=True, slots=True)
class Fund:
    """Where money comes from. No allowed functions means: pays for any function.

    `recipient_categories` (of A, B, C) overrides what is known of the grant.
    """

    code: str
    grant_code: str | None = None
    dora_schedule: str | None = None
    allowed_function_codes: frozenset[str] = frozenset()
    recipient_categories: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class FundAllocation:
    """What a fund has to give, by financial year; an absent year is not known."""

    fund: str
    amounts: Mapping[str, Decimal]
    provenance: str = "own"


@dataclass(frozen=True, slots=True)
class Place:
    """A place that stands today; a space and its district municipality share a code.

    `kind` is `country`, `province`, `space` or `municipality`.
    """

    code: str
    kind: str
    category: str | None = None
    miif_class: str | None = None
    parent: str | None = None
    space_code: str | None = None
    population: int | None = None


@dataclass(frozen=True, slots=True)
class Organ:
    """A body that plans or spends; a municipality has its own place."""

    code: str
    kind: str
    sphere: str
    place_code: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """Everything one check looks at, for one space; the order of rows says nothing.

    Lines are the One Budget of the space. A plan of `published` figures is never
    compared with `illustrative` money.
    """

    space_code: str
    interventions: Sequence[Intervention] = ()
    lines: Sequence[BudgetLine] = ()
    funds: Sequence[Fund] = ()
    allocations: Sequence[FundAllocation] = ()
    places: Sequence[Place] = ()
    organs: Sequence[Organ] = ()
    plan_provenance: str = "own"
