"""Social and labour plans as a subject of change proposals."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from services.registry.organs.kinds import OrganKind
from services.registry.organs.models import SocialLabourPlan
from services.registry.organs.repository import (
    Organs,
    Periods,
    SocialLabourPlans,
    kinds_of_places,
)
from services.registry.organs.rows import SocialLabourPlanRow
from services.registry.organs.rules import Places
from services.registry.periods import PROPOSAL
from services.registry.places.models import MUNICIPALITY
from services.registry.statements import Difference, Effect, Faults, Subject

STATED = ("organ_code", "valid_to", "beneficiaries")


async def state_plans(
    session: AsyncSession, rows: Sequence[SocialLabourPlanRow], effective: date
) -> list[Difference]:
    known = await SocialLabourPlans(session).every()
    companies = await Organs(session).every({row.organ_code for row in rows})
    codes = {code for row in rows for code in row.beneficiaries}
    places = await kinds_of_places(session, codes, as_of=effective)
    faults = Faults()
    seen: set[str] = set()
    for index, row in enumerate(rows):
        if row.right_number in seen:
            detail = "a row before states it already"
            faults.add(index, "right_number", "right-repeated", detail)
        seen.add(row.right_number)
        _check_time(index, row, effective, known.get(row.right_number, ()), faults)
        _check_company(index, row, effective, companies, faults)
        _check_beneficiaries(index, row, effective, places, faults)
    faults.refuse()
    return await _write(session, rows, effective, known)


def _check_time(
    index: int,
    row: SocialLabourPlanRow,
    day: date,
    known: Sequence[SocialLabourPlan],
    faults: Faults,
) -> None:
    if row.valid_to <= day:
        detail = f"it ends after {day}, or is not stated"
        faults.add(index, "valid_to", "period-empty", detail)
    for plan in known:
        if plan.valid_from == day:
            if _differs(plan, row) and day <= clock.today():
                detail = f"the plan from {day} is under way"
                faults.add(index, "right_number", "history-rewritten", detail)
        elif plan.valid_from < row.valid_to and day < plan.valid_to:
            detail = f"a plan runs from {plan.valid_from} to {plan.valid_to}"
            faults.add(index, "right_number", "period-overlaps", detail)


def _check_company(
    index: int,
    row: SocialLabourPlanRow,
    day: date,
    companies: Periods,
    faults: Faults,
) -> None:
    periods = companies.get(row.organ_code, ())
    standing = [organ for organ in periods if organ.stood_on(day)]
    if not standing:
        rule = "code-expired" if periods else "code-unknown"
        detail = f"no organ {row.organ_code} stands on {day}"
        faults.add(index, "organ_code", rule, detail)
    elif standing[0].kind != OrganKind.PRIVATE_COMPANY:
        detail = f"{row.organ_code} is a {standing[0].kind}"
        faults.add(index, "organ_code", "organ-of-wrong-kind", detail)


def _check_beneficiaries(
    index: int, row: SocialLabourPlanRow, day: date, places: Places, faults: Faults
) -> None:
    for code in row.beneficiaries:
        kinds = places.get(code)
        if kinds is None:
            detail = f"there is no place {code}"
            faults.add(index, "beneficiaries", "place-unknown", detail)
        elif not kinds:
            detail = f"no place {code} stands on {day}"
            faults.add(index, "beneficiaries", "place-expired", detail)
        elif MUNICIPALITY not in kinds:
            detail = f"{code} is no municipality"
            faults.add(index, "beneficiaries", "place-of-wrong-kind", detail)


async def _write(
    session: AsyncSession,
    rows: Sequence[SocialLabourPlanRow],
    effective: date,
    known: dict[str, list[SocialLabourPlan]],
) -> list[Difference]:
    differences: list[Difference] = []
    written: list[SocialLabourPlan] = []
    for row in rows:
        before = next(
            (p for p in known.get(row.right_number, ()) if p.valid_from == effective),
            None,
        )
        if before is not None and not _differs(before, row):
            continue
        plan = SocialLabourPlan(
            **row.model_dump(),
            valid_from=effective,
            illustrative=False,
            origin=PROPOSAL,
        )
        written.append(plan)
        effect = Effect.ADDED if before is None else Effect.CHANGED
        differences.append(
            Difference(
                row.right_number, effect, effective, _shown(before), _shown(plan)
            )
        )
    await SocialLabourPlans(session).write(written)
    return differences


def _differs(plan: SocialLabourPlan, row: SocialLabourPlanRow) -> bool:
    return any(getattr(plan, name) != getattr(row, name) for name in STATED)


def _shown(plan: SocialLabourPlan | None) -> dict[str, Any]:
    if plan is None:
        return {}
    return {name: getattr(plan, name) for name in ("valid_from", *STATED, "source")}


SOCIAL_LABOUR_PLANS = Subject(
    "social_labour_plans",
    SocialLabourPlanRow,
    state_plans,
)
