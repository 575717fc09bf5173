"""Lists ordered by space and code, and codes as imported files may write them."""

from typing import Annotated

from fastapi import Query

from chassis.web.paging import CursorMalformed, Window

SEPARATOR = "/"

FileCode = Annotated[
    str | None, Query(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$", examples=["CASP"])
]
"""A code as imported files may write it."""


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
