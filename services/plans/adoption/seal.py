"""The seal of a plan: a SHA-256 that anyone can recompute from published answers.

The sealed document is `{"interventions": [...], "plan": {...}}`:

plan           `id space_code title provenance generation version` of GET /v1/plans/{id}
interventions  the items of GET /v1/plans/{id}/interventions, as answered, ordered by
               the code points of `code`

It is written as RFC 8785 has it (members sorted, no white space, UTF-8). Amounts are
decimal strings and everything else is text, whole numbers, true, false or null, so
that no rule about floating point numbers is needed.
"""

import json
from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256

from services.plans.documents.content import Intervention
from services.plans.documents.models import Plan

SEALED = ("space_code", "title", "provenance", "generation", "version")


def seal(plan: Plan, interventions: Sequence[Intervention]) -> str:
    """SHA-256 of the plan's content, in hexadecimal."""
    stated = [intervention.states() for intervention in interventions]
    document = {
        "plan": {"id": str(plan.id)} | {name: getattr(plan, name) for name in SEALED},
        "interventions": sorted(stated, key=lambda said: str(said["code"])),
    }
    return sha256(canonical(document)).hexdigest()


def canonical(document: object) -> bytes:
    """JSON in its one canonical form, amounts as decimal strings."""
    text = json.dumps(
        document,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        default=_amount,
    )
    return text.encode()


def _amount(value: object) -> str:
    if not isinstance(value, Decimal):
        raise TypeError(f"{type(value).__name__} is not part of a plan")
    return f"{value:.2f}"
