"""A collection of entities that happens to live in PostgreSQL."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import JSON
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.database import Table
from chassis.errors import NotFound

Entity = TypeVar("Entity", bound=Table)


class Repository(Generic[Entity]):
    entity: type[Entity]
    not_found: ClassVar[type[NotFound]]

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    def add(self, entity: Entity) -> Entity:
        self.session.add(entity)
        return entity

    async def get(self, key: UUID | str, *, lock: bool = False) -> Entity:
        """Find one entity, locking its row if it is about to change."""
        # A row read before the wait for its lock would keep its old state.
        found = await self.session.get(
            self.entity, key, with_for_update=lock or None, populate_existing=lock
        )
        if found is None:
            raise self.not_found(f"no {self.entity.__name__.lower()} {key}")
        return found


async def upsert(session: AsyncSession, rows: Collection[Table]) -> None:
    """Add these rows of one table, or bring those of the same key to this.

    What is returned makes it one statement for a thousand rows, not one for each.
    """
    if not rows:
        return
    table = type(next(iter(rows)))
    columns = table.__table__.columns.keys()
    key = [column.name for column in table.__table__.primary_key]
    statement = insert(table)
    changed = {name: statement.excluded[name] for name in columns if name not in key}
    await session.execute(
        statement.on_conflict_do_update(index_elements=key, set_=changed).returning(
            *table.__table__.primary_key
        ),
        [{name: getattr(row, name) for name in columns} for row in rows],
    )


async def remember(
    session: AsyncSession, table: type[Table], records: Sequence[BaseModel]
) -> None:
    """Keep what another service told, as far as the table has columns for it.

    What is known at a higher version stays as it is.
    """
    if not records:
        return
    columns = table.__table__.columns
    key = [column.name for column in table.__table__.primary_key]
    statement = insert(table)
    told = statement.excluded
    newer = columns["version"] <= told["version"] if "version" in columns else None
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=key,
            set_={
                each.name: told[each.name] for each in columns if each.name not in key
            },
            where=newer,
        ),
        [_row(table, record) for record in records],
    )


def _row(table: type[Table], record: BaseModel) -> Mapping[str, Any]:
    names = {column.name for column in table.__table__.columns}
    as_json = {
        column.name
        for column in table.__table__.columns
        if isinstance(column.type, JSON)
    }
    plain = record.model_dump(include=names - as_json)
    return plain | record.model_dump(mode="json", include=as_json)
