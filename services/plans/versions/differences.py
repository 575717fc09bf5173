"""What one plan says otherwise than another, record by record."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.plans.content.schemas import PlanDocument
from services.plans.versions.schemas import (
    Changed,
    Differences,
    FieldChange,
    SectionDifferences,
)

SECTIONS = ("issues", "outcomes", "strategies", "links", "interventions")
NOT_SAID = frozenset({"plan_id", "space_code", "revision"})
OF_THE_PLAN = ("title", "vision", "provenance", "generation")
Said = Mapping[str, Any]


def differences_between(before: PlanDocument, after: PlanDocument) -> Differences:
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    plan = [
        FieldChange(field=name, before=old["plan"][name], after=new["plan"][name])
        for name in OF_THE_PLAN
        if old["plan"][name] != new["plan"][name]
    ]
    sections = {name: _section(old[name], new[name]) for name in SECTIONS}
    return Differences(
        space_code=after.plan.space_code,
        before=before.plan.id,
        after=after.plan.id,
        plan=plan,
        sections=sections,
        text=[],
    )


def _section(before: list[Said], after: list[Said]) -> SectionDifferences:
    old = {record["code"]: record for record in before}
    new = {record["code"]: record for record in after}
    changed = [
        Changed(code=code, fields=fields)
        for code in sorted(old.keys() & new.keys())
        if (fields := list(_fields(old[code], new[code])))
    ]
    return SectionDifferences(
        added=sorted(new.keys() - old.keys()),
        removed=sorted(old.keys() - new.keys()),
        changed=changed,
    )


def _fields(old: Said, new: Said) -> Iterator[FieldChange]:
    for name in old:
        if name not in NOT_SAID and old[name] != new[name]:
            yield FieldChange(field=name, before=old[name], after=new[name])
