"""What a row must be true of besides its form: whom it names, and the funds it uses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from chassis.tabular.faults import RowErrors
from services.budgets.imports.placing import place_fault
from services.budgets.imports.rows import AllocationRow, FundRow, LineRow
from services.budgets.lines.values import Amounts, FundTerms
from services.budgets.reference.service import Named

LARGEST_RAND = Decimal(1_000_000_000_000)
"""A trillion: some years' budgets of the whole country are two of them."""


@dataclass(frozen=True)
class Breach:
    """A rule that a row breaks, and in which column."""

    column: str
    value: object
    rule: str
    detail: str


def check_fund_names(_: Sequence[FundRow], __: Named, ___: RowErrors) -> None:
    """A fund names nothing that somebody else keeps."""


def check_allocation_names(
    rows: Sequence[AllocationRow], _: Named, errors: RowErrors
) -> None:
    for row in rows:
        _add(errors, row.row, _amounts("allocation", row.allocation))


def check_line_names(rows: Sequence[LineRow], named: Named, errors: RowErrors) -> None:
    """Organ, place and intervention are known and fit; amounts are possible."""
    for row in rows:
        _add(errors, row.row, _organ(row, named))
        _add(errors, row.row, _place(row, named))
        _add(errors, row.row, _intervention(row, named))
        _add(errors, row.row, _amounts("amount", row.amount))


def check_funds(
    rows: Sequence[AllocationRow | LineRow],
    funds: Mapping[str, FundTerms],
    errors: RowErrors,
) -> None:
    """The funds that rows use were loaded before; `funds` are the space's by code."""
    for row in rows:
        fund = funds.get(row.fund)
        if fund is None:
            detail = "no fund of the space has this code; load the funds first"
            _add(errors, row.row, [Breach("fund", row.fund, "fund-unknown", detail)])
        elif isinstance(row, AllocationRow) and row.grant_code is not None:
            _add(errors, row.row, _grant(row, fund))


def _organ(row: LineRow, named: Named) -> Iterator[Breach]:
    organ = named.organs.get(row.organ)
    if organ is None:
        detail = "the registry knows no organ with this code"
        yield Breach("organ", row.organ, "organ-unknown", detail)
    elif organ.sphere != row.sphere:
        detail = f"{organ.code} is registered as {organ.sphere}"
        yield Breach("sphere", row.sphere, "sphere-differs", detail)


def _place(row: LineRow, named: Named) -> Iterator[Breach]:
    """At most one breach: the place is judged in each year that has an amount."""
    fault = place_fault(row, named)
    if fault is not None:
        yield Breach("location_code", row.location_code, *fault)


def _intervention(row: LineRow, named: Named) -> Iterator[Breach]:
    code = row.intervention_id
    if code is not None and code not in named.interventions:
        detail = f"no plan of {named.space.code} has this intervention"
        yield Breach("intervention_id", code, "intervention-unknown", detail)


def _grant(row: AllocationRow, fund: FundTerms) -> Iterator[Breach]:
    if row.grant_code != fund.grant_code:
        detail = f"{fund.code} is of the grant {fund.grant_code or '(none)'}"
        yield Breach("grant_code", row.grant_code, "grant-differs", detail)


def _amounts(column: str, amounts: Amounts) -> Iterator[Breach]:
    for year, rand in amounts.items():
        if rand > LARGEST_RAND:
            header = f"{column}_{year.replace('/', '_')}"
            detail = "more than R1 000 000 000 000; is the unit right?"
            yield Breach(header, rand, "amount-not-plausible", detail)


def _add(
    errors: RowErrors, row: int, breaches: Iterator[Breach] | list[Breach]
) -> None:
    for breach in breaches:
        errors.add(
            row, breach.column, breach.value, rule=breach.rule, detail=breach.detail
        )
