"""The country pack's rows as places."""

from collections.abc import Mapping
from datetime import date

from services.registry import reference
from services.registry.places.models import Place

COUNTRY = "ZA"
REGISTER_OPENED = date(2000, 12, 5)
"""The first municipal elections under the present demarcation; earlier is not held."""

Populations = Mapping[tuple[str, int], int]


def places() -> list[Place]:
    """Country, provinces, spaces and municipalities, standing and ended."""
    people = {(p.code, p.year): p.population for p in reference.populations()}
    municipalities = [
        *reference.municipalities(),
        *reference.disestablished_municipalities(),
    ]
    return [
        _country(),
        *(_province(province) for province in reference.provinces()),
        *(_space(space, people) for space in reference.spaces()),
        *(_municipality(municipality, people) for municipality in municipalities),
    ]


def _country() -> Place:
    return Place(
        kind="country", code=COUNTRY, name="South Africa", valid_from=REGISTER_OPENED
    )


def _province(province: reference.Province) -> Place:
    return Place(
        kind="province",
        code=province.code,
        name=province.name,
        parent_code=COUNTRY,
        province_code=province.code,
        valid_from=province.valid_from,
    )


def _space(space: reference.Space, people: Populations) -> Place:
    return Place(
        kind="space",
        code=space.code,
        name=space.name,
        category=space.kind,
        seat=space.seat,
        parent_code=space.province_code,
        space_code=space.code,
        province_code=space.province_code,
        population_2011=people.get((space.code, 2011)),
        population_2016=people.get((space.code, 2016)),
        valid_from=space.valid_from,
    )


def _municipality(row: reference.Municipality, people: Populations) -> Place:
    return Place(
        kind="municipality",
        code=row.code,
        name=row.name,
        category=row.category,
        miif_class=row.miif_class,
        parent_code=row.parent_code,
        space_code=row.space_code,
        province_code=row.province_code,
        population_2011=people.get((row.code, 2011)) if row.valid_to is None else None,
        population_2016=people.get((row.code, 2016)) if row.valid_to is None else None,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
