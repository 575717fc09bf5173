"""Pure rules of offices: which spaces one covers, by the place it serves."""

from collections.abc import Iterable

from services.registry.places.models import (
    COUNTRY,
    MUNICIPALITY,
    PROVINCE,
    SPACE,
    Place,
)

EVERYWHERE = ("*",)


class Areas:
    """The places of one day, by what offices may serve."""

    def __init__(self, standing: Iterable[Place]) -> None:
        self._spaces: dict[tuple[str, str], list[str]] = {}
        self._known: set[tuple[str, str]] = set()
        for place in standing:
            self._known.add(place.key)
            if place.kind == SPACE:
                self._cover((SPACE, place.code), place.code)
                self._cover((PROVINCE, place.province_code or ""), place.code)
            elif place.kind == MUNICIPALITY:
                self._cover(place.key, place.space_code or "")

    def know(self, kind: str, code: str) -> bool:
        return (kind, code) in self._known

    def spaces(self, kind: str, code: str) -> tuple[str, ...]:
        """Codes of the spaces that an office for this place covers at most."""
        if kind == COUNTRY:
            return EVERYWHERE
        return tuple(sorted(self._spaces.get((kind, code), ())))

    def _cover(self, place: tuple[str, str], space: str) -> None:
        self._spaces.setdefault(place, []).append(space)


def outside(stated: Iterable[str], allowed: Iterable[str]) -> list[str]:
    """Spaces that an office may not cover, because its place does not lie there."""
    most = set(allowed)
    return [] if "*" in most else sorted(set(stated) - most)
