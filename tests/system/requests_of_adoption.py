"""How the operations of sealing, printing, approving and signing are asked."""

from tests.system.asking import Asked, of_draft_and_adopted, published

ADOPTION: dict[str, Asked] = {
    "printPlan": of_draft_and_adopted,
    "getSealedPlan": lambda r: [published(path={"plan_id": r.adopted})],
}
