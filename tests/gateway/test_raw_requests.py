"""Requests that two servers could read differently, or that never end (G4 to G7)."""

import time
from contextlib import ExitStack

import httpx
import pytest

from tests.gateway.conftest import Running
from tests.gateway.raw import (
    connected,
    exchange,
    get,
    read_until_closed,
    statuses,
)

SECOND = b"GET /v1/counts HTTP/1.1\r\nHost: od\r\n\r\n"


def post(*fields: bytes, body: bytes = b"", version: bytes = b"1.1") -> bytes:
    head = [b"POST /v1/things HTTP/" + version, b"Host: od", *fields]
    return b"\r\n".join([*head, b"", b""]) + body


CHUNK = b"1\r\nx\r\n0\r\n\r\n"
TE = b"Transfer-Encoding: chunked"

AMBIGUOUS = {
    "CL and TE": post(b"Content-Length: 4", TE, body=CHUNK),
    "TE and CL": post(TE, b"Content-Length: 4", body=CHUNK),
    "CL zero and TE": post(b"Content-Length: 0", TE, body=CHUNK),
    "two CL": post(b"Content-Length: 1", b"Content-Length: 2", body=b"xx"),
    "two equal CL": post(b"Content-Length: 1", b"Content-Length: 1", body=b"x"),
    "CL list": post(b"Content-Length: 1, 1", body=b"x"),
    "CL signed": post(b"Content-Length: +1", body=b"x"),
    "CL negative": post(b"Content-Length: -1", body=b"x"),
    "CL hex": post(b"Content-Length: 0x1", body=b"x"),
    "CL empty": post(b"Content-Length:", body=b"x"),
    "CL huge": post(b"Content-Length: 99999999999999999999999", body=b"x"),
    "CL with a space": post(b"Content-Length : 1", body=b"x"),
    "two TE": post(TE, TE, body=CHUNK),
    "TE twice named": post(b"Transfer-Encoding: chunked, chunked", body=CHUNK),
    "TE identity": post(b"Transfer-Encoding: identity", body=CHUNK),
    "TE gzip": post(b"Transfer-Encoding: gzip, chunked", body=CHUNK),
    "TE chunked first": post(b"Transfer-Encoding: chunked, gzip", body=CHUNK),
    "TE xchunked": post(b"Transfer-Encoding: xchunked", body=CHUNK),
    "TE with a tab": post(b"Transfer-Encoding:\x0bchunked", body=CHUNK),
    "TE with a space": post(b"Transfer-Encoding : chunked", body=CHUNK),
    "TE in HTTP/1.0": post(TE, body=CHUNK, version=b"1.0"),
    "chunk size signed": post(TE, body=b"+1\r\nx\r\n0\r\n\r\n"),
    "chunk size hex": post(TE, body=b"0x1\r\nx\r\n0\r\n\r\n"),
    "chunk size too large": post(TE, body=b"FFFFFFFFFFFFFFFFF\r\nx\r\n0\r\n\r\n"),
    "chunk without CRLF": post(TE, body=b"1\r\nx0\r\n\r\n"),
    "chunks by bare LF": post(TE, body=b"1\nx\n0\n\n"),
    "trailer": post(TE, body=b"1\r\nx\r\n0\r\nX-A: 1\r\n\r\n"),
    "trailing Authorization": post(TE, body=b"0\r\nAuthorization: x\r\n\r\n"),
    "head by bare LF": b"GET /v1/things HTTP/1.1\nHost: od\n\n",
    "field by bare LF": get(b"/v1/things", b"X-A: 1\nX-B: 2"),
    "bare CR": get(b"/v1/things", b"X-A: 1\rX-B: 2"),
    "folded field": get(b"/v1/things", b"X-A: 1\r\n  folded"),
    "NUL in a value": get(b"/v1/things", b"X-A: \x00"),
    "NUL in a name": get(b"/v1/things", b"X-\x00A: 1"),
    "space in a name": get(b"/v1/things", b"X A: 1"),
    "no name": get(b"/v1/things", b": 1"),
    "no colon": get(b"/v1/things", b"X-A"),
    "no Host": b"GET /v1/things HTTP/1.1\r\n\r\n",
    "two Hosts": get(b"/v1/things", b"Host: other"),
    "two equal Hosts": get(b"/v1/things", b"Host: od"),
    "empty Host": b"GET /v1/things HTTP/1.1\r\nHost:\r\n\r\n",
    "Host with a path": b"GET /v1/things HTTP/1.1\r\nHost: od/x\r\n\r\n",
    "Host with userinfo": b"GET /v1/things HTTP/1.1\r\nHost: a@od\r\n\r\n",
    "no version": b"GET /v1/things\r\nHost: od\r\n\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/3.0 named": b"GET /v1/things HTTP/3.0\r\nHost: od\r\n\r\n",
    "CONNECT": b"CONNECT od:443 HTTP/1.1\r\nHost: od:443\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64),
}


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_an_ambiguous_request_is_refused_and_ends_the_connection(
    od: Running, name: str
) -> None:
    with connected(od) as connection:
        connection.sendall(AMBIGUOUS[name] + SECOND)
        received = read_until_closed(connection)

    # One answer: what follows an unreadable request is never read as another.
    assert statuses(received) == [400], received[:300]


def test_a_field_too_many_or_too_long_is_refused(od: Running) -> None:
    many = [b"X-%d: 1" % n for n in range(10_000)]
    for request in (
        get(b"/v1/things", *many),
        get(b"/v1/things", b"X-A: " + b"a" * (1 << 20)),
        get(b"/v1/things?" + b"a" * 40_000),
        get(b"/v1/things", b"X-" + b"a" * 40_000 + b": 1"),
        b"\r\n" * 40_000,
    ):
        received = exchange(od, request)
        assert statuses(received) in ([431], [400]), received[:200]


def test_a_hundred_fields_are_enough_and_pass(od: Running) -> None:
    fields = [b"X-%d: 1" % n for n in range(97)]

    received = exchange(od, get(b"/v1/things", *fields, b"Connection: close"))

    assert statuses(received) == [200]


def test_a_head_that_drips_is_cut_off(od: Running) -> None:
    began = time.monotonic()
    with connected(od) as connection:
        connection.sendall(b"GET /v1/things HTTP/1.1\r\nHost: od\r\n")
        connection.settimeout(0.5)
        received = b""
        while not received and time.monotonic() - began < 15:
            connection.sendall(b"X-A: 1\r\n")
            try:
                received = connection.recv(4096)
            except TimeoutError:
                continue
        received += read_until_closed(connection)

    assert statuses(received) == [408]


def test_a_connection_that_says_nothing_more_is_closed(od: Running) -> None:
    silences = [b"", b"\r\n", SECOND[:20], SECOND, SECOND + b"\r\n"]
    with ExitStack() as stack:
        connections = [stack.enter_context(connected(od)) for _ in silences]
        for connection, silence in zip(connections, silences, strict=True):
            connection.sendall(silence)
        answers = [statuses(read_until_closed(each)) for each in connections]

    assert answers == [[], [408], [408], [200], [200]]


def test_a_body_that_drips_is_cut_off(od: Running) -> None:
    token = f"Authorization: Bearer {od.token()}".encode()
    with connected(od) as connection:
        connection.sendall(post(token, b"Content-Length: 100000"))
        received = read_until_closed(connection)

    assert statuses(received) == [408]
    assert b"body-too-slow" in received


def test_a_refused_body_is_not_read_to_its_end(od: Running) -> None:
    with connected(od) as connection:
        connection.sendall(post(b"Content-Length: 10000000000"))
        connection.sendall(b"x" * 200_000)
        received = read_until_closed(connection)

    assert statuses(received) == [401]
    assert b"connection: close" in received


def test_a_refusal_reaches_a_caller_who_is_still_sending(od: Running) -> None:
    with httpx.Client(headers=od.bearer()) as http:
        for _ in range(20):
            too_long = http.post(f"{od.url}/v1/things", content=b"x" * 4_000_000)
            after = http.get(f"{od.url}/v1/things")
            assert (too_long.status_code, after.status_code) == (413, 200)


def test_pipelined_requests_are_answered_in_order(od: Running) -> None:
    first, second = get(b"/v1/things/first"), get(b"/v1/things/second")

    received = exchange(od, first + second)

    assert statuses(received) == [200, 200]
    assert received.index(b"/v1/things/first") < received.index(b"/v1/things/second")


def test_too_long_a_pipeline_ends_the_connection(od: Running) -> None:
    with connected(od) as connection:
        connection.sendall(SECOND * 500)
        received = read_until_closed(connection)

    assert len(statuses(received)) < 20


def test_an_unreadable_request_does_not_spoil_the_answer_before_it(
    od: Running,
) -> None:
    with connected(od) as connection:
        connection.sendall(get(b"/v1/things/first") + b"\x00\x00nonsense\r\n\r\n")
        received = read_until_closed(connection)

    assert statuses(received) == [200]
    assert received.rstrip().endswith(b"}")
