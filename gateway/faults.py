"""What is wrong with a request that nobody can read, and the answer to it."""

import json
from http import HTTPStatus
from typing import NamedTuple

MAX_HEAD_BYTES = 32 << 10
MAX_FIELDS = 100


class Fault(NamedTuple):
    status: HTTPStatus
    title: str
    detail: str

    def answer(self) -> bytes:
        """The whole answer, written without an application."""
        code = "".join("-" + c.lower() if c.isupper() else c for c in self.title)[1:]
        problem = {
            "type": f"urn:onedistrict:problem:{code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": None,
            "code": code,
            "request_id": None,
            "errors": [],
        }
        body = json.dumps(problem).encode()
        head = (
            f"HTTP/1.1 {self.status.value} {self.status.phrase}\r\n"
            "content-type: application/problem+json\r\n"
            f"content-length: {len(body)}\r\n"
            "connection: close\r\n\r\n"
        )
        return head.encode() + body


SLOW_HEAD = Fault(HTTPStatus.REQUEST_TIMEOUT, "HeadTooSlow", "the head took too long")
BIG_HEAD = Fault(
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    "HeadTooLarge",
    f"a head has at most {MAX_HEAD_BYTES} bytes and {MAX_FIELDS} fields",
)
UNREADABLE = Fault(HTTPStatus.BAD_REQUEST, "RequestUnreadable", "this is not HTTP/1.1")
NO_HOST = Fault(HTTPStatus.BAD_REQUEST, "HostUnclear", "send exactly one Host")
TARGET = Fault(
    HTTPStatus.BAD_REQUEST, "TargetMalformed", "a target is a path, and a query if any"
)
CODING = Fault(
    HTTPStatus.BAD_REQUEST, "BodyUnclear", "send Content-Length, or chunked, once"
)
TRAILER = Fault(HTTPStatus.BAD_REQUEST, "TrailerNotTaken", "fields go before a body")
PIPELINE = Fault(
    HTTPStatus.TOO_MANY_REQUESTS, "PipelineTooLong", "wait for answers in between"
)
