"""Which records come back to themselves, going up from each to the one above it."""

from collections.abc import Mapping


def in_circles(above: Mapping[str, str | None]) -> set[str]:
    """Those that lie on a circle; each link is followed once."""
    found: set[str] = set()
    settled: set[str] = set()
    for start in above:
        path: dict[str, int] = {}
        here: str | None = start
        while here is not None and here not in settled and here not in path:
            path[here] = len(path)
            here = above.get(here)
        if here is not None and here in path:
            found |= {each for each, place in path.items() if place >= path[here]}
        settled.update(path)
    return found
