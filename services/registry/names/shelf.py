"""Lexicons that were built, by the edition of names they were built from.

A lexicon is a few thousand short texts; building one takes some hundredths of a
second. Places and aliases change their edition in the database, so a kept lexicon is
never out of date.
"""

from collections import OrderedDict
from uuid import UUID

from services.registry.names.lexicon import Lexicon

EDITIONS_KEPT = 2


class Shelf:
    def __init__(self) -> None:
        self._lexicons: OrderedDict[UUID, Lexicon] = OrderedDict()

    def take(self, stamp: UUID) -> Lexicon | None:
        return self._lexicons.get(stamp)

    def put(self, stamp: UUID, lexicon: Lexicon) -> Lexicon:
        """Keep it; the oldest edition goes."""
        self._lexicons[stamp] = lexicon
        while len(self._lexicons) > EDITIONS_KEPT:
            self._lexicons.popitem(last=False)
        return lexicon
