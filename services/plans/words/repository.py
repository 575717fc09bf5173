"""What words ask the index for, wherever somebody looks for them."""

from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.sql.functions import Function

from services.plans.words.models import FoundKind, SearchEntry
from services.plans.words.rules import is_unfinished, spread


def sought(words: str) -> Function[str]:
    """The query of these words; the last one may be the beginning of a word."""
    query: Function[str] = func.plans_sought(spread(words), is_unfinished(words))
    return query


def records_saying(kind: FoundKind, words: str) -> Select[UUID]:
    """The records of a kind that say these words."""
    return select(SearchEntry.record).where(
        SearchEntry.kind == kind, SearchEntry.words.bool_op("@@")(sought(words))
    )
