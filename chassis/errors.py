"""The ways a request can be refused.

    Refusal
      Malformed              400
      NotSignedIn            401
      NotPermitted           403
      NotFound               404
      Conflict               409
      Stale                  412
      TooLarge               413
      Unprocessable          422
      PreconditionRequired   428
      TooMany                429
      Unavailable            503

A service subclasses one of these per rule it enforces, and names the subclass
after the rule. Anything else that is raised is a bug, and is reported as one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import ClassVar


@dataclass(frozen=True)
class FieldError:
    """One fault in what was sent: where (a JSON pointer), and which rule it breaks."""

    pointer: str
    code: str
    detail: str


def summed_up(faults: Sequence[FieldError]) -> str:
    """How many faults there are, and the first of them, for a person."""
    first = f"{faults[0].pointer}: {faults[0].detail}"
    if len(faults) == 1:
        return first
    return f"{len(faults)} rules are broken; the first: {first}"


class Refusal(Exception):
    """A request the rules do not allow: expected, explained, never a crash."""

    status: ClassVar[HTTPStatus]
    retry_after_seconds: ClassVar[int | None] = None

    def __init__(self, detail: str, errors: Sequence[FieldError] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = tuple(errors)


class Malformed(Refusal):
    status = HTTPStatus.BAD_REQUEST


class NotSignedIn(Refusal):
    status = HTTPStatus.UNAUTHORIZED


class NotPermitted(Refusal):
    status = HTTPStatus.FORBIDDEN


class NotFound(Refusal):
    status = HTTPStatus.NOT_FOUND


class Conflict(Refusal):
    status = HTTPStatus.CONFLICT


class Stale(Refusal):
    status = HTTPStatus.PRECONDITION_FAILED


class TooLarge(Refusal):
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class Unprocessable(Refusal):
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class PreconditionRequired(Refusal):
    status = HTTPStatus.PRECONDITION_REQUIRED


class TooMany(Refusal):
    status = HTTPStatus.TOO_MANY_REQUESTS
    retry_after_seconds = 1


class Unavailable(Refusal):
    status = HTTPStatus.SERVICE_UNAVAILABLE
    retry_after_seconds = 1
