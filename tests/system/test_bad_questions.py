"""Odd names, limits, cursors, questions and headers are refused or do no harm."""

import re

import httpx

from tests.system.bad_input import (
    ASKING,
    LISTS,
    NAMING,
    OPERATIONS,
    SMALL_BYTES,
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
    LIMITS,
    SEGMENTS,
    SHOWN_TO_NOBODY,
    TEXTS,
    cursors,
)
from tests.system.operations import JSON, Operation
from tests.system.requests_of_dc45 import Town

A_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


@every(NAMING)
def test_names_of_odd_shapes_in_a_path_are_refused(
    town: Town, send: Send, operation: Operation
) -> None:
    ask = ask_of(town, operation)
    for parameter in operation.parameters("path"):
        naming = operation.method == "PUT" and parameter["name"] == "code"
        for segment in SEGMENTS:
            if naming and A_CODE.fullmatch(segment):  # something new by that name
                continue
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


@every(OPERATIONS)
def test_a_question_that_is_not_in_the_contract_is_refused_by_its_name(
    town: Town, send: Send, operation: Operation
) -> None:
    """Left unheard, a filter with a slip in its name would answer with everything."""
    answer = send(operation, ask_of(town, operation), params={"spaces~": "DC45"})

    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY, answer.text
    problem = answer.json()
    assert problem["title"] == "QuestionNotInContract"
    assert [fault["pointer"] for fault in problem["errors"]] == ["/query/spaces~0"]
    for parameter in operation.parameters("query"):
        assert parameter["name"] in problem["errors"][0]["detail"]


@every(LISTS)
def test_a_question_asked_twice_is_not_half_heard(
    town: Town, send: Send, operation: Operation
) -> None:
    answer = send(operation, ask_of(town, operation), params={"limit": ["1", "2"]})

    assert_refused(answer)
    assert answer.json()["errors"][0]["pointer"] == "/query/limit"


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
