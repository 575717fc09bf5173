"""A baseline opens when an adopted plan has been checked, and follows its checks."""

from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import text

from chassis import clock
from chassis.database import EVERYWHERE, transaction
from contracts.events.budgets import AlignmentChecked, FundingAssessed, FundingState
from contracts.events.plans import PlanSuperseded
from contracts.ids import AlignmentCheckId, PlanId
from tests.harness import Running


def state(code: str, year: str | None, name: str, budgeted: str) -> FundingState:
    return FundingState(
        intervention_code=code,
        title=f"Intervention {code}",
        lead_organ="NC451",
        financial_year=year,
        planned=Decimal("8000000.00"),
        budgeted=Decimal(budgeted),
        state=name,
    )


def a_check(
    plan: UUID, *states: FundingState
) -> tuple[FundingAssessed, AlignmentChecked]:
    check = AlignmentCheckId(uuid4())
    about = {
        "check_id": check,
        "plan_id": PlanId(plan),
        "plan_version": 3,
        "space_code": "DC45",
        "parts": 1,
    }
    return (
        FundingAssessed(**about, part=1, states=states),
        AlignmentChecked(
            **about,
            checked_at=clock.now(),
            open_findings=len(states),
            coverage_nominal=Decimal("80.05"),
            coverage_capped=Decimal("76.21"),
            coverage_eligible=None,
        ),
    )


async def commitments(monitoring: Running, **query: str) -> list[dict[str, str]]:
    async with monitoring.as_anyone() as anyone:
        answer = await anyone.get("/v1/commitments", params=query)
    return answer.json()["items"]


async def baselines_opened(monitoring: Running) -> int:
    async with transaction(monitoring.sessions, EVERYWHERE) as session:
        found = await session.scalars(
            text("select 1 from outbox where subject like '%baseline_opened%'")
        )
        return len(found.all())


async def test_one_commitment_is_watched_per_intervention_and_year(start) -> None:
    monitoring = await start("monitoring")

    await monitoring.hears(
        *a_check(
            uuid4(),
            state("I02", "2027/28", "funded", "8000000.00"),
            state("I02", "2028/29", "underfunded", "7200000.00"),
            state("I03", None, "unfunded", "0.00"),
        )
    )

    watched = {
        (each["intervention_code"], each["financial_year"]): each["funding_state"]
        for each in await commitments(monitoring, space="DC45")
    }
    assert watched == {
        ("I02", "2027/28"): "funded",
        ("I02", "2028/29"): "underfunded",
        ("I03", None): "unfunded",
    }
    assert await baselines_opened(monitoring) == 1


async def test_nothing_is_watched_before_the_check_is_complete(start) -> None:
    monitoring = await start("monitoring")
    part, _ = a_check(uuid4(), state("I02", "2027/28", "funded", "8000000.00"))

    await monitoring.hears(part)

    assert await commitments(monitoring) == []
    assert await baselines_opened(monitoring) == 0


async def test_a_later_check_moves_the_funding_state_and_keeps_the_commitment(
    start,
) -> None:
    monitoring = await start("monitoring")
    plan = uuid4()
    await monitoring.hears(*a_check(plan, state("I11", "2026/27", "underfunded", "4")))
    before = await commitments(monitoring)

    await monitoring.hears(
        *a_check(plan, state("I11", "2026/27", "funded", "8000000.00"))
    )

    after = await commitments(monitoring)
    assert [each["id"] for each in after] == [each["id"] for each in before]
    assert after[0]["funding_state"] == "funded"
    assert after[0]["budgeted"] == "8000000.00"
    assert await baselines_opened(monitoring) == 1


async def test_a_plan_is_followed_through_any_number_of_checks(start) -> None:
    """PostgreSQL plans a prepared statement anew at its sixth execution."""
    monitoring = await start("monitoring")
    plan = uuid4()

    for number in range(1, 9):
        await monitoring.hears(
            *a_check(plan, state("I11", None, "underfunded", f"{number}.00"))
        )

    assert [each["budgeted"] for each in await commitments(monitoring)] == ["8.00"]


async def test_what_a_check_no_longer_names_is_no_longer_watched(start) -> None:
    monitoring = await start("monitoring")
    plan = uuid4()
    promised = state("I11", "2026/27", "funded", "8000000.00")
    unplanned = state("I05", "2028/29", "overfunded", "18000000.00")
    await monitoring.hears(*a_check(plan, promised, unplanned))

    await monitoring.hears(*a_check(plan, promised))

    watched = await commitments(monitoring)
    assert [each["intervention_code"] for each in watched] == ["I11"]


async def test_a_superseded_plan_is_not_watched_even_if_its_check_comes_later(
    start,
) -> None:
    monitoring = await start("monitoring")
    plan = uuid4()

    await monitoring.hears(
        PlanSuperseded(
            plan_id=PlanId(plan),
            plan_version=3,
            space_code="DC45",
            superseded_by=PlanId(uuid4()),
        ),
        *a_check(plan, state("I11", "2026/27", "funded", "8000000.00")),
    )

    assert await commitments(monitoring) == []


async def test_commitments_are_filtered_and_paged(start) -> None:
    monitoring = await start("monitoring")
    years = ("2026/27", "2027/28", "2028/29")
    await monitoring.hears(
        *a_check(uuid4(), *(state("I11", year, "funded", "1.00") for year in years))
    )

    one_year = await commitments(monitoring, financial_year="2027/28")
    async with monitoring.as_anyone() as anyone:
        first = (await anyone.get("/v1/commitments?limit=2")).json()
        rest = (
            await anyone.get(f"/v1/commitments?limit=2&cursor={first['next_cursor']}")
        ).json()

    assert [each["financial_year"] for each in one_year] == ["2027/28"]
    assert [each["financial_year"] for each in first["items"] + rest["items"]] == [
        *years
    ]
    assert rest["next_cursor"] is None


async def test_a_cursor_that_is_not_ours_is_refused(start) -> None:
    monitoring = await start("monitoring")

    async with monitoring.as_anyone() as anyone:
        refused = await anyone.get("/v1/commitments?cursor=IjEi")

    assert refused.status_code == 400
    assert refused.json()["code"] == "cursor-malformed"


async def test_a_baseline_shows_the_coverage_of_its_latest_check(start) -> None:
    monitoring = await start("monitoring")
    await monitoring.hears(
        *a_check(uuid4(), state("I11", "2026/27", "funded", "8000000.00"))
    )

    async with monitoring.as_anyone() as anyone:
        baselines = (await anyone.get("/v1/baselines?space=DC45")).json()["items"]

    assert [each["coverage"] for each in baselines] == [
        {"nominal": "80.05", "capped": "76.21", "eligible": None}
    ]
