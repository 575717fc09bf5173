"""A page is a cursor: stable under writes, no counting (keyset pagination)."""

import base64
import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel

from chassis.errors import Malformed

Item = TypeVar("Item")
Row = TypeVar("Row")
View = TypeVar("View", bound=BaseModel)

LARGEST_PAGE = 500
LONGEST_CURSOR = 512
NUMBER = re.compile("[0-9]{1,9}", re.ASCII)
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class CursorMalformed(Malformed):
    """A cursor is the `next_cursor` of an earlier page, unchanged."""


class Page(BaseModel, Generic[Item]):
    """A page of a list. `next_cursor` is null on the last one."""

    items: list[Item]
    next_cursor: str | None = None


class Window:
    """Which part of a list is asked for: after a key, so many."""

    def __init__(
        self,
        limit: Annotated[
            int, Query(ge=1, le=LARGEST_PAGE, description="How many items at most.")
        ] = LARGEST_PAGE,
        cursor: Annotated[
            str | None,
            Query(
                max_length=LONGEST_CURSOR,
                description="`next_cursor` of the page before, unchanged.",
            ),
        ] = None,
    ) -> None:
        self.limit = limit
        self.after = None if cursor is None else decode(cursor)

    def page(self, items: list[Item], key: str | None) -> Page[Item]:
        """A page of items; `key` is that of the last one when more follow."""
        return Page(items=items, next_cursor=None if key is None else encode(key))


Paging = Annotated[Window, Depends()]


def page_of(
    window: Window,
    found: Sequence[Row],
    view: type[View] | Callable[[Row], View],
    key: Callable[[Row], object],
) -> Page[View]:
    """A page of views; `found` holds one row more than the window when more follow.

    `view` is the model that shows a row's attributes, or a function that makes one.
    """
    shown = found[: window.limit]
    more = len(found) > window.limit
    see: Callable[[Row], View] = getattr(view, "model_validate", view)
    return window.page(
        [see(row) for row in shown], str(key(shown[-1])) if more else None
    )


def after_identifier(window: Window) -> UUID | None:
    """The cursor's key where lists are ordered by identifier."""
    try:
        return None if window.after is None else UUID(window.after)
    except ValueError:
        raise CursorMalformed("this cursor is not one of ours") from None


def after_day(window: Window) -> tuple[date, UUID] | None:
    """The cursor's key where lists are ordered by a day, then by identifier."""
    if window.after is None:
        return None
    day, _, identifier = window.after.partition(" ")
    try:
        return date.fromisoformat(day), UUID(identifier)
    except ValueError:
        raise CursorMalformed("this cursor is not one of ours") from None


def after_position(window: Window) -> int:
    """The cursor's key where lists are ordered by a position from 0."""
    if window.after is None:
        return -1
    if not re.fullmatch("[0-9]{1,9}", window.after, re.ASCII):
        raise CursorMalformed("this cursor is not one of ours")
    return int(window.after)


def after_number(window: Window) -> int:
    """The cursor's key where lists are ordered by a number, 0 at the beginning."""
    if window.after is None:
        return 0
    if not NUMBER.fullmatch(window.after):
        raise CursorMalformed("this cursor is not one of ours")
    return int(window.after)


def encode(key: str) -> str:
    written = json.dumps(key, ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(written).decode().rstrip("=")


def decode(cursor: str) -> str:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        key = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except ValueError:
        raise CursorMalformed("this cursor is not one of ours") from None
    if not isinstance(key, str) or UNSTORABLE.search(key):
        raise CursorMalformed("this cursor is not one of ours")
    return key
