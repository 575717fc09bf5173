"""How a database gets its tables: the chassis' history first, then the service's.

Both are Alembic histories with a version table each. They run as the owner of the
database; afterwards the application role is granted what it needs and no more:
everything on ordinary tables, reading and adding on append-only ones.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

HERE = Path(__file__).parent
SERVICES = HERE.parents[1] / "services"

GRANT = """
do $$
declare t record;
begin
  execute format('grant usage on schema public to %I', {role});
  for t in
    select c.oid, c.relname, exists (
        select from pg_trigger where tgrelid = c.oid and tgname = 'append_only'
      ) as append_only
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  loop
    execute format('revoke all on %I from %I', t.relname, {role});
    if t.append_only then
      execute format('grant select, insert on %I to %I', t.relname, {role});
    else
      execute format(
        'grant select, insert, update, delete on %I to %I', t.relname, {role});
    end if;
  end loop;
  execute format('grant usage on all sequences in schema public to %I', {role});
end $$
"""


async def migrate(owner_url: str, service: str, *, app_role: str) -> None:
    """Bring one service's database up to date; running it again changes nothing."""
    engine = create_async_engine(owner_url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade, "chassis", HERE)
        await connection.run_sync(
            _upgrade, "service", SERVICES / service / "migrations"
        )
        literal = "'" + app_role.replace("'", "''") + "'"
        await connection.execute(text(GRANT.format(role=literal)))
    await engine.dispose()


def _upgrade(connection: Connection, history: str, folder: Path) -> None:
    configuration = Config()
    configuration.set_main_option("script_location", str(HERE))
    configuration.set_main_option("version_locations", str(folder / "versions"))
    configuration.set_main_option("path_separator", "newline")
    configuration.attributes["connection"] = connection
    configuration.attributes["version_table"] = f"{history}_version"
    command.upgrade(configuration, "head")
