"""How the operations of sealing, printing, approving and signing are asked."""

from tests.system.asking import (
    Ask,
    Asked,
    Records,
    of_draft_and_adopted,
    private,
    published,
    system,
)

NONE = "01a00000-0000-7000-8000-000000000000"
RULE = {"space_code": "DC45", "chain": "single_approver", "reason": "a test"}


def of_both(records: Records, **parts: object) -> list[Ask]:
    """Asked of the draft and of the adopted plan; neither is before any bodies."""
    return [
        private(path={"plan_id": plan, "step_id": NONE, "condition_id": NONE}, **parts)
        for plan in (records.draft, records.adopted)
    ]


ADOPTION: dict[str, Asked] = {
    "printPlan": of_draft_and_adopted,
    "getSealedPlan": lambda r: [published(path={"plan_id": r.adopted})],
    "listApprovalChains": lambda _: [published()],
    "listApprovalRules": lambda _: [published()],
    "stateApprovalRule": lambda _: [system(json=RULE)],
    "submitPlan": of_both,
    "listApprovalRounds": of_draft_and_adopted,
    "withdrawSubmission": lambda r: of_both(r, json={"reason": "a test"}),
    "decideStep": lambda r: of_both(r, json={"decision": "approve"}),
    "getCompact": of_draft_and_adopted,
    "signCompact": lambda r: of_both(r, json={"seal": "0" * 64}),
    "fulfilCondition": lambda r: of_both(r, json={"evidence": "a test"}),
}
