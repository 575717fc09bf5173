"""How reviews of DC45's plan, and the law's clocks, are asked for."""

from tests.system.asking import Asked, private, published

REVIEWS: dict[str, Asked] = {
    "listClockRules": lambda _: [published()],
    "listClocks": lambda _: [published(query={"space": "DC45"})],
    "listSpaceClocks": lambda _: [published()],
    "openReview": lambda r: [
        private(path={"plan_id": p}) for p in (r.draft, r.adopted)
    ],
    "listReviews": lambda r: [
        private(path={"plan_id": r.draft}),
        published(path={"plan_id": r.adopted}),
    ],
    "concludeReview": lambda r: [
        private(
            path={"review_id": r.said["review"]},
            json={"outcome": "confirmed", "reason": "a test"},
        )
    ],
}
