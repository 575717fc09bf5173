"""Whatever is sent, the answer is a refusal in our own words: never a 5xx, no leak."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
from jsonschema import Draft202012Validator

from tests.system.asking import NOWHERE
from tests.system.bad_input import (
    NEVER_OURS_TO_SEND,
    ODD_FIELDS,
    SENDING_FILES,
    SENDING_JSON,
    Send,
    ask_of,
    assert_refused,
    assert_well_said,
    every,
    written,
)
from tests.system.hostile_values import (
    BODIES,
    CONTENT_TYPES,
    FIVE_MEGABYTES,
    LITERALS,
    VALUES,
)
from tests.system.operations import JSON, Operation, document
from tests.system.requests_of_dc45 import Town


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

        nowhere = NOWHERE in ask.path.values() and httpx.codes.NOT_FOUND
        expected = {httpx.codes.UNPROCESSABLE_ENTITY, nowhere}
        assert answer.status_code in expected, (name, answer.text)
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
