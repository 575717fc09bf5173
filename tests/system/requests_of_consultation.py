"""How public comment on DC45's plans is asked for."""

from tests.system.asking import NOWHERE, Asked, private, published, system

NOTICE = {"opens_on": "2030-01-01", "closes_on": "2030-02-01", "notice": "a test"}
ANSWER = {"outcome": "noted", "response": "a test"}

CONSULTATION: dict[str, Asked] = {
    "openCommentWindow": lambda r: [
        private(path={"plan_id": plan}, json=NOTICE) for plan in (r.draft, r.adopted)
    ],
    "listCommentWindows": lambda _: [published(query={"space": "DC45"})],
    "submitComment": lambda _: [
        system(path={"window_id": NOWHERE}, json={"comment": "a test"})
    ],
    "listSubmissions": lambda _: [system(path={"window_id": NOWHERE})],
    "moderateSubmission": lambda _: [
        system(path={"submission_id": NOWHERE}, json={"publish": True})
    ],
    "answerSubmission": lambda _: [
        system(path={"submission_id": NOWHERE}, json=ANSWER)
    ],
}
