"""Answering with a page of what was found; one row too many tells of the next."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import UUID

from pydantic import BaseModel

from chassis.web.paging import CursorMalformed, Page, Window

View = TypeVar("View", bound=BaseModel)


def page_of(
    window: Window,
    found: Sequence[object],
    view: type[View],
    key: Callable[[View], object],
) -> Page[View]:
    """A page of views; `found` holds one row more than the window when more follow."""
    shown = [view.model_validate(row) for row in found[: window.limit]]
    more = len(found) > window.limit
    return window.page(shown, str(key(shown[-1])) if more else None)


def after_identifier(window: Window) -> UUID | None:
    """The cursor's key where lists are ordered by identifier."""
    try:
        return None if window.after is None else UUID(window.after)
    except ValueError:
        raise CursorMalformed("this cursor is not one of ours") from None
