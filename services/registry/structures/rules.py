"""Pure rules of structures: citations, who chairs, and to whom matters go up."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from services.registry.structures.models import Role

CITATION = re.compile(r"(?P<act>\S.*) (?P<section>(s|reg )\d[\w()]*)")


def citations(written: str) -> list[dict[str, str]]:
    """`IGRFA s24; DDM Regulations 2024 reg 8(5)`: acts and sections, in order."""
    parts = [part.strip() for part in written.split(";") if part.strip()]
    matches = [CITATION.fullmatch(part) for part in parts]
    for part, match in zip(parts, matches, strict=True):
        if match is None:
            raise ValueError(f"an act and its section, as IGRFA s24, not {part}")
    return [match.groupdict() for match in matches if match is not None]


def chair_fault(roles: Iterable[Role]) -> tuple[str, str] | None:
    """A structure has one chair, or two or more who chair it together."""
    count = Counter(roles)
    if count[Role.CHAIR] and count[Role.CO_CHAIR]:
        return "chairs-mixed", "either one chair, or several co-chairs"
    if count[Role.CHAIR] > 1:
        return "chair-not-alone", "one chair; several who chair together are co-chairs"
    if count[Role.CO_CHAIR] == 1:
        return "co-chair-alone", "co-chairs are two or more; one alone is the chair"
    if not count[Role.CHAIR] and not count[Role.CO_CHAIR]:
        return "chair-missing", "somebody chairs a structure"
    return None


def escalation(code: str, reports_to: Mapping[str, str | None]) -> list[str]:
    """To whom matters go up from a structure, nearest first; stops before a cycle."""
    path: list[str] = []
    above = reports_to.get(code)
    while above is not None and above not in path and above != code:
        path.append(above)
        above = reports_to.get(above)
    return path
