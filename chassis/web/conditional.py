"""No lost updates: ETag, If-Match and If-None-Match (RFC 9110 section 13)."""

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Protocol, TypeVar

from fastapi import Depends, Header
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from chassis.errors import Malformed, PreconditionRequired, Stale

View = TypeVar("View", bound=BaseModel)

ETAG = re.compile(r'^"(\d{1,18})"$')


class IfMatchRequired(PreconditionRequired):
    """Changing this record needs the If-Match header with its current ETag."""


class IfMatchMalformed(Malformed):
    """If-Match is the record's ETag as it was read, in double quotes."""


class VersionStale(Stale):
    """The record has changed since it was read."""


@dataclass(frozen=True)
class KnownVersion:
    """The version of a record that the caller has read, if they say so."""

    as_read: str | None
    required: bool

    def must_be(self, version: int) -> None:
        """Refuse with `IfMatchRequired`, `IfMatchMalformed` or `VersionStale`."""
        if self.as_read is None:
            if self.required:
                raise IfMatchRequired(f'send If-Match: "{version}"')
            return
        if self.as_read.strip() == "*":
            return
        match = ETAG.match(self.as_read.strip())
        if match is None:
            raise IfMatchMalformed('If-Match looks like "3"')
        if int(match[1]) != version:
            raise VersionStale(f"the record is at version {version}")


AsRead = Annotated[
    str | None,
    Header(alias="If-Match", description="The ETag of the record as you read it."),
]


async def known_version(request: Request, as_read: AsRead = None) -> KnownVersion:
    """What changes or removes a record needs it; a POST may do without."""
    return KnownVersion(as_read, required=request.method != "POST")


async def needed_version(as_read: AsRead = None) -> KnownVersion:
    """A POST needs it, too, where two answers to one reading exclude each other."""
    return KnownVersion(as_read, required=True)


IfMatch = Annotated[KnownVersion, Depends(known_version)]
IfMatchAlways = Annotated[KnownVersion, Depends(needed_version)]


class Revised(Protocol):
    """A record whose ETag is its revision."""

    @property
    def revision(self) -> int: ...


def tag(response: Response, version: int) -> None:
    """Give the answer its record's ETag."""
    response.headers["ETag"] = f'"{version}"'


def tagged(response: Response, record: Revised, view: type[View]) -> View:
    """The record as it is answered, with its ETag."""
    tag(response, record.revision)
    return view.model_validate(record)


def answer_conditionally(request: Request, response: Response) -> Response:
    """Give a read its ETag; answer 304 when the caller already has it."""
    if response.status_code != 200 or not hasattr(response, "body"):  # noqa: PLR2004  200 is OK
        return response
    if "etag" not in response.headers:
        digest = sha256(bytes(response.body)).hexdigest()[:32]
        response.headers["ETag"] = f'"{digest}"'
    known = {
        candidate.strip().removeprefix("W/")
        for line in request.headers.getlist("if-none-match")
        for candidate in line.split(",")
    }
    if known.isdisjoint({response.headers["etag"], "*"}):
        return response
    kept = {
        name: value
        for name, value in response.headers.items()
        if name in {"etag", "cache-control", "vary", "link"}
    }
    return Response(status_code=304, headers=kept)
