"""What is wrong with a request is said so that the one who sent it can mend it."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

import pytest
from fastapi.exceptions import RequestValidationError
from pydantic import Field, ValidationError

from chassis.web.fields import Code, Day, Moment, Name, Sent
from chassis.web.problems import invalid_request


class Answer(StrEnum):
    YES = "yes"
    NO = "no"


class Paper(Sent):
    title: Name = "x"
    code: Code = "x"
    answer: Answer = Answer.YES
    said: Literal[Answer.YES, Answer.NO] = Answer.YES
    on: Day | None = None
    at: Moment | None = None
    by: UUID | None = None
    count: Annotated[int, Field(ge=1, le=9)] = 1
    codes: Annotated[list[Code], Field(max_length=1)] = Field(default=[])
    amounts: dict[Annotated[str, Field(pattern=r"^[0-9]{4}/[0-9]{2}$")], int] = Field(
        default={}
    )


def refused(sent: dict[str, object]) -> tuple[str, str]:
    """Where something is wrong, and what is said about it."""
    with pytest.raises(ValidationError) as caught:
        Paper.model_validate(sent)
    errors = [
        error | {"loc": ("body", *error["loc"])} for error in caught.value.errors()
    ]
    [fault] = invalid_request(RequestValidationError(errors, body=sent)).errors
    return fault.pointer, fault.detail


@pytest.mark.parametrize(
    ("sent", "pointer", "words"),
    [
        ({"title": ""}, "/title", "send at least 1 character(s)"),
        ({"title": 1}, "/title", "send a text"),
        (
            {"code": "A B"},
            "/code",
            "send a code: 1 to 64 letters, digits, _, . or -",
        ),
        ({"answer": "perhaps"}, "/answer", "send one of: 'yes' or 'no'"),
        ({"said": "perhaps"}, "/said", "send one of: 'yes' or 'no'"),
        (
            {"on": "2027-02-30"},
            "/on",
            "send a day of the calendar as YYYY-MM-DD",
        ),
        (
            {"at": "2027-02-30T25:00:00Z"},
            "/at",
            "send date, time and offset as RFC 3339 writes them",
        ),
        ({"by": "me"}, "/by", "send an identifier (a UUID)"),
        ({"count": 0}, "/count", "send a number of at least 1"),
        ({"count": 10}, "/count", "send a number of at most 9"),
        ({"codes": ["a", "b"]}, "/codes", "send at most 1"),
        ({"codes": "a"}, "/codes", "send a list"),
        ({"amounts": 5}, "/amounts", "send an object"),
        (
            {"amounts": {"2026": 1}},
            "/amounts/2026",
            "send a financial year as 2026/27",
        ),
    ],
    ids=str,
)
def test_a_fault_says_what_to_send(sent, pointer, words) -> None:
    assert refused(sent) == (pointer, words)


def test_the_first_faults_are_in_the_sentence_of_the_refusal() -> None:
    errors = [
        {"type": "missing", "loc": ("body", "title"), "msg": "Field required"},
        {"type": "value_error", "loc": ("body",), "msg": "Value error, both or none"},
    ]

    refusal = invalid_request(RequestValidationError(errors, body={}))

    assert refusal.detail == (
        "the request is not valid: /title: this is required; both or none"
    )
