"""Places where a test may stop a process dead, to show that nothing is lost there."""

import os
from collections import Counter

VARIABLE = "ONEDISTRICT_CRASH"
EXIT_CODE = 137

_hits: Counter[str] = Counter()


def crash_point(step: str) -> None:
    """End this process at once when it was started with `ONEDISTRICT_CRASH=step[:n]`.

    `n` is the visit on which to end it, 1 by default. Costs one look-up otherwise.
    """
    planned = os.environ.get(VARIABLE)
    if planned is None:
        return
    wanted, _, visit = planned.partition(":")
    if wanted != step:
        return
    _hits[step] += 1
    if _hits[step] == int(visit or 1):
        os._exit(EXIT_CODE)
