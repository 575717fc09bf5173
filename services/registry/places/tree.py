"""Places as a tree of areas: country, provinces, spaces, municipalities, wards."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from services.registry.places.models import COUNTRY, Place


@dataclass
class Node:
    """A place and the places directly below it, by code."""

    place: Place
    children: list["Node"] = field(default_factory=list)


def tree(places: Iterable[Place]) -> Node | None:
    """The country's node, from places that stand on one day; None without a country."""
    nodes = {place.key: Node(place) for place in places}
    root: Node | None = None
    for node in nodes.values():
        above = node.place.above
        if node.place.kind == COUNTRY:
            root = node
        elif above is not None and above in nodes:
            nodes[above].children.append(node)
    return root
