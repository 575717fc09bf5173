"""A collection of entities that happens to live in PostgreSQL."""

from typing import ClassVar, Generic, TypeVar
from uuid import UUID

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
