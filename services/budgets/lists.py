"""Lists ordered by space and code, and codes as imported files may write them."""

from typing import Annotated

from fastapi import Query

from chassis.web.paging import Window, after_key

SEPARATOR = "/"

FileCode = Annotated[
    str | None, Query(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$", examples=["CASP"])
]
"""A code as imported files may write it."""


def after_code(window: Window) -> tuple[str, str] | None:
    """The cursor's key where lists are ordered by space and code."""
    return after_key(window, _space_and_code)


def code_key(space_code: str, code: str) -> str:
    return f"{space_code}{SEPARATOR}{code}"


def _space_and_code(key: str) -> tuple[str, str]:
    space_code, separator, code = key.partition(SEPARATOR)
    if not separator:
        raise ValueError(key)
    return space_code, code
