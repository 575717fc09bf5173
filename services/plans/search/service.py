"""Finding what words say, in the order in which it fits."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.database import Spaces
from chassis.errors import FieldError
from services.plans.search.models import Found, Looking, Position, SearchSaysNothing
from services.plans.search.repository import Search


async def find(
    session: AsyncSession,
    looking: Looking,
    *,
    drafts_in: Spaces,
    after: Position | None = None,
    limit: int,
) -> Sequence[Found]:
    """The records that say these words, best first."""
    search = Search(session, looking)
    if not await search.says_something():
        detail = "say at least one word to look for, one less common than `the`"
        fault = FieldError("/query/q", "search-says-nothing", detail)
        raise SearchSaysNothing("there is nothing to look for", [fault])
    return await search.page(drafts_in=drafts_in, after=after, limit=limit)
