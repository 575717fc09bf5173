"""Refusals on the wire: RFC 9457 problem details, one stable type per rule."""

import json
import re
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from inspect import cleandoc
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.responses import Response

from chassis.errors import FieldError, Refusal, Unprocessable
from chassis.web.plain_words import in_plain_words

MEDIA_TYPE = "application/problem+json"
NOTHING = object()
KEY = "[key]"


class InvalidRequest(Unprocessable):
    """The request does not have the shape the contract describes."""


class Fault(BaseModel):
    """One fault: where it is, the rule it breaks, and what to do about it."""

    pointer: str = Field(examples=["/title"])
    code: str = Field(examples=["string_too_short"])
    detail: str


class Problem(BaseModel):
    """Why a request was refused (RFC 9457). `type` and `code` are stable per rule."""

    type: str = Field(examples=["urn:onedistrict:problem:plan-not-found"])
    title: str = Field(examples=["PlanNotFound"])
    status: int = Field(examples=[404])
    detail: str
    instance: str | None
    code: str = Field(examples=["plan-not-found"])
    request_id: str | None
    errors: list[Fault]


def code_of(refusal: type[Refusal]) -> str:
    """`PlanNotAdoptable` -> `plan-not-adoptable`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", refusal.__name__).lower()


def problem_response(
    refusal: Refusal, *, request_id: str | None = None, instance: str | None = None
) -> Response:
    """Answer a refusal with its problem document."""
    code = code_of(type(refusal))
    problem = {
        "type": f"urn:onedistrict:problem:{code}",
        "title": type(refusal).__name__,
        "status": int(refusal.status),
        "detail": refusal.detail,
        "instance": instance,
        "code": code,
        "request_id": request_id,
        "errors": [vars(error) for error in refusal.errors],
    }
    response = Response(
        json.dumps(problem, ensure_ascii=True, allow_nan=False),
        status_code=refusal.status,
        media_type=MEDIA_TYPE,
    )
    if refusal.status is HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    if refusal.retry_after_seconds is not None:
        response.headers["Retry-After"] = str(refusal.retry_after_seconds)
    return response


def invalid_request(failure: RequestValidationError) -> InvalidRequest:
    """What Pydantic found, without repeating what was sent."""
    faults = [_fault(error, failure.body) for error in failure.errors()]
    first = "; ".join(
        f"{fault.pointer}: {fault.detail}" if fault.pointer else fault.detail
        for fault in faults[:3]
    )
    return InvalidRequest(f"the request is not valid: {first}", faults)


def _fault(error: dict[str, Any], body: object) -> FieldError:
    location: Sequence[Any] = error.get("loc", ())
    steps: Sequence[Any] = location
    if location[:1] == ("body",):
        missing = error.get("type") == "missing"
        steps = [*_within(body, location[1:], missing=missing), *_tag(error)]
    pointer = "".join(
        "/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps
    )
    return FieldError(
        pointer=_printable(pointer),
        code=str(error.get("type", "invalid")),
        detail=_printable(in_plain_words(error)),
    )


def _within(body: object, steps: Sequence[Any], *, missing: bool) -> Iterator[Any]:
    """The steps that lead into what was sent.

    Pydantic also names the member of a union that it chose, which nobody sent, and
    says of a member's name that it is a key.
    """
    for position, step in enumerate(steps, start=1):
        inside = _inside(body, step)
        if step == KEY:
            return
        lacking = missing and position == len(steps)
        if isinstance(body, dict) and inside is NOTHING and not lacking:
            continue
        yield step
        body = inside


def _tag(error: dict[str, Any]) -> Iterator[str]:
    """The field that says which member of a union was sent, where that is the fault."""
    if str(error.get("type")).startswith("union_tag"):
        yield str(error["ctx"]["discriminator"]).strip("'")


def _inside(body: object, step: object) -> object:
    if isinstance(body, dict):
        return body.get(step, NOTHING)
    if isinstance(body, list) and isinstance(step, int) and step < len(body):
        return body[step]
    return NOTHING


def _printable(text: str) -> str:
    """Text that survives UTF-8, whatever the caller sent."""
    return text.encode("utf-8", "backslashreplace").decode()[:500]


def refusing(*refusals: type[Refusal]) -> dict[int | str, dict[str, Any]]:
    """Declare, on a route, the rules it may refuse a request by."""
    responses: dict[int | str, dict[str, Any]] = {}
    for refusal in refusals:
        known = responses.setdefault(
            int(refusal.status), {"model": Problem, "description": ""}
        )
        reason = cleandoc(refusal.__doc__ or "")
        told = f"{known['description']}\n\n**{refusal.__name__}** {reason}"
        known["description"] = told.strip()
    return responses
