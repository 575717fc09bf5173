"""Telling the other services what plans may refer to."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.messaging import outbox
from contracts.events.registry_frameworks import FrameworkItemRecord, FrameworksStated
from services.registry.frameworks.models import Framework, FrameworkItem
from services.registry.frameworks.repository import Frameworks, Statements

ITEMS_PER_EVENT = 300


async def tell(
    session: AsyncSession, versions: Collection[str], *, as_of: date
) -> None:
    """Promise to tell of these versions, each whole, in as many parts as it needs."""
    if not versions:
        return
    known = await Statements(session).last(Framework)
    items = await Frameworks(session).items_of(versions, as_of=as_of)
    revisions = await Frameworks(session).revisions()
    for name in sorted(versions):
        _tell(session, known[name], items[name], revisions[name])


def _tell(
    session: AsyncSession,
    version: Framework,
    items: Collection[FrameworkItem],
    revision: int,
) -> None:
    every = list(items)
    starts = range(0, max(len(every), 1), ITEMS_PER_EVENT)
    for part, start in enumerate(starts, start=1):
        outbox.record(
            session,
            FrameworksStated(
                framework=version.framework,
                version=version.version,
                name=version.name,
                supersedes=version.supersedes,
                valid_from=version.begins,
                valid_to=version.ends,
                withdrawn=version.stated_to is not None,
                revision=revision,
                part=part,
                parts=len(starts),
                items=tuple(
                    FrameworkItemRecord(
                        code=item.code,
                        parent_code=item.parent,
                        level=item.level,
                        title=item.title,
                    )
                    for item in every[start : start + ITEMS_PER_EVENT]
                ),
            ),
        )
