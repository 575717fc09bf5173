"""Only questions of the contract are heard; the others are refused, not left out."""

from typing import Annotated

import pytest
from fastapi import Depends, Query
from fastapi.dependencies.utils import get_dependant
from starlette.datastructures import QueryParams

from chassis.web.questions import (
    QuestionNotInContract,
    questions_of,
    refuse_other_questions,
)


def window(limit: int = 10) -> int:
    return limit


def listing(
    kind: Annotated[list[str] | None, Query()] = None,
    as_of: Annotated[str | None, Query(alias="asOf")] = None,
    limit: int = Depends(window),
) -> None: ...


KNOWN = questions_of(get_dependant(path="/", call=listing))


def faults(query: str) -> list[tuple[str, str]]:
    try:
        refuse_other_questions(QueryParams(query), KNOWN)
    except QuestionNotInContract as refusal:
        return [(fault.pointer, fault.code) for fault in refusal.errors]
    return []


def test_questions_are_known_by_alias_also_those_of_dependencies() -> None:
    assert KNOWN == {"kind": True, "asOf": False, "limit": False}


def test_what_the_contract_has_is_heard_and_a_list_may_be_repeated() -> None:
    assert faults("kind=a&kind=b&limit=3&asOf=2026-01-01") == []


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("kinds=a", ("/query/kinds", "unknown_parameter")),
        ("as_of=2026-01-01", ("/query/as_of", "unknown_parameter")),
        ("limit=1&limit=2", ("/query/limit", "repeated_parameter")),
        ("=x", ("/query/", "unknown_parameter")),
        ("a/b~=x", ("/query/a~1b~0", "unknown_parameter")),
        ("%ED%A0%80=x", ("/query/\\ufffd\\ufffd\\ufffd", "unknown_parameter")),
    ],
)
def test_anything_else_is_refused_by_its_name(
    query: str, fault: tuple[str, str]
) -> None:
    assert faults(query) == [fault]


def test_a_flood_of_names_is_answered_briefly() -> None:
    assert len(faults("&".join(f"{n}{'x' * 500}=1" for n in range(900)))) == 20
