"""A question is asked in the contract's words.

A parameter that nobody reads would be answered as if it had not been asked: a filter
with a slip in its name gives everything, and whoever asked takes it for the part.
"""

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Union, get_args, get_origin

from fastapi.dependencies.models import Dependant
from starlette.datastructures import QueryParams

from chassis.errors import FieldError, Unprocessable

MOST_NAMED = 20
LONGEST_NAME = 80

Questions = Mapping[str, bool]


class QuestionNotInContract(Unprocessable):
    """The operation has no such query parameter, or takes it once only."""


def questions_of(dependant: Dependant) -> Questions:
    """The query parameters of an endpoint, and whether each may be repeated."""
    return dict(_parameters(dependant))


def refuse_other_questions(asked: QueryParams, known: Questions) -> None:
    """Raise `QuestionNotInContract` naming every parameter that would go unheard."""
    faults = list(_faults(asked, known))
    if faults:
        named = ", ".join(fault.pointer for fault in faults[:3])
        raise QuestionNotInContract(f"not in the contract: {named}", faults)


def _parameters(dependant: Dependant) -> Iterator[tuple[str, bool]]:
    for field in dependant.query_params:
        yield field.alias, _holds_many(field.field_info.annotation)
    for each in dependant.dependencies:
        yield from _parameters(each)


def _holds_many(annotation: object) -> bool:
    kind = get_origin(annotation)
    if kind in {Union, UnionType}:
        return any(_holds_many(each) for each in get_args(annotation))
    return kind in {list, tuple, set, frozenset}


def _faults(asked: QueryParams, known: Questions) -> Iterator[FieldError]:
    given = [name for name, _ in asked.multi_items()]
    for name in list(dict.fromkeys(given))[:MOST_NAMED]:
        pointer = f"/query/{_shown(name)}"
        if name not in known:
            takes = ", ".join(sorted(known)) or "none"
            yield FieldError(pointer, "unknown_parameter", f"there are: {takes}")
        elif given.count(name) > 1 and not known[name]:
            yield FieldError(pointer, "repeated_parameter", "this one is given once")


def _shown(name: str) -> str:
    escaped = name[:LONGEST_NAME].replace("~", "~0").replace("/", "~1")
    return escaped.encode("ascii", "backslashreplace").decode()
