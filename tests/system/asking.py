"""What a request to an operation looks like, and whom its answer is for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import uuid4

ANY_VERSION = {"if-match": "*"}
NOWHERE = "01a00000-0000-7000-8000-000000000000"


def once() -> dict[str, str]:
    return {"idempotency-key": str(uuid4())}


class Reach(StrEnum):
    """Whose it is: its space's, its space's rows of a list, anyone's, or no space's."""

    PRIVATE = "private"
    LISTED = "listed"
    PUBLISHED = "published"
    SYSTEM = "system"


@dataclass(frozen=True)
class Ask:
    reach: Reach
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    form: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def headers_but_key(self) -> dict[str, str]:
        return {k: v for k, v in self.headers.items() if k != "idempotency-key"}


@dataclass(frozen=True)
class Records:
    """What DC45 has; `draft`, and all of the ledger, is for nobody else to see."""

    draft: str
    adopted: str
    account: str
    transaction: str
    reservation: str
    commitment: str
    sittings: Mapping[str, str]
    said: Mapping[str, str]
    support: str
    improvement: str


Asked = Callable[[Records], list[Ask]]


def private(**parts: Any) -> Ask:
    return Ask(Reach.PRIVATE, **parts)


def published(**parts: Any) -> Ask:
    return Ask(Reach.PUBLISHED, **parts)


def system(**parts: Any) -> Ask:
    return Ask(Reach.SYSTEM, **parts)


def listed(*queries: Mapping[str, str]) -> list[Ask]:
    return [Ask(Reach.LISTED, query=query) for query in ({}, *queries)]


def of_draft_and_adopted(records: Records) -> list[Ask]:
    return [
        private(path={"plan_id": records.draft}),
        published(path={"plan_id": records.adopted}),
    ]
