"""The one form in which a document is sealed, so that anyone can compute its seal.

The document is written as RFC 8785 has it (members sorted, no white space, UTF-8);
its seal is the SHA-256 of these bytes, in hexadecimal.
"""

from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

import rfc8785

CENTS = -2

_Json = None | bool | int | str | list["_Json"] | dict[str, "_Json"]


def canonical(document: object) -> bytes:
    """JSON in its one canonical form, decimals as exact strings."""
    return rfc8785.dumps(_plain(document))


def seal_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def _plain(value: object) -> _Json:
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return _exact(value)
        case UUID():
            return str(value)
        case date() if not isinstance(value, datetime):
            return value.isoformat()
        case dict():
            return {str(name): _plain(held) for name, held in value.items()}
        case list() | tuple():
            return [_plain(held) for held in value]
        case _:
            raise TypeError(f"{type(value).__name__} is not part of a sealed document")


def _exact(value: Decimal) -> str:
    """All its digits, and two after the point at least."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise TypeError(f"{value} is not part of a sealed document")
    return f"{value:.2f}" if exponent > CENTS else f"{value:f}"
