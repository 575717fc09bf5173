"""Paths are judged as they arrive: one meaning, or 400."""

import pytest

from tests.gateway.conftest import Running
from tests.gateway.raw import exchange, get, statuses

TWO_MEANINGS = [
    b"/v1/things/..",
    b"/v1/things/../things",
    b"/v1/../v1/things",
    b"/../v1/things",
    b"/v1/./things",
    b"/v1/things/.",
    b"/./v1/things",
    b"/v1/things/%2e%2e/things",
    b"/v1/things/%2E%2E",
    b"/v1/things/.%2e/x",
    b"/v1/things/%2e./x",
    b"/v1/things/%2e",
    b"/v1/things/..%2fx",
    b"/v1/things/%2e%2e%2fx",
    b"/v1/things/a%2fb",
    b"/v1/things/a%2Fb",
    b"/v1/things/%252e%252e%252fx",
    b"/v1/things/a%252fb",
    b"/v1/things/a%5cb",
    b"/v1/things/..%5cx",
    b"/v1/things/a\\b",
    b"/v1\\things",
    b"/v1/things/..\\..\\x",
    b"//v1/things",
    b"/v1//things",
    b"/v1/things//",
    b"/v1/things//parts",
    b"//evil.example/v1/things",
    b"/v1/things/a%00",
    b"/v1/things/%00",
    b"/v1/things/a%0d%0aX-Injected:%201",
    b"/v1/things/a%0a",
    b"/v1/things/a%09",
    b"/v1/things/a%7f",
    b"/v1/things/a;b",
    b"/v1/things;/parts",
    b"/v1/things/..;/x",
    b"/v1/things/a%3bb",
    b"/v1/things/a%3fb",
    b"/v1/things/a%23b",
    b"/v1/things/a%25b",
    b"/v1/things/a%",
    b"/v1/things/a%2",
    b"/v1/things/a%zz",
    b"/v1/things/%u002e%u002e",
    b"/v1/things/%c0%ae%c0%ae",
    b"/v1/things/%c0%af",
    b"/v1/things/%e0%80%ae",
    b"/v1/things/%ff",
    b"/v1/things/%ed%a0%80",
    b"/v1/things/%e2%80%ae",
    b"/v1/things/%c2%80",
    b"/v1/things/a+b",
    b"/v1/things/a:b",
    b"/v1/things/a@b",
    b"/v1/things/a,b",
    b"/v1/things/a'b",
    b'/v1/things/a"b',
    b"/v1/things/<script>",
    b"/v1/things/{thing_id}",
    b"/v1/things/a|b",
    b"/v1/things/a^b",
    b"/v1/things/a`b",
    b"/v1/things/caf\xc3\xa9",
    b"/v1/things/caf\xe9",
    b"/v1/things/" + b"a" * 3000,
    b"/v1/things?q=\xc3\xa9",
    b"/v1/things#fragment",
    b"http://od/v1/things",
    b"http://evil.example/v1/things",
    b"https://od/v1/things",
    b"od/v1/things",
    b"v1/things",
    b"*",
]

ONE_MEANING = [
    b"/v1/things/DC45",
    b"/v1/things/a.b",
    b"/v1/things/...",
    b"/v1/things/a..b",
    b"/v1/things/-_.~",
    b"/v1/things/Sol%20Plaatje",
    b"/v1/things/caf%C3%A9",
    b"/v1/things/caf%c3%a9",
    b"/v1/things?q=../..%2f%00&x=//",
]


@pytest.mark.parametrize("target", TWO_MEANINGS)
def test_a_path_with_two_meanings_is_refused(od: Running, target: bytes) -> None:
    received = exchange(od, get(target, b"Connection: close"))

    assert statuses(received) == [400], received[:300]
    assert b"application/problem+json" in received


@pytest.mark.parametrize("target", ONE_MEANING)
def test_a_path_with_one_meaning_passes_unchanged(od: Running, target: bytes) -> None:
    received = exchange(od, get(target, b"Connection: close"))

    assert statuses(received) == [200], received[:300]
    path, _, query = target.partition(b"?")
    assert b'"raw_path":"' + path + b'"' in received
    assert b'"query":"' + query + b'"' in received
