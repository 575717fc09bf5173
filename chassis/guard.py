"""A service does not start where row-level security could not hold it back.

The application role owns nothing, is no superuser, cannot bypass row security, nor
become a role that does; every table that belongs to a space has row security, forced
(ADR 0010).
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

REFERENCE = ("place", "structure", "hub_space")
"""What the registry publishes for everybody, and copies of it."""

SERVED_ACROSS_SPACES = ("outbox", "inbox", "audit_entry", *REFERENCE)

ROLE = """
select exists (
  select from pg_roles where (rolsuper or rolbypassrls)
    and pg_has_role(current_user, oid, 'member')
) as bypasses, exists (
  select from pg_class where relnamespace = 'public'::regnamespace
    and pg_has_role(current_user, relowner, 'member')
) as owns
"""

UNPROTECTED = """
select c.relname
from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  and a.attname = 'space_code' and not a.attisdropped
  and c.relname <> all (:exempt)
  and not (c.relrowsecurity and c.relforcerowsecurity)
order by c.relname
"""


class UnsafeDatabaseRole(Exception):
    """The database would let this service see or change what it must not."""


async def refuse_unsafe_role(engine: AsyncEngine) -> None:
    """Raise `UnsafeDatabaseRole` unless row-level security binds this connection."""
    async with engine.connect() as connection:
        role = (await connection.execute(text(ROLE))).one()
        unprotected = list(
            await connection.scalars(
                text(UNPROTECTED), {"exempt": list(SERVED_ACROSS_SPACES)}
            )
        )
    if role.bypasses:
        raise UnsafeDatabaseRole("the role is superuser or may bypass row security")
    if role.owns:
        raise UnsafeDatabaseRole("the role owns tables")
    if unprotected:
        raise UnsafeDatabaseRole(f"no forced row security on {', '.join(unprotected)}")
