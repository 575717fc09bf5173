"""Kinds of text that requests may carry."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

Item = TypeVar("Item")

FORBIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
ALLOWED_FORMAT = frozenset({"\u200c", "\u200d"})


def printable(value: str) -> str:
    """Refuse control characters, bidirectional overrides and surrogates."""
    for character in value:
        if (
            unicodedata.category(character) in FORBIDDEN
            and character not in ALLOWED_FORMAT
        ):
            raise ValueError("control and formatting characters are not allowed")
    return value


DATE_AND_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}", re.ASCII)


def as_written(value: object) -> object:
    """Refuse numbers, which would be taken for seconds since 1970."""
    if not isinstance(value, str) or DATE_AND_TIME.match(value) is None:
        raise ValueError("send date, time and offset as RFC 3339 writes them")
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(as_written)]
"""A date and time with its offset, as RFC 3339 writes them."""

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def as_a_day(value: object) -> object:
    """Refuse numbers, also written as text, which would be taken for seconds."""
    if isinstance(value, date) or (isinstance(value, str) and DAY.fullmatch(value)):
        return value
    raise ValueError("send a day as YYYY-MM-DD")


Day = Annotated[date, BeforeValidator(as_a_day)]
"""A day of the calendar, as YYYY-MM-DD."""

Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(printable),
]
"""A title or name: 1 to 200 printable characters."""

Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2000),
    AfterValidator(printable),
]
"""An explanation: 1 to 2000 printable characters."""


def as_one_line(value: object) -> object:
    """White space runs together, characters are composed (NFC), as in a file's cell."""
    if isinstance(value, str):
        return " ".join(unicodedata.normalize("NFC", value).split())
    return value


Line = BeforeValidator(as_one_line)
"""With `Name` or `Reason`: text that reads the same from a file as from here."""

Code = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"),
]
"""A code: letters, digits, `_`, `.`, `-`; up to 64."""


def once(what: str, by: Callable[[Any], object] = lambda item: item) -> AfterValidator:
    """A list in which nothing is said twice; `what` is the rule, in words."""

    def each_once(items: list[Item]) -> list[Item]:
        if len({by(item) for item in items}) < len(items):
            raise ValueError(what)
        return items

    return AfterValidator(each_once)


def left_out() -> Any:  # noqa: ANN401  stands for a field of any kind
    """The default of what a change may leave out, and may not set to null."""
    return Field(default_factory=lambda: None)


class Sent(BaseModel):
    """A request body: what it does not know, it refuses."""

    model_config = ConfigDict(extra="forbid")
