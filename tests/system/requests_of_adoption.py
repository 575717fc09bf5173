"""How the operations of sealing, printing, approving and signing are asked."""

from tests.system.asking import Asked, published

ADOPTION: dict[str, Asked] = {
    "getSealedPlan": lambda r: [published(path={"plan_id": r.adopted})],
}
