"""How contradictions of DC45's plans are asked for."""

from tests.system.asking import Asked, private, published

CONTRADICTIONS: dict[str, Asked] = {
    "checkContradictions": lambda r: [
        private(path={"plan_id": plan}) for plan in (r.draft, r.adopted)
    ],
    "listContradictions": lambda r: [
        private(path={"plan_id": r.draft}),
        published(path={"plan_id": r.adopted}),
    ],
    "decideContradiction": lambda r: [
        private(
            path={"contradiction_id": r.said["contradiction"]},
            json={"state": "dismissed", "reason": "a test"},
        )
    ],
}
