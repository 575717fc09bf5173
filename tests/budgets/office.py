"""What budget officers do all day: load files, read the budget and its findings."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import httpx
from sqlalchemy import text

from chassis import clock
from chassis.database import EVERYWHERE, transaction
from contracts.event import Event
from contracts.events.plans import (
    AdoptedIntervention,
    Dependency,
    InterventionsAdopted,
    InterventionsDrafted,
    PlanAdopted,
    PlanSuperseded,
)
from contracts.ids import DecisionId, PlanId
from services.budgets.alignment.rules import Intervention
from tests.budgets.alignment_rows import DEMO_DATA, dc45
from tests.harness import Running

THOUSAND = "R thousand"
FUNDS = (DEMO_DATA / "funds.csv").read_bytes()
ALLOCATIONS = (DEMO_DATA / "fund_allocations.csv").read_bytes()
LINES = (DEMO_DATA / "budget_lines.csv").read_bytes()
LINE = {
    "line_id": "T1",
    "title": "Test line",
    "organ": "NC451",
    "sphere": "local",
    "location_code": "NC451",
    "fund": "OWN-NC451",
    "function_code": "3205",
    "amount_2026_27": "100",
    "intervention_id": "",
    "line_class": "capital",
    "in_idp": "1",
    "gender_marker": "none",
}
FULL_I11 = {"amount_2026_27": "8000", "amount_2027_28": "8000"}


def a_plan_id() -> PlanId:
    return PlanId(uuid4())


def a_draft(plan_id: PlanId, *codes: str, space_code: str = "DC45") -> Event:
    return InterventionsDrafted(plan_id=plan_id, space_code=space_code, codes=codes)


def the_example_draft(plan_id: PlanId) -> Event:
    """A draft with the codes of the example."""
    return a_draft(plan_id, *(row.code for row in dc45().interventions))


def an_adoption(
    plan_id: PlanId,
    interventions: Sequence[Intervention] | None = None,
    *,
    space_code: str = "DC45",
    version: int = 1,
    provenance: str = "own",
    parts: int = 1,
) -> list[Event]:
    """The parts of a plan version, then its adoption."""
    content = [_content(row) for row in interventions or dc45().interventions]
    about = {"plan_id": plan_id, "plan_version": version, "space_code": space_code}
    return [
        *(
            InterventionsAdopted(
                **about,
                part=part + 1,
                parts=parts,
                interventions=tuple(content[part::parts]),
            )
            for part in range(parts)
        ),
        PlanAdopted(
            **about,
            title="One Plan",
            provenance=provenance,
            parts=parts,
            intervention_count=len(content),
            content_sha256="0" * 64,
            decision_id=DecisionId(uuid4()),
            adopted_by="approver",
            adopted_at=clock.now(),
        ),
    ]


def a_supersession(plan_id: PlanId, *, version: int = 1) -> Event:
    return PlanSuperseded(
        plan_id=plan_id,
        plan_version=version,
        space_code="DC45",
        superseded_by=a_plan_id(),
    )


def _content(row: Intervention) -> AdoptedIntervention:
    return AdoptedIntervention(
        code=row.code,
        title=row.title,
        focus_area=row.focus_area,
        location_codes=row.location_codes,
        lead_organ=row.lead_organ,
        sphere=row.sphere,
        planned={year: Decimal(amount) for year, amount in row.planned.items()},
        unphased=row.unphased,
        depends_on=tuple(Dependency(code=c, kind=k) for c, k in row.depends_on),
        in_idp=row.in_idp,
        confirmed_by_organ=row.confirmed_by_organ,
        start_year=row.start_year,
        end_year=row.end_year,
    )


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def file_of(*rows: dict[str, str]) -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    written = io.StringIO()
    writer = csv.DictWriter(written, names)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def lines_file(*changes: dict[str, str]) -> bytes:
    """One line per change to the usual one."""
    return file_of(*(LINE | change for change in changes))


def corrected(line_id: str, /, **changes: str) -> bytes:
    """A file with that one line of the example, changed."""
    [row] = [row for row in rows_of(LINES) if row["line_id"] == line_id]
    return file_of(row | changes)


async def send(
    officer: httpx.AsyncClient, content: bytes, **fields: Any
) -> httpx.Response:
    sent = {"format": "budget_lines", "unit": THOUSAND, "space": "DC45"} | fields
    return await officer.post(
        "/v1/budget-imports",
        data={name: value for name, value in sent.items() if value is not None},
        files={"file": ("budget.csv", content, "text/csv")},
    )


async def load(
    officer: httpx.AsyncClient, content: bytes, **fields: Any
) -> dict[str, Any]:
    answer = await send(officer, content, **fields)
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()


async def load_example(officer: httpx.AsyncClient) -> None:
    """The One Budget of DC45: funds, an allocation, 22 lines."""
    await load(officer, FUNDS, format="funds", unit=None)
    await load(officer, ALLOCATIONS, format="fund_allocations")
    await load(officer, LINES)


async def alignment(budgets: Running, plan_id: UUID) -> dict[str, Any]:
    async with budgets.as_anyone() as anyone:
        answer = await anyone.get(f"/v1/plans/{plan_id}/alignment")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def found(budgets: Running, **query: Any) -> list[dict[str, Any]]:
    async with budgets.as_anyone() as anyone:
        answer = await anyone.get("/v1/findings", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def told(budgets: Running, aggregate: object) -> list[tuple[str, dict[str, Any]]]:
    """Events about an aggregate, in order: name and content."""
    rows = await queried(
        budgets,
        "select split_part(subject, '.', 3) as name, payload from outbox "
        "where aggregate = :aggregate order by aggregate_seq",
        aggregate=str(aggregate),
    )
    return [(row.name, row.payload) for row in rows]


async def queried(budgets: Running, statement: str, **values: Any) -> list[Any]:
    async with transaction(budgets.sessions, EVERYWHERE) as session:
        return list(await session.execute(text(statement), values))


def faults(answer: httpx.Response) -> set[tuple[str, str]]:
    """Where and which rule, of each fault that a refusal names."""
    assert answer.status_code == 422, answer.text
    assert answer.json()["title"] == "FileHasErrors", answer.text
    return {(each["pointer"], each["code"]) for each in answer.json()["errors"]}
