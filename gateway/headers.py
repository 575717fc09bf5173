"""Which fields pass the gateway, in each direction, and which it writes itself."""

from collections.abc import Iterable

from gateway.routes import Operation

Headers = list[tuple[bytes, bytes]]
TextHeaders = list[tuple[str, str]]

# Besides these, what the operation's contract declares. Who somebody is, where they
# come from and how their connection is made are ours to say.
PASSING = frozenset(
    {
        b"accept",
        b"accept-language",
        b"content-type",
        b"idempotency-key",
        b"if-match",
        b"if-none-match",
        b"prefer",
        b"traceparent",
        b"tracestate",
        b"user-agent",
    }
)
OURS = frozenset(
    {
        b"authorization",
        b"connection",
        b"content-encoding",
        b"content-length",
        b"cookie",
        b"expect",
        b"forwarded",
        b"host",
        b"keep-alive",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
        b"via",
        b"x-real-ip",
        b"x-request-id",
    }
)
OUR_PREFIXES = (b"x-od-", b"x-onedistrict-", b"x-forwarded-")

RETURNING = frozenset(
    {
        b"accept-ranges",
        b"content-disposition",
        b"content-language",
        b"content-length",
        b"content-type",
        b"deprecation",
        b"etag",
        b"idempotency-replayed",
        b"last-modified",
        b"link",
        b"location",
        b"retry-after",
        b"sunset",
        b"www-authenticate",
    }
)


def passing(headers: Headers, operation: Operation) -> TextHeaders:
    """The caller's fields that its service may read."""
    named = _named_by_connection(headers)
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, value in headers
        if (name in PASSING or (name in operation.headers and _is_theirs(name)))
        and name not in named
    ]


def returning(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """The service's fields that its caller may read."""
    lowered = ((name.lower(), value) for name, value in headers)
    return [(name, value) for name, value in lowered if name in RETURNING]


def value_of(headers: Headers, wanted: bytes) -> bytes | None:
    for name, value in headers:
        if name == wanted:
            return value
    return None


def _is_theirs(name: bytes) -> bool:
    return name not in OURS and not name.startswith(OUR_PREFIXES)


def _named_by_connection(headers: Headers) -> set[bytes]:
    return {
        name.strip().lower()
        for field, value in headers
        if field == b"connection"
        for name in value.split(b",")
    }
