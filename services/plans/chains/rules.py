"""Pure: the chains there are, step by step, each step with its citation.

A chain is dated data (`chains.csv`). Which of its steps bind may be said otherwise by a
rule of the deployment, because regulation 11(4) and what follows it was not seen.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

SINGLE_APPROVER = "single_approver"


class SpaceKind(StrEnum):
    """A metro is the space of one municipality; any other is a district."""

    DISTRICT = "district"
    METRO = "metro"


class BodyKind(StrEnum):
    """What decides in a step: one body, or one per municipality or committing organ."""

    APPROVER = "approver"
    STRUCTURE = "structure"
    PROVINCE_STRUCTURE = "province_structure"
    COUNCIL = "council"
    ORGAN = "organ"


class Needs(StrEnum):
    """What satisfies a step: an approval, or that nobody objects."""

    APPROVAL = "approval"
    NO_OBJECTION = "no_objection"


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One step of a chain; `space_kind` None is for spaces of every kind."""

    chain: str
    space_kind: SpaceKind | None
    position: int
    step: str
    title: str
    body: BodyKind
    structure_kinds: tuple[str, ...]
    office_kinds: tuple[str, ...]
    needs: Needs
    binding: bool
    citation: str
    confidence: str
    applies_from: date


@cache
def chain_steps() -> tuple[ChainStep, ...]:
    """Every step of the packaged file, in order."""
    content = (files(__package__) / "chains.csv").read_text(encoding="utf-8")
    return tuple(
        ChainStep(
            chain=row["chain"],
            space_kind=SpaceKind(row["space_kind"]) if row["space_kind"] else None,
            position=int(row["position"]),
            step=row["step"],
            title=row["title"],
            body=BodyKind(row["body"]),
            structure_kinds=_words(row["structure_kinds"]),
            office_kinds=_words(row["office_kinds"]),
            needs=Needs(row["needs"]),
            binding=row["binding"] == "yes",
            citation=row["citation"],
            confidence=row["confidence"],
            applies_from=date.fromisoformat(row["applies_from"]),
        )
        for row in csv.DictReader(content.splitlines(), strict=True)
    )


def steps_of(chain: str, space_kind: SpaceKind | None = None) -> Sequence[ChainStep]:
    """The chain's steps, for spaces of this kind if one is given."""
    return [
        step
        for step in chain_steps()
        if step.chain == chain
        and (space_kind is None or step.space_kind in {None, space_kind})
    ]


def _words(listed: str) -> tuple[str, ...]:
    return tuple(filter(None, listed.split("|")))
