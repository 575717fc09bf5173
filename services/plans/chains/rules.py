"""Pure: the chains there are, step by step, each step with its citation.

A chain is dated data (`chains.csv`). Which of its steps bind may be said otherwise by a
rule of the deployment, because regulation 11(4) and what follows it was not seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from chassis.tabular.packaged import Dated, Words, packaged

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainStep(Dated):
    """One step of a chain; `space_kind` None is for spaces of every kind.

    What is decided `in_sitting` is decided in a sitting of the body, with its quorum.
    """

    chain: str
    space_kind: SpaceKind | None
    position: int
    step: str
    title: str
    body: BodyKind
    structure_kinds: Words
    office_kinds: Words
    needs: Needs
    binding: bool
    in_sitting: bool


@cache
def chain_steps() -> tuple[ChainStep, ...]:
    """Every step of the packaged file, in order."""
    return packaged(ChainStep, __package__, "chains.csv")


def steps_of(chain: str, space_kind: SpaceKind | None = None) -> Sequence[ChainStep]:
    """The chain's steps, for spaces of this kind if one is given."""
    return [
        step
        for step in chain_steps()
        if step.chain == chain
        and (space_kind is None or step.space_kind in {None, space_kind})
    ]
