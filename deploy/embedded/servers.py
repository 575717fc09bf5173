"""PostgreSQL and NATS for the cluster: ours, unless the environment names others.

ONEDISTRICT_<SERVICE>_DATABASE_URL  of one service's database, for its owner
ONEDISTRICT_NATS_URL                one broker for all
ONEDISTRICT_<SERVICE>_PASSWORD      for the application role, else one is made and kept
"""

import os
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from deploy.embedded.data_directory import kept_passwords
from deploy.embedded.nats import Nats, nats
from deploy.embedded.postgres import Postgres, postgres
from deploy.embedded.supervisor import Child
from deploy.topology import (
    SERVICES,
    application_role_of,
    database_of,
    owner_url_of,
    owner_variable,
    password_variable,
)


@dataclass(frozen=True)
class Servers:
    postgres: Postgres | None
    nats: Nats | None
    passwords: dict[str, str]

    def application_url(self, service: str) -> str:
        """The database URL that the service itself gets: never its owner's."""
        role, password = application_role_of(service), self.passwords[service]
        owner = owner_url_of(service)
        if owner is not None:
            place = urlsplit(owner)
            address = place.netloc.rpartition("@")[2]
            return place._replace(netloc=f"{role}:{password}@{address}").geturl()
        if self.postgres is None:
            raise KeyError(owner_variable(service))
        return self.postgres.url(database_of(service), role, password)

    def nats_url(self, user: str) -> str:
        if self.nats is None:
            return os.environ["ONEDISTRICT_NATS_URL"]
        return self.nats.url(user)

    def children(self) -> dict[str, Child]:
        ours = {"postgres": self.postgres, "nats": self.nats}
        return {name: each.child for name, each in ours.items() if each is not None}

    def environment_for_migrations(self) -> dict[str, str]:
        variables = {password_variable(s): self.passwords[s] for s in self.passwords}
        if self.postgres is not None:
            variables["ONEDISTRICT_ADMIN_DATABASE_URL"] = self.postgres.admin_url
        return dict(os.environ) | variables


def servers(stack: ExitStack, data_dir: Path) -> Servers:
    """Start the servers that the environment does not name; `stack` stops them."""
    named = [each for each in SERVICES if owner_url_of(each.name)]
    broker = None
    if "ONEDISTRICT_NATS_URL" not in os.environ:
        broker = stack.enter_context(nats(data_dir / "nats"))
    database = None
    if len(named) < len(SERVICES):
        database = stack.enter_context(postgres(data_dir / "postgres"))
    passwords = kept_passwords(data_dir, [each.name for each in SERVICES])
    given = {name: os.environ.get(password_variable(name)) for name in passwords}
    chosen = {name: given[name] or passwords[name] for name in passwords}
    return Servers(database, broker, chosen)
