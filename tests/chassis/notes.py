"""What the notebook keeps: its table, as a migration would make it, and its entity."""

from uuid import UUID

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import Table, tables
from chassis.errors import Conflict, NotFound
from chassis.migrations.operations import protect_by_space
from chassis.repository import Repository

TABLES = """
create table note (
  id uuid primary key, space_code text not null, title text not null,
  pages bigint not null, version int not null default 1,
  unique (space_code, title)
)
"""
UNCOMMITTABLE = """
create constraint trigger uncommittable after insert on note
  deferrable initially deferred for each row
  when (new.title = 'uncommittable') execute function onedistrict_refuse_change()
"""
RAISE = """
create function raise_state(state text) returns void language plpgsql as $$
begin
  raise exception 'table note, column secret' using errcode = state;
end $$
"""


def create_tables(connection: Connection) -> None:
    """Make the notebook's table, protected as every service's migration protects."""
    with Operations.context(MigrationContext.configure(connection)) as operations:
        for statement in (TABLES, UNCOMMITTABLE, RAISE):
            operations.execute(statement)
        protect_by_space("note")


class Rows(Table):
    __abstract__ = True
    metadata = tables()


class Note(Rows):
    __tablename__ = "note"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    space_code: Mapped[str]
    title: Mapped[str]
    pages: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)


class NoteNotFound(NotFound):
    """There is no such note."""


class TitleTaken(Conflict):
    """A space has one note of a title."""


class Notes(Repository[Note]):
    entity = Note
    not_found = NoteNotFound
