"""How public comment on DC45's plans is asked for."""

from tests.system.asking import Asked, private, published, system

NOTICE = {"opens_on": "2030-01-01", "closes_on": "2030-02-01", "notice": "a test"}
WITHHELD = {"publish": False, "withheld_because": "a test"}
ANSWER = {"outcome": "noted", "response": "a test"}

CONSULTATION: dict[str, Asked] = {
    "openCommentWindow": lambda r: [
        private(path={"plan_id": plan}, json=NOTICE) for plan in (r.draft, r.adopted)
    ],
    "listCommentWindows": lambda _: [published(query={"space": "DC45"})],
    "submitComment": lambda r: [
        system(path={"window_id": r.said["window"]}, json={"comment": "a test"})
    ],
    "listSubmissions": lambda r: [published(path={"window_id": r.said["window"]})],
    "moderateSubmission": lambda r: [
        private(path={"submission_id": r.said["submission"]}, json=WITHHELD)
    ],
    "answerSubmission": lambda r: [
        private(path={"submission_id": r.said["submission"]}, json=ANSWER)
    ],
}
