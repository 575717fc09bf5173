"""The kinds of records that change by proposal, each offered by its own slice."""

from typing import Any

from services.registry.appointments.stating import APPOINTMENTS
from services.registry.demarcation.stating import DEMARCATIONS
from services.registry.figures.stating import FIGURES
from services.registry.frameworks.stating import (
    FRAMEWORK_ITEMS,
    FRAMEWORK_MAPPINGS,
    FRAMEWORKS,
    PROGRAMMES,
)
from services.registry.hubs.stating import HUB_POSTS, HUBS
from services.registry.names.stating import ALIASES
from services.registry.offices.stating import OFFICES
from services.registry.organs.plan_stating import SOCIAL_LABOUR_PLANS
from services.registry.organs.stating import ORGAN_SUCCESSIONS, ORGANS
from services.registry.statements import Stated, Subject
from services.registry.structures.stating import STRUCTURE_MEMBERS, STRUCTURES

SUBJECTS: dict[str, Subject[Any]] = {
    subject.name: subject
    for subject in (
        ORGANS,
        ORGAN_SUCCESSIONS,
        SOCIAL_LABOUR_PLANS,
        OFFICES,
        APPOINTMENTS,
        FIGURES,
        FRAMEWORKS,
        FRAMEWORK_ITEMS,
        FRAMEWORK_MAPPINGS,
        PROGRAMMES,
        STRUCTURES,
        STRUCTURE_MEMBERS,
        HUBS,
        HUB_POSTS,
    )
}

FILE_SETS: dict[str, Stated] = {each.name: each for each in (ALIASES, DEMARCATIONS)}
STATED: dict[str, Stated] = SUBJECTS | FILE_SETS
