"""Hubs that the public record names, what hubs are for, and posts in them."""

from dataclasses import dataclass
from datetime import date

from services.registry.reference.files import rows, words


@dataclass(frozen=True, slots=True)
class HubFunction:
    """What a hub is for, in a sentence."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Hub:
    """A hub with the spaces it supports; `illustrative` ones are invented."""

    code: str
    name: str
    organ_code: str | None
    spaces: tuple[str, ...]
    functions: tuple[str, ...]
    valid_from: date
    illustrative: bool
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class HubPost:
    """A post in a hub, filled or vacant."""

    hub_code: str
    code: str
    title: str
    skill: str
    status: str
    valid_from: date
    funded_by: str | None
    illustrative: bool


def hub_functions() -> list[HubFunction]:
    return [HubFunction(row["code"], row["name"]) for row in rows("hub_functions.csv")]


def hubs() -> list[Hub]:
    return [
        Hub(
            code=row["code"],
            name=row["name"],
            organ_code=row["organ_code"] or None,
            spaces=words(row["spaces"]),
            functions=words(row["functions"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            illustrative=row["illustrative"] == "1",
            confidence=row["confidence"],
            source=row["source"],
        )
        for row in rows("hubs.csv")
    ]


def hub_posts() -> list[HubPost]:
    return [
        HubPost(
            hub_code=row["hub_code"],
            code=row["code"],
            title=row["title"],
            skill=row["skill"],
            status=row["status"],
            valid_from=date.fromisoformat(row["valid_from"]),
            funded_by=row["funded_by"] or None,
            illustrative=row["illustrative"] == "1",
        )
        for row in rows("hub_posts.csv")
    ]
