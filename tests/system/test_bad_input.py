"""Whatever is sent, the answer is a refusal in our own words: never a 5xx, no leak."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from jsonschema import Draft202012Validator

from tests.system.hostile_values import (
    BODIES,
    CONTENT_TYPES,
    FIVE_MEGABYTES,
    LIMITS,
    LITERALS,
    SEGMENTS,
    SHOWN_TO_NOBODY,
    TEXTS,
    VALUES,
    cursors,
)
from tests.system.operations import FORM, JSON, Operation, document, operations
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


@pytest.fixture(scope="module")
def send(town: Town) -> Send:
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


@every(SENDING_JSON)
def test_a_body_that_is_not_json_is_refused(
    town: Town, send: Send, operation: Operation
) -> None:
    ask = ask_of(town, operation)
    for name, body in BODIES.items():
        assert_refused(send(operation, ask, content=body), name)


@every(SENDING_JSON)
def test_a_body_of_five_megabytes_is_too_large(
    town: Town, send: Send, operation: Operation
) -> None:
    ask = ask_of(town, operation)
    too_much = b" " * FIVE_MEGABYTES + written(ask.json)

    # The gateway ends a connection on which there is more to come.
    with httpx.Client(timeout=30, trust_env=False) as once:
        answer = send(operation, ask, content=too_much, http=once)

    assert answer.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE
    assert_refused(answer)


@every(SENDING_JSON)
def test_a_member_that_stands_twice_is_refused(
    town: Town, send: Send, operation: Operation
) -> None:
    ask = ask_of(town, operation)
    name, value = next(iter(ask.json.items()))
    repeated = (
        json.dumps(ask.json)[:-1] + f", {json.dumps(name)}: {json.dumps(value)}}}"
    )

    assert_refused(send(operation, ask, content=repeated.encode()))


@every(SENDING_JSON)
def test_numbers_that_json_does_not_have_are_refused(
    town: Town, send: Send, operation: Operation
) -> None:
    ask = ask_of(town, operation)
    for name in operation.body["properties"]:
        rest = {key: value for key, value in ask.json.items() if key != name}
        for literal in LITERALS:
            body = json.dumps(rest)[:-1] + ", " * bool(rest) + f'"{name}": {literal}}}'
            assert_refused(send(operation, ask, content=body.encode()), (name, literal))


@every(SENDING_JSON)
def test_what_the_contract_does_not_allow_is_refused(
    town: Town, send: Send, operation: Operation
) -> None:
    ask = ask_of(town, operation)
    contract = Draft202012Validator(
        operation.body | {"components": document("onedistrict")["components"]}
    )
    for body in changed(ask.json, operation.body["properties"]):
        allowed = contract.is_valid(body)
        if allowed and body.get("space_code") != ask.json.get("space_code"):
            continue  # A space unknown to us is waited for: the registry may be ahead.
        answer = send(operation, ask, content=written(body))

        assert_well_said(answer, body)
        if not allowed:
            assert_refused(answer, body)


def changed(valid: dict[str, Any], fields: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The body with one field changed or left out, also inside its first entry."""
    for name in fields:
        yield {key: value for key, value in valid.items() if key != name}
        for value in VALUES:
            yield valid | {name: value}
    for name, value in valid.items():
        if isinstance(value, list) and isinstance(value[0], dict):
            first, *others = value
            for inner in changed(first, first):
                yield valid | {name: [inner, *others]}


@every(SENDING_JSON)
def test_nobody_assigns_what_is_not_theirs_to_send(
    town: Town, send: Send, operation: Operation
) -> None:
    ask = ask_of(town, operation)
    shown = {name for answer in operation.answers for name in answer["properties"]}
    for name in sorted({*shown, *NEVER_OURS_TO_SEND} - ask.json.keys()):
        if name in operation.body["properties"]:
            continue
        answer = send(operation, ask, content=written(ask.json | {name: "x"}))

        assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY, name
        assert_refused(answer, name)


@every(SENDING_JSON)
def test_a_body_of_another_kind_is_refused(
    town: Town, send: Send, operation: Operation
) -> None:
    ask = ask_of(town, operation)
    for kind in CONTENT_TYPES:
        answer = send(
            operation, ask, content=written(ask.json), headers={"content-type": kind}
        )
        assert_refused(answer, kind)


@every(SENDING_FILES)
def test_a_form_that_cannot_be_read_is_refused(
    town: Town, send: Send, operation: Operation
) -> None:
    ask = ask_of(town, operation)
    for name, body in BODIES.items():
        for kind in (JSON, "multipart/form-data; boundary=x"):
            answer = send(operation, ask, content=body, headers={"content-type": kind})
            assert_refused(answer, (name, kind))


@every(SENDING_FILES)
def test_fields_of_a_form_that_are_not_in_the_contract_are_refused(
    town: Town, send: Send, operation: Operation
) -> None:
    ask = ask_of(town, operation)
    file = {"file": ("rows.csv", ask.file.encode(), "text/csv")}
    own_kind = {"content-type": None}
    for name in (*NEVER_OURS_TO_SEND[:-1], "plan_id", "loaded_by", "digest"):
        form = {**ask.form, name: "x"}
        assert_refused(
            send(operation, ask, data=form, files=file, headers=own_kind), name
        )
    for name in operation.body["properties"]:
        for text in ODD_FIELDS:
            form = {**ask.form, "dry_run": "true", name: text}
            parts = file if name != "file" else {"other": b"x"}
            answer = send(operation, ask, data=form, files=parts, headers=own_kind)
            assert_well_said(answer, (name, text))


@every(SENDING_FILES)
def test_files_that_are_no_tables_are_refused(
    town: Town, send: Send, operation: Operation
) -> None:
    ask = ask_of(town, operation)
    header = ask.file.partition("\n")[0].encode()
    row = ask.file.splitlines()[1].encode()
    contents = {
        "nothing": b"",
        "NUL": b"\x00",
        "bytes": bytes(range(256)) * 40,
        "half a zip": b"PK\x03\x04" + b"\xff" * 200,
        "a picture": b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
        "no header": row,
        "a header twice": header + b"," + header + b"\n" + row,
        "NUL in a cell": header + b"\n" + row[:1] + b"\x00" + row[1:],
        "a quote that never ends": header + b'\n"' + row,
        "a cell of 2 MB": header + b"\n" + b"x" * (2 << 20),
        "60,000 columns": b"a," * 60_000,
    }
    for name, content in contents.items():
        files = {"file": ("rows.csv", content, "text/csv")}
        form = {**ask.form, "dry_run": "true"}
        answer = send(
            operation, ask, data=form, files=files, headers={"content-type": None}
        )
        assert_refused(answer, name)


@every(NAMING)
def test_names_of_odd_shapes_in_a_path_are_refused(
    town: Town, send: Send, operation: Operation
) -> None:
    ask = ask_of(town, operation)
    for parameter in operation.parameters("path"):
        for segment in SEGMENTS:
            path = operation.path.format_map({**ask.path, parameter["name"]: segment})
            body = None if ask.json is None else written(ask.json)

            answer = send(operation, ask, path=path, content=body)

            assert_refused(answer, path)


@every(LISTS)
def test_limits_out_of_bounds_are_refused(
    town: Town, send: Send, operation: Operation
) -> None:
    ask = ask_of(town, operation)
    for limit in LIMITS:
        assert_refused(send(operation, ask, params={"limit": limit}), limit)


@every(LISTS)
def test_cursors_nobody_was_given_do_no_harm(
    town: Town, send: Send, operation: Operation
) -> None:
    ask = ask_of(town, operation)
    for cursor in cursors():
        answer = send(operation, ask, params={"cursor": cursor})
        assert_well_said(answer, cursor)


@every(ASKING)
def test_questions_of_odd_shapes_do_no_harm(
    town: Town, send: Send, operation: Operation
) -> None:
    ask = ask_of(town, operation)
    for parameter in operation.parameters("query"):
        for text in TEXTS:
            query = {parameter["name"]: text}
            assert_well_said(send(operation, ask, params=query), query)


@every([o for o in OPERATIONS if o.writes])
def test_headers_of_odd_shapes_do_no_harm(
    town: Town, send: Send, operation: Operation
) -> None:
    ask = ask_of(town, operation)
    for parameter in operation.parameters("header"):
        for value in ("", '"', '"x"', '"-1"', '"' + "9" * 40 + '"', "k" * 256):
            answer = send(
                operation,
                ask,
                content=b"{",
                headers={parameter["name"].lower(): value},
            )
            assert_well_said(answer, (parameter["name"], value))


def test_a_service_itself_takes_no_body_of_five_megabytes(town: Town) -> None:
    token = town.mint.internal("plans")

    answer = town.http.post(
        f"{town.system.urls['plans']}/v1/plans",
        content=b" " * FIVE_MEGABYTES,
        headers={"authorization": f"Bearer {token}", "content-type": JSON},
    )

    assert answer.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE


def test_the_token_desk_refuses_what_it_cannot_read(town: Town) -> None:
    """In the words of RFC 6749 section 5.2."""
    small = {name: body for name, body in BODIES.items() if len(body) < SMALL_BYTES}
    for name, body in small.items():
        for kind in (*CONTENT_TYPES, JSON):
            answer = town.http.post(
                f"{town.system.gateway_url}/oauth/token",
                content=body,
                headers={} if kind is None else {"content-type": kind},
            )
            told = f"{name} {kind}: {answer.status_code} {answer.text}"
            assert answer.status_code == httpx.codes.BAD_REQUEST, told
            assert answer.json()["error"] == "invalid_request", told
            assert SHOWN_TO_NOBODY.search(answer.text) is None, told
