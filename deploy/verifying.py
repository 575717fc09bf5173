"""Whether content bears a seal: `onedistrict verify-plan`.

A file is checked without any network. An address is that of a plan or of its sealed
document; the seal that the plan shows there is what its document must bear.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from rfc8785 import CanonicalizationError

from chassis.web.strict_json import parse
from contracts.seal import canonical, seal_of

PATIENCE_SECONDS = 30
VERIFIED, DIFFERS, UNREADABLE = 0, 1, 2


class NotASealedPlan(Exception):
    """What was given holds no adopted plan."""


@dataclass(frozen=True)
class Found:
    """A document, and the seal it is said to bear."""

    content: bytes
    expected: str | None


def verify_plan(source: str, expected: str | None) -> int:
    """Compute the seal of a file or an address, say what came of it."""
    try:
        found = _fetched(source) if "://" in source else _read(source)
        plan, computed = _sealed(found.content)
    except (NotASealedPlan, OSError, httpx.HTTPError, httpx.InvalidURL) as reason:
        print(f"{source} cannot be verified: {reason}", file=sys.stderr)
        return UNREADABLE
    name, space, version = (plan[each] for each in ("title", "space_code", "version"))
    print(_on_one_line(f"{name} ({space}, version {version})"))
    print(f"sha256 {computed}")
    return _compared(computed, expected or found.expected)


def _compared(computed: str, expected: str | None) -> int:
    if expected is None:
        print("Compare it with the seal you know, or pass that with --seal.")
        return VERIFIED
    if computed == expected.strip().lower():
        print("Verified: the content is what was sealed.")
        return VERIFIED
    print(f"DIFFERS: {expected} was expected, so this is not what was sealed.")
    return DIFFERS


def _read(path: str) -> Found:
    return Found(Path(path).read_bytes(), expected=None)


def _fetched(address: str) -> Found:
    plan = address.rstrip("/").removesuffix("/sealed")
    with httpx.Client(timeout=PATIENCE_SECONDS) as client:
        document = client.get(f"{plan}/sealed").raise_for_status()
        said = client.get(plan).raise_for_status()
    return Found(document.content, expected=_said_seal(said.content))


def _said_seal(answer: bytes) -> str | None:
    """The seal that a plan shows; a draft shows none."""
    try:
        seal = _mapping(parse(answer)).get("seal")
    except ValueError as reason:
        raise NotASealedPlan(str(reason)) from None
    if seal is None or isinstance(seal, str):
        return seal
    raise NotASealedPlan("it shows no seal")


def _sealed(content: bytes) -> tuple[dict[str, Any], str]:
    """The plan's own words about itself, and the seal of all of it."""
    try:
        document = _mapping(parse(content))
        plan = _mapping(document.get("plan"))
        plan["title"], plan["space_code"], plan["version"]
        return plan, seal_of(canonical(document))
    except KeyError as missing:
        raise NotASealedPlan(f"its plan has no {missing}") from None
    except (ValueError, TypeError, CanonicalizationError) as reason:
        raise NotASealedPlan(str(reason)) from None


def _mapping(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise NotASealedPlan("it is not the document of a plan")
    return value


def _on_one_line(words: str) -> str:
    """Without what moves a terminal's cursor: a document says nothing in our name."""
    return "".join(each if each.isprintable() else "?" for each in words)
