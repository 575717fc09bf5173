"""Databases are made and migrated before a service starts, by a role it does not have.

ONEDISTRICT_ADMIN_DATABASE_URL      a superuser's: databases and roles are created
ONEDISTRICT_<SERVICE>_DATABASE_URL  its owner's, who may create roles
ONEDISTRICT_<SERVICE>_PASSWORD      what the application role gets
"""

import asyncio
import os
import secrets
from collections.abc import Iterable

from sqlalchemy import make_url

from chassis.migrations import migrate
from deploy.databases import create_application_role, create_database
from deploy.topology import (
    application_role_of,
    database_of,
    owner_url_of,
    owner_variable,
    password_variable,
)


class NoDatabaseNamed(Exception):
    """The environment has neither an administrator's URL nor this service's."""


def migrate_services(services: Iterable[str]) -> None:
    """Create what is missing and run what has not run, for each of `services`."""
    asyncio.run(_migrate_all(list(services)))


async def _migrate_all(services: list[str]) -> None:
    owners = await asyncio.gather(*(_prepare(service) for service in services))
    for service, owner_url in zip(services, owners, strict=True):
        # One after the other: Alembic's context is one per process.
        await migrate(owner_url, service, app_role=application_role_of(service))


async def _prepare(service: str) -> str:
    """Make sure the roles, and where we may the database, exist; the owner's URL."""
    password = os.environ[password_variable(service)]
    owner_url = owner_url_of(service)
    if owner_url is not None:
        await create_application_role(owner_url, service, password)
        return owner_url
    admin_url = os.environ.get("ONEDISTRICT_ADMIN_DATABASE_URL")
    if admin_url is None:
        raise NoDatabaseNamed(owner_variable(service))
    # Nobody else needs the owner's password, so it is a new one each time.
    once = secrets.token_hex(16)
    await create_database(admin_url, service, password, owner_password=once)
    name = database_of(service)
    owner = make_url(admin_url).set(database=name, username=name, password=once)
    return owner.render_as_string(hide_password=False)
