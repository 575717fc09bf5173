"""How contradictions of DC45's plans are asked for."""

from tests.system.asking import NOWHERE, Asked, private, published, system

CONTRADICTIONS: dict[str, Asked] = {
    "checkContradictions": lambda r: [
        private(path={"plan_id": plan}) for plan in (r.draft, r.adopted)
    ],
    "listContradictions": lambda r: [
        private(path={"plan_id": r.draft}),
        published(path={"plan_id": r.adopted}),
    ],
    "decideContradiction": lambda _: [
        system(
            path={"contradiction_id": NOWHERE},
            json={"state": "dismissed", "reason": "a test"},
        )
    ],
}
