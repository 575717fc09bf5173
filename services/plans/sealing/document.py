"""What the seal of a plan is taken over: a published answer, in canonical JSON.

The sealed document is the answer of GET /v1/plans/{id}/document: all that the plan
says, records ordered by the code points of `code`. Amounts and measures are decimal
strings and everything else is text, whole numbers, true, false or null, so that no rule
about floating point numbers is needed. What comes later (who signed, what superseded
the plan) is not part of it.
"""

from contracts.seal import canonical
from services.plans.content.schemas import PlanDocument
from services.plans.content.whole import Whole


def document_of(whole: Whole) -> bytes:
    """The plan's content, in the bytes that are sealed."""
    return canonical(PlanDocument.model_validate(whole).model_dump(mode="json"))
