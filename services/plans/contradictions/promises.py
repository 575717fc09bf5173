"""Interventions as the rules of contradiction see them."""

from collections.abc import Mapping, Sequence

from services.plans.contradictions.rules import Promise
from services.plans.documents.content import Intervention
from services.plans.reference.models import COUNTRY, PROVINCE, SPACE, Place


def promises_of(
    space_code: str,
    interventions: Sequence[Intervention],
    places: Mapping[str, Sequence[Place]],
) -> list[Promise]:
    return [_promise(space_code, each, places) for each in interventions]


def _promise(
    space_code: str, said: Intervention, places: Mapping[str, Sequence[Place]]
) -> Promise:
    planned = {year: amount for year, amount in said.planned.items() if amount}
    begins = [int(year.partition("/")[0]) for year in planned]
    return Promise(
        code=said.code,
        title=said.title,
        focus_area=said.focus_area,
        lead_organ=said.lead_organ,
        places=frozenset(
            code for code in said.location_codes if _is_within(code, places)
        ),
        whole_space=space_code in said.location_codes,
        first_year=min(begins, default=said.start_year),
        last_year=max(begins, default=said.end_year or said.start_year),
        planned=planned,
        unphased=said.unphased,
        depends_on={link["code"]: link["kind"] for link in said.depends_on},
    )


def _is_within(code: str, places: Mapping[str, Sequence[Place]]) -> bool:
    """Whether the code names a municipality or a ward, and not only more than one."""
    wide = {COUNTRY, PROVINCE, SPACE}
    return any(place.kind not in wide for place in places.get(code, ()))
