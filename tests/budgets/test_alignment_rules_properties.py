"""What holds for every plan and every budget."""

from dataclasses import replace
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from services.budgets.alignment.rules import (
    BudgetLine,
    Case,
    FindingType,
    Fund,
    FundAllocation,
    FundingLevel,
    Intervention,
    Unit,
)
from tests.budgets.alignment_rows import YEARS, case, check, intervention, line

CODES = ("I01", "I02", "I03", "I04")
PLACES = ("NC451", "NC452", "NC453", "DC45", "NC", "Vaal River")
FUNDING = {
    FindingType.UNFUNDED,
    FindingType.UNDERFUNDED_YEAR,
    FindingType.OVERFUNDED_YEAR,
    FindingType.WRONG_TIMING,
    FindingType.DUPLICATE_FUNDING,
}

rand = st.decimals(0, 10_000_000, places=2)
by_year = st.dictionaries(st.sampled_from((*YEARS, "2025/26")), rand)


def interventions(code: str) -> st.SearchStrategy[Intervention]:
    return st.builds(
        lambda **fields: intervention(code, **fields),
        planned=by_year,
        unphased=st.none() | rand,
        location_codes=st.lists(st.sampled_from(PLACES), max_size=2).map(tuple),
        depends_on=st.lists(
            st.tuples(st.sampled_from(CODES), st.sampled_from(("FS", "SS"))), max_size=2
        ).map(tuple),
        confirmed_by_organ=st.none() | st.booleans(),
    )


def lines(line_id: str) -> st.SearchStrategy[BudgetLine]:
    return st.builds(
        lambda **fields: line(line_id, **fields),
        amounts=by_year,
        to=st.none() | st.sampled_from((*CODES, "I99")),
        organ=st.sampled_from(("NC451", "NC453", "DC45", "DWS")),
        sphere=st.sampled_from(("local", "national", "private")),
        location_code=st.sampled_from(PLACES),
        fund=st.sampled_from(("MIG", "OWN", "OTHER")),
        function_code=st.sampled_from(("4202", "3205", None)),
        line_class=st.sampled_from(("capital", "operating", "administration")),
        in_idp=st.none() | st.booleans(),
        gender_marker=st.sampled_from(("principal", "significant", "none", None)),
        has_protocol=st.booleans(),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    codes = draw(st.sets(st.sampled_from(CODES), min_size=1))
    return case(
        *[draw(interventions(code)) for code in sorted(codes)],
        *[draw(lines(f"B{n:02}")) for n in range(draw(st.integers(0, 6)))],
        Fund("MIG", "MIG", "5B", frozenset({"4202"})),
        Fund("OWN"),
        FundAllocation("MIG", draw(by_year)),
    )


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(of: Case, dice: Random) -> None:
    shuffled = replace(
        of,
        interventions=dice.sample(list(of.interventions), len(of.interventions)),
        lines=dice.sample(list(of.lines), len(of.lines)),
        funds=dice.sample(list(of.funds), len(of.funds)),
        places=dice.sample(list(of.places), len(of.places)),
        organs=dice.sample(list(of.organs), len(of.organs)),
    )

    assert check(shuffled) == check(of)


@given(cases())
def test_every_finding_has_its_own_key_and_no_gap_below_zero(of: Case) -> None:
    found = check(of).findings

    assert len({row.key for row in found}) == len(found)
    assert all(row.gap >= 0 and row.evidence for row in found)
    assert {row.type for row in found if row.unit is Unit.PERCENTAGE_POINTS} <= {
        FindingType.RURAL_URBAN_IMBALANCE,
        FindingType.GENDER_SHARE_BELOW_TARGET,
    }


@given(cases())
def test_eligible_is_at_most_capped_and_capped_at_most_nominal(of: Case) -> None:
    coverage = check(of).coverage

    if coverage.nominal is None or coverage.capped is None or coverage.eligible is None:
        assert coverage.planned == 0
        return
    assert 0 <= coverage.eligible <= coverage.capped <= min(coverage.nominal, 100)


@given(cases(), st.data())
def test_more_money_for_the_underfunded_never_lowers_coverage(
    of: Case, data: st.DataObject
) -> None:
    before = check(of)
    short = [row for row in before.states if row.state is not FundingLevel.FUNDED]
    target = data.draw(st.sampled_from(short)) if short else None
    extra = line(
        "B99",
        to=target.intervention_code if target else CODES[0],
        amounts={data.draw(st.sampled_from(YEARS)): data.draw(rand)},
    )

    after = check(replace(of, lines=[*of.lines, extra])).coverage

    assert (after.nominal or 0) >= (before.coverage.nominal or 0)
    assert (after.capped or 0) >= (before.coverage.capped or 0)
    assert (after.eligible or 0) >= (before.coverage.eligible or 0)


@given(cases())
def test_a_plan_matched_exactly_by_its_lines_has_no_funding_finding(of: Case) -> None:
    matching = [
        line(
            f"B{row.code}",
            to=row.code,
            organ=row.code,
            amounts=row.planned
            | {YEARS[0]: row.planned.get(YEARS[0], Decimal(0)) + (row.unphased or 0)},
        )
        for row in of.interventions
    ]

    result = check(replace(of, lines=matching))

    assert not {row.type for row in result.findings} & FUNDING
    assert result.coverage.nominal in {None, 100}
    assert result.coverage.capped in {None, 100}


@given(cases())
def test_an_unfunded_or_mistimed_intervention_has_no_finding_by_year(of: Case) -> None:
    found = check(of).findings
    told = {
        row.intervention_code
        for row in found
        if row.type in {FindingType.UNFUNDED, FindingType.WRONG_TIMING}
    }
    by_year = {
        row.intervention_code
        for row in found
        if row.type in {FindingType.UNDERFUNDED_YEAR, FindingType.OVERFUNDED_YEAR}
    }

    assert not told & by_year


@given(cases())
def test_money_and_promises_are_all_accounted_for(of: Case) -> None:
    result = check(of)
    compared = [row for row in result.states if row.state != FundingLevel.NOT_COMPARED]

    assert sum(row.planned for row in compared) == result.coverage.planned
    assert {row.intervention_code for row in result.states} == {
        row.code for row in of.interventions
    }
    areas = result.coverage.by_focus_area
    assert sum(area.linked for area in areas) == result.coverage.linked
