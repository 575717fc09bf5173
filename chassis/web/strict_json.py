"""JSON as RFC 8259 has it: no NaN, no repeated members, bounded depth."""

import json
import re
from typing import Any

from starlette.requests import Request
from typing_extensions import override

DEEPEST = 32

# A string, ended or not, is one match: brackets in it nest nothing, and no input makes
# the search start over.
STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


class StrictRequest(Request):
    """A request whose JSON body is refused where readers of JSON would disagree."""

    @override
    async def json(self) -> Any:
        return parse(await self.body())


def parse(body: bytes) -> Any:  # noqa: ANN401  JSON is anything
    """Read a JSON document, or raise `json.JSONDecodeError` saying what is wrong."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as reason:
        raise json.JSONDecodeError("not UTF-8", "", reason.start) from None
    _refuse_depth(text)
    try:
        return json.loads(
            text, parse_constant=_refuse_constant, object_pairs_hook=_distinct
        )
    except json.JSONDecodeError:
        raise
    except (ValueError, RecursionError) as reason:
        raise json.JSONDecodeError(str(reason)[:200], "", 0) from None


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member name stands twice")
    return members


def _refuse_depth(text: str) -> None:
    """Read no further than where it is too deep: the rest may be a megabyte."""
    depth = 0
    for found in STRUCTURE.finditer(text):
        if found[0] in "]}":
            depth -= 1
        elif found[0] in "[{":
            depth += 1
            if depth > DEEPEST:
                raise json.JSONDecodeError(f"nested deeper than {DEEPEST}", "", 0)
