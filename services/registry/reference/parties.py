"""Who may be named in plans and budgets, from which day on, and who came before."""

from dataclasses import dataclass
from datetime import date

from services.registry.reference.country import country
from services.registry.reference.files import rows, words


@dataclass(frozen=True, slots=True)
class OrganPeriod:
    """An organ of state or another party, during one period.

    `sphere` is national, provincial or local; `soe` and `private` stand outside the
    spheres. `illustrative` marks invented parties; `confidence` is for the whole row.
    """

    code: str
    name: str
    kind: str
    sphere: str
    place_code: str | None
    parent_code: str | None
    vote: int | None
    functions: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    confidence: str | None
    source: str | None
    illustrative: bool


@dataclass(frozen=True, slots=True)
class OrganSuccession:
    """What became of one organ in one other on a day."""

    effective: date
    old_code: str
    new_code: str
    change: str
    confidence: str
    source: str


def organ_periods() -> list[OrganPeriod]:
    """The named organs; municipalities follow their places."""
    return [
        OrganPeriod(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            sphere=row["sphere"],
            place_code=row["place_code"] or None,
            parent_code=row["parent_code"] or None,
            vote=int(row["vote"]) if row["vote"] else None,
            functions=words(row["functions"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            confidence=row["confidence"] or None,
            source=row["source"] or None,
            illustrative=row["illustrative"] == "1",
        )
        for row in rows("organs.csv")
    ]


def organ_successions() -> list[OrganSuccession]:
    return [
        OrganSuccession(
            effective=date.fromisoformat(row["effective"]),
            old_code=row["old_code"],
            new_code=row["new_code"],
            change=row["change"],
            confidence=row["confidence"],
            source=row["source"],
        )
        for row in rows("organ_successions.csv")
    ]


@dataclass(frozen=True, slots=True)
class Power:
    """A municipality of this category and class, in a district of that class, has it.

    A class that is None is any.
    """

    power: str
    category: str
    own_class: str | None
    district_class: str | None


@dataclass(frozen=True, slots=True)
class FunctionPower:
    """The power by which a municipality performs a function."""

    function_code: str
    power: str
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class SocialLabourPlan:
    """What a mine owes the municipalities around it, for the years of a plan."""

    right_number: str
    organ_code: str
    valid_from: date
    valid_to: date
    beneficiaries: tuple[str, ...]
    source: str | None
    illustrative: bool


def powers() -> list[Power]:
    return [
        Power(
            power=row["power"],
            category=row["category"],
            own_class=row["own_class"] or None,
            district_class=row["district_class"] or None,
        )
        for row in rows("powers.csv")
    ]


def function_powers() -> list[FunctionPower]:
    return [
        FunctionPower(
            function_code=row["function_code"],
            power=row["power"],
            confidence=row["confidence"],
            source=row["source"],
        )
        for row in rows("function_powers.csv")
    ]


def social_labour_plans() -> list[SocialLabourPlan]:
    return [
        SocialLabourPlan(
            right_number=row["right_number"],
            organ_code=row["organ_code"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]),
            beneficiaries=words(row["beneficiaries"]),
            source=row["source"] or None,
            illustrative=row["illustrative"] == "1",
        )
        for row in rows("social_labour_plans.csv")
    ]


def municipal_titles() -> dict[str, str]:
    """What a municipality of a category calls itself, after its name."""
    categories = country().level("municipality").categories
    return {each.code: each.name for each in categories}
