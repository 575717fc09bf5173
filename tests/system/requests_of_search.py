"""How DC45's plans and resolutions are searched."""

from tests.system.asking import Ask, Asked, Reach, Records, published

CANARY = "canary-of-dc45"


def of_the_canary(_: Records) -> list[Ask]:
    """A search for what DC45 keeps to itself, and one for what everybody may read."""
    return [
        Ask(Reach.LISTED, query={"q": CANARY}),
        Ask(Reach.LISTED, query={"q": "plan", "kind": "plan"}),
    ]


SEARCH: dict[str, Asked] = {
    "searchRecords": of_the_canary,
    "exportFoundRecords": lambda _: [published(query={"q": CANARY})],
}
