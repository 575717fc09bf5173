"""Stating many records of a draft at once: all of them, or none and the reasons."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.errors import FieldError
from chassis.principal import Principal
from services.plans.content import rules
from services.plans.content.models import Record
from services.plans.content.repository import Records, codes_of
from services.plans.content.service import must_be_valid
from services.plans.content.whole import KINDS, PLURALS
from services.plans.documents.models import Plan
from services.plans.documents.repository import Interventions
from services.plans.documents.service import note_change

R = TypeVar("R", bound=Record)
MOST_NAMES = 200
Codes = Mapping[str, set[str]]


@dataclass(frozen=True)
class Statement:
    """Records as they shall be, and interventions by the strategies they belong to."""

    records: Mapping[type[Record], Sequence[Mapping[str, Any]]]
    tree: Mapping[str, Sequence[str]] = field(default_factory=dict)
    vision: str | None = None


@dataclass
class Stated:
    """What a statement did, or would do; codes by kind."""

    created: dict[str, list[str]] = field(default_factory=dict)
    updated: dict[str, list[str]] = field(default_factory=dict)
    unchanged: int = 0


async def state_content(
    session: AsyncSession,
    plan: Plan,
    said: Statement,
    *,
    dry_run: bool,
    by: Principal,
) -> Stated:
    """Add and change many records of a draft that the caller holds locked."""
    plan.must_be_draft()
    found = Stated()
    codes = await codes_of(session, plan)
    for entity in KINDS:
        codes[entity.noun] |= {each["code"] for each in said.records.get(entity, ())}
    with session.no_autoflush:
        faults = list(_unknown_in_tree(said.tree, codes))
        for entity in KINDS:
            stated = said.records.get(entity, ())
            faults += await _state(
                session, plan, entity, stated, found=found, codes=codes
            )
        must_be_valid(faults)
        await _place(session, plan, said.tree, found)
    if dry_run:
        session.expunge_all()
        return found
    if said.vision is not None and said.vision != plan.vision:
        plan.vision = said.vision
        found.updated["plan"] = ["vision"]
    if found.created or found.updated:
        plan.change(at=clock.now())
    for change, by_kind in (("added", found.created), ("changed", found.updated)):
        for noun, changed in by_kind.items():
            await note_change(session, plan, noun, change, changed, by=by)
    return found


async def _state(  # noqa: PLR0913  one kind's share of a statement
    session: AsyncSession,
    plan: Plan,
    entity: type[R],
    stated: Sequence[Mapping[str, Any]],
    *,
    codes: Codes,
    found: Stated,
) -> list[FieldError]:
    records = Records(session, plan, entity)
    standing = await records.find([said["code"] for said in stated])
    known = {record.code: record for record in standing}
    faults: list[FieldError] = []
    seen: set[str] = set()
    for position, said in enumerate(stated):
        code, at = said["code"], f"/{PLURALS[entity]}/{position}"
        if code in seen:
            detail = f"{entity.noun} {code} is stated twice"
            faults.append(FieldError(f"{at}/code", "value-repeated", detail))
            continue
        seen.add(code)
        record = _said_of(known.get(code), entity, said, found)
        if code not in known:
            records.add(record)
        faults += rules.faults_of(record, codes, at)
    return faults


def _said_of(
    record: R | None, entity: type[R], said: Mapping[str, Any], found: Stated
) -> R:
    if record is None:
        found.created.setdefault(entity.noun, []).append(said["code"])
        return entity(**said)
    if record.change(said):
        found.updated.setdefault(entity.noun, []).append(record.code)
    else:
        found.unchanged += 1
    return record


def _unknown_in_tree(
    tree: Mapping[str, Sequence[str]], codes: Codes
) -> Iterator[FieldError]:
    for strategy, under in tree.items():
        if strategy not in codes["strategy"]:
            detail = f"the plan has no strategy {strategy}"
            yield FieldError(f"/tree/{strategy}", "strategy-unknown", detail)
        for position, code in enumerate(under):
            if code not in codes["intervention"]:
                detail = f"the plan has no intervention {code}"
                pointer = f"/tree/{strategy}/{position}"
                yield FieldError(pointer, "intervention-unknown", detail)
    strategies = Counter(code for under in tree.values() for code in set(under))
    for code, count in strategies.items():
        if count > MOST_NAMES:
            detail = f"{code} stands under {count} strategies; at most {MOST_NAMES}"
            yield FieldError("/tree", "too-many-strategies", detail)


async def _place(
    session: AsyncSession, plan: Plan, tree: Mapping[str, Sequence[str]], found: Stated
) -> None:
    """Let interventions belong to just the strategies that name them."""
    wanted: dict[str, list[str]] = {}
    for strategy, under in tree.items():
        for code in under:
            wanted.setdefault(code, []).append(strategy)
    if not wanted:
        return
    for code, intervention in (await Interventions(session, plan).by_code()).items():
        strategies = sorted(set(wanted.get(code, intervention.strategies)))
        if code in wanted and strategies != sorted(intervention.strategies):
            intervention.change({"strategies": strategies})
            found.updated.setdefault("intervention", []).append(code)
