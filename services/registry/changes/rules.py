"""Pure: a preview as it is kept, counted, and compared with a later one."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from services.registry.statements import Difference, Effect

Shown = dict[str, Any]


def shown(differences: Sequence[Difference]) -> list[Shown]:
    """The differences as JSON, in an order that does not depend on the statement."""
    found = [
        _plain(
            {
                "record": each.record,
                "effect": each.effect.value,
                "effective": each.effective,
                "before": each.before,
                "after": each.after,
            }
        )
        for each in differences
    ]
    return sorted(found, key=written)


def digest(differences: Sequence[Shown]) -> str:
    """The same for two previews that show the same."""
    return sha256(written(differences).encode()).hexdigest()


def counts(differences: Sequence[Shown]) -> dict[str, int]:
    found = Counter(each["effect"] for each in differences)
    return {effect.value: found[effect.value] for effect in Effect}


def written(value: object) -> str:
    """As JSON, in one way only."""
    return json.dumps(value, sort_keys=True, default=_text)


def _plain(difference: Shown) -> Shown:
    plain: Shown = json.loads(json.dumps(difference, default=_text))
    return plain


def _text(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(type(value).__name__)
