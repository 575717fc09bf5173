"""Answering with a page of what was found; one row too many tells of the next."""

from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from chassis.web.paging import CursorMalformed, Page, Window

View = TypeVar("View", bound=BaseModel)

SEPARATOR = "/"

FileCode = Annotated[
    str | None, Query(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$", examples=["CASP"])
]
"""A code as imported files may write it."""


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


def after_code(window: Window) -> tuple[str, str] | None:
    """The cursor's key where lists are ordered by space and code."""
    if window.after is None:
        return None
    space_code, separator, code = window.after.partition(SEPARATOR)
    if not separator:
        raise CursorMalformed("this cursor is not one of ours")
    return space_code, code


def code_key(space_code: str, code: str) -> str:
    return f"{space_code}{SEPARATOR}{code}"
