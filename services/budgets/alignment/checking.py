"""One check: rows in, findings opened, kept and resolved, and everybody told."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.identifiers import new_id
from chassis.messaging import outbox
from contracts.events.budgets import AlignmentChecked, FundingAssessed, FundingState
from contracts.ids import AlignmentCheckId
from services.budgets.alignment import rules
from services.budgets.alignment.configuration import Configuration, configuration_on
from services.budgets.alignment.gathering import gather
from services.budgets.alignment.models import AdoptedPlan
from services.budgets.alignment.repository import Checks, Findings
from services.budgets.alignment.results import (
    AlignmentCheck,
    Cause,
    key_of,
    open_finding,
)
from services.budgets.lines.models import OneBudget

LARGEST_PART_BYTES = 150_000


async def check_plan(
    session: AsyncSession,
    plan: AdoptedPlan,
    budget: OneBudget,
    *,
    cause: Cause,
    cause_id: UUID,
) -> AlignmentCheck:
    """Compare the plan with the budget, which the caller has locked."""
    configuration = configuration_on(clock.today())
    case = await gather(session, plan)
    alignment = await asyncio.to_thread(rules.check_alignment, case, configuration)
    check = _check(plan, alignment, configuration)
    check.cause, check.cause_id = cause, cause_id
    check.budget_revision = budget.revision
    await _synchronise(session, check, alignment.findings)
    _tell(session, check, alignment)
    await session.flush()
    return check


async def _synchronise(
    session: AsyncSession, check: AlignmentCheck, found: Sequence[rules.Finding]
) -> None:
    """Open what is new, keep what is still there, resolve what is gone."""
    findings = Findings(session)
    standing = {
        finding.key: finding for finding in await findings.open_in(check.plan_id)
    }
    stated = {key_of(each): (place, each) for place, each in enumerate(found)}
    check.opened = len(stated.keys() - standing.keys())
    check.resolved = len(standing.keys() - stated.keys())
    Checks(session).add(check)
    await session.flush()
    for key, (place, each) in stated.items():
        if known := standing.pop(key, None):
            known.find(each, check, place)
        else:
            opened = findings.add(open_finding(each, check, place))
            outbox.record(session, opened.opened())
    for gone in standing.values():
        outbox.record(session, gone.resolve(check))


def _check(
    plan: AdoptedPlan, alignment: rules.Alignment, configuration: Configuration
) -> AlignmentCheck:
    coverage = alignment.coverage
    return AlignmentCheck(
        id=AlignmentCheckId(new_id()),
        plan_id=plan.plan_id,
        plan_version=plan.plan_version,
        space_code=plan.space_code,
        checked_at=clock.now(),
        planned=coverage.planned,
        linked=coverage.linked,
        coverage_nominal=coverage.nominal,
        coverage_capped=coverage.capped,
        coverage_eligible=coverage.eligible,
        coverage_by_focus_area=[
            {
                "focus_area": area.focus_area,
                "planned": f"{area.planned:.2f}",
                "linked": f"{area.linked:.2f}",
            }
            for area in coverage.by_focus_area
        ],
        findings_by_severity=dict(
            Counter(finding.severity.value for finding in alignment.findings)
        ),
        open_findings=len(alignment.findings),
        amounts_not_compared=alignment.amounts_not_compared,
        interventions_without_amount=alignment.interventions_without_amount,
        configuration={
            each.name: _plain(getattr(configuration, each.name))
            for each in fields(configuration)
        },
    )


def _tell(
    session: AsyncSession, check: AlignmentCheck, alignment: rules.Alignment
) -> None:
    parts = list(_in_parts(alignment.states))
    for number, states in enumerate(parts, start=1):
        outbox.record(
            session,
            FundingAssessed(
                check_id=check.id,
                plan_id=check.plan_id,
                plan_version=check.plan_version,
                space_code=check.space_code,
                part=number,
                parts=len(parts),
                states=states,
            ),
        )
    outbox.record(
        session,
        AlignmentChecked(
            check_id=check.id,
            plan_id=check.plan_id,
            plan_version=check.plan_version,
            space_code=check.space_code,
            checked_at=check.checked_at,
            parts=len(parts),
            open_findings=check.open_findings,
            coverage_nominal=check.coverage_nominal,
            coverage_capped=check.coverage_capped,
            coverage_eligible=check.coverage_eligible,
        ),
    )


def _in_parts(
    states: Sequence[rules.FundingState],
) -> Iterator[tuple[FundingState, ...]]:
    """The states in order, in parts that fit an event."""
    part: list[FundingState] = []
    size = 0
    for each in states:
        state = FundingState(**{f.name: getattr(each, f.name) for f in fields(each)})
        length = len(state.model_dump_json().encode())
        if part and size + length > LARGEST_PART_BYTES:
            yield tuple(part)
            part, size = [], 0
        part.append(state)
        size += length
    if part:
        yield tuple(part)


def _plain(setting: Any) -> Any:  # noqa: ANN401  whatever a setting holds, as JSON
    """A setting as JSON, so that a reader sees what was in force."""
    if isinstance(setting, Decimal):
        return f"{setting:f}"
    if isinstance(setting, frozenset):
        return sorted(setting)
    if isinstance(setting, tuple):
        return list(setting)
    if hasattr(setting, "items"):
        return {key: _plain(value) for key, value in setting.items()}
    return setting
