"""The segments of a compact JWS, decoded in the one way a writer can mean them.

Duplicate members, numbers that are not finite, a second spelling of the same base64
and text that is not UTF-8 are refused: two readers of one token must agree.
"""

import base64
import json
import math
import re
from typing import Any

SEGMENT = re.compile(r"[A-Za-z0-9_-]+\Z")


class TokenRefused(Exception):
    """The token is not one of ours, not for us, or no longer valid."""


def json_object(segment: str) -> dict[str, Any]:
    value = json.loads(
        decoded(segment).decode("utf-8"),
        object_pairs_hook=_members,
        parse_constant=_refuse_constant,
        parse_float=_finite,
    )
    if type(value) is not dict:
        raise TokenRefused("not an object")
    return value


def decoded(segment: str) -> bytes:
    require(SEGMENT.match(segment) is not None, "not base64url")
    raw = base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    canonical = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    require(canonical == segment, "base64url not canonical")
    return raw


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    require(len(members) == len(pairs), "duplicate member")
    return members


def _refuse_constant(name: str) -> None:
    raise TokenRefused(f"{name} is not a number")


def _finite(text: str) -> float:
    value = float(text)
    require(math.isfinite(value), "number out of range")
    return value


def require(satisfied: bool, rule: str) -> None:  # noqa: FBT001 - an assertion reads so
    if not satisfied:
        raise TokenRefused(rule)
