"""Who may be named in plans and budgets from the first day."""

from dataclasses import dataclass

from services.registry.reference.country import country
from services.registry.reference.files import rows
from services.registry.reference.places import municipalities


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ of state or another party.

    `sphere` is national, provincial or local; `soe` and `private` stand outside the
    spheres. `illustrative` marks the invented parties of the worked example.
    """

    code: str
    name: str
    kind: str
    sphere: str
    place_code: str | None
    illustrative: bool


def organs() -> list[Organ]:
    """The named organs, then every municipality under its own code."""
    return [*_named_organs(), *_municipal_organs()]


def _named_organs() -> list[Organ]:
    return [
        Organ(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            sphere=row["sphere"],
            place_code=row["place_code"] or None,
            illustrative=row["illustrative"] == "1",
        )
        for row in rows("organs.csv")
    ]


def _municipal_organs() -> list[Organ]:
    titles = {
        each.code: each.name for each in country().level("municipality").categories
    }
    return [
        Organ(
            code=place.code,
            name=f"{place.name} {titles[place.category]}",
            kind="municipality",
            sphere="local",
            place_code=place.code,
            illustrative=False,
        )
        for place in municipalities()
    ]
