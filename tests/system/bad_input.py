"""What every operation is sent that it must refuse well."""

import json
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.system.hostile_values import (
    SHOWN_TO_NOBODY,
)
from tests.system.operations import FORM, JSON, Operation, operations
from tests.system.requests_of_dc45 import Ask, Town

OF_ALL_SERVICES = re.compile("Audit|DeadLetter")
EXAMPLE = "Plans"
OPERATIONS = [each for each in operations() if each.service is not None]
READS = [each for each in OPERATIONS if not each.writes]
SENDING_JSON = [each for each in OPERATIONS if each.media_type == JSON]
SENDING_FILES = [each for each in OPERATIONS if each.media_type == FORM]
NAMING = [each for each in OPERATIONS if each.parameters("path")]
LISTS = [each for each in READS if "cursor" in str(each.parameters("query"))]
ASKING = [each for each in READS if each.parameters("query")]
NEVER_OURS_TO_SEND = (
    "id",
    "status",
    "version",
    "space_code",
    "drafted_by",
    "posted_by",
    "created_at",
    "role",
    "scopes",
    "__class__",
    "__proto__",
    "",
)
SMALL_BYTES = 8 << 10
ODD_FIELDS = ("", "a\x00b", "\u202e", "x" * 5000, "NaN")


Send = Callable[..., httpx.Response]


def every(some: list[Operation]) -> Any:
    """Each of some operations; what all services share is tried on one of them."""
    return pytest.mark.parametrize(
        "operation",
        [pytest.param(each, id=each.id, marks=marks_of(each)) for each in some],
    )


def marks_of(operation: Operation) -> list[pytest.MarkDecorator]:
    shared = OF_ALL_SERVICES.search(operation.id) is not None
    return [pytest.mark.nightly] if shared and EXAMPLE not in operation.id else []


def sender(town: Town) -> Send:
    """Send whatever is given, as somebody who may do everything."""
    token = town.mint.external(sub="mischief")

    def sent(
        operation: Operation,
        ask: Ask,
        *,
        path: str | None = None,
        http: httpx.Client = town.http,
        **parts: Any,
    ) -> httpx.Response:
        headers = {
            "authorization": f"Bearer {token}",
            "idempotency-key": str(uuid4()),
            "content-type": JSON,
            **ask.headers_but_key,
            **parts.pop("headers", {}),
        }
        kept = {name: value for name, value in headers.items() if value is not None}
        address = path or operation.path.format_map(ask.path)
        return http.request(
            operation.method,
            town.system.gateway_url + address,
            headers=kept,
            **parts,
        )

    return sent


def ask_of(town: Town, operation: Operation) -> Ask:
    return town.asks(operation)[0]


def written(body: Any) -> bytes:
    return json.dumps(body).encode()


def assert_refused(answer: httpx.Response, what: object = "") -> None:
    told = f"{what!r:.200}: {answer.status_code} {answer.text[:400]}"
    assert httpx.codes.is_client_error(answer.status_code), told
    assert_well_said(answer, what)


def assert_well_said(answer: httpx.Response, what: object = "") -> None:
    """An answer, or a problem document that shows nothing of how we are made."""
    told = f"{what!r:.200}: {answer.status_code} {answer.text[:400]}"
    if answer.status_code < httpx.codes.BAD_REQUEST:
        return
    assert answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR, told
    assert answer.headers["content-type"] == "application/problem+json", told
    problem = json.loads(answer.content)
    assert problem["status"] == answer.status_code, told
    assert problem["type"].startswith("urn:onedistrict:problem:"), told
    assert SHOWN_TO_NOBODY.search(answer.text) is None, told
