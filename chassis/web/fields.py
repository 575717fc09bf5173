"""Kinds of text that requests may carry."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

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

Code = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"),
]
"""A code: letters, digits, `_`, `.`, `-`; up to 64."""


class Sent(BaseModel):
    """A request body: what it does not know, it refuses."""

    model_config = ConfigDict(extra="forbid")
