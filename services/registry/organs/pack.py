"""The country pack's organs as periods; municipalities follow their places."""

from collections.abc import Iterator
from uuid import UUID

from chassis.identifiers import new_id
from services.registry import reference
from services.registry.organs.models import (
    Organ,
    OrganSuccession,
    SocialLabourPlan,
)
from services.registry.organs.repository import Periods
from services.registry.periods import PACK


def organs(known: Periods) -> list[Organ]:
    """Every period of the pack, with the ids that its organs have already."""
    ids: dict[str, UUID] = {code: p[-1].id for code, p in known.items()}
    versions = {code: p[-1].version for code, p in known.items()}
    return [
        _organ(
            row,
            identifier=ids.setdefault(row.code, new_id()),
            version=versions.get(row.code, 0) + 1,
        )
        for row in reference.organ_periods()
    ]


def _organ(row: reference.OrganPeriod, *, identifier: UUID, version: int) -> Organ:
    return Organ(
        code=row.code,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        id=identifier,
        name=row.name,
        kind=row.kind,
        sphere=row.sphere,
        place_code=row.place_code,
        parent_code=row.parent_code,
        vote=row.vote,
        functions=sorted(row.functions),
        confidence=row.confidence,
        source=row.source,
        illustrative=row.illustrative,
        origin=PACK,
        version=version,
    )


def successions() -> list[OrganSuccession]:
    return list(_successions())


def _successions() -> Iterator[OrganSuccession]:
    for row in reference.organ_successions():
        yield OrganSuccession(
            effective=row.effective,
            old_code=row.old_code,
            new_code=row.new_code,
            change=row.change,
            confidence=row.confidence,
            source=row.source,
            origin=PACK,
        )


def social_labour_plans() -> list[SocialLabourPlan]:
    return [
        SocialLabourPlan(
            right_number=row.right_number,
            organ_code=row.organ_code,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            beneficiaries=sorted(row.beneficiaries),
            source=row.source,
            illustrative=row.illustrative,
            origin=PACK,
        )
        for row in reference.social_labour_plans()
    ]
