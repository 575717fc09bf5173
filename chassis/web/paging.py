"""A page is a cursor: stable under writes, no counting (keyset pagination)."""

import base64
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel

from chassis.errors import Malformed

Item = TypeVar("Item")
Row = TypeVar("Row")
Key = TypeVar("Key")
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


@dataclass(frozen=True)
class Window:
    """Which part of a list is asked for: after a key, so many."""

    limit: int
    after: str | None

    def page(self, items: list[Item], key: str | None) -> Page[Item]:
        """A page of items; `key` is that of the last one when more follow."""
        return Page(items=items, next_cursor=None if key is None else encode(key))


async def window(
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
) -> Window:
    """The whole list comes in pages of the largest size, unless less is asked for."""
    return Window(limit, None if cursor is None else decode(cursor))


Paging = Annotated[Window, Depends(window)]


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


def after_key(window: Window, read: Callable[[str], Key]) -> Key | None:
    """What a list goes on after; `read` raises `ValueError` for no key of ours."""
    if window.after is None:
        return None
    try:
        return read(window.after)
    except ValueError:
        raise CursorMalformed("this cursor is not one of ours") from None


def after_identifier(window: Window) -> UUID | None:
    """The cursor's key where lists are ordered by identifier."""
    return after_key(window, UUID)


def after_day(window: Window) -> tuple[date, UUID] | None:
    """The cursor's key where lists are ordered by a day, then by identifier."""
    return after_key(window, _day_and_identifier)


def after_position(window: Window) -> int:
    """The cursor's key where lists are ordered by a position from 0."""
    found = after_key(window, _number)
    return -1 if found is None else found


def after_number(window: Window) -> int:
    """The cursor's key where lists are ordered by a number from 1."""
    return after_key(window, _number) or 0


def _day_and_identifier(key: str) -> tuple[date, UUID]:
    day, _, identifier = key.partition(" ")
    return date.fromisoformat(day), UUID(identifier)


def _number(key: str) -> int:
    if not NUMBER.fullmatch(key):
        raise ValueError(key)
    return int(key)


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
