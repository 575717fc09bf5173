"""How the quality of DC45's plans is asked for."""

from tests.system.asking import Asked, of_draft_and_adopted, private

QUALITY: dict[str, Asked] = {
    "getQuality": of_draft_and_adopted,
    "assessQuality": lambda r: [
        private(
            path={"plan_id": plan, "question": "Q02"},
            json={"score": 1, "reason": "a test"},
        )
        for plan in (r.draft, r.adopted)
    ],
}
