"""What runs: one line per process, for the embedded runner and docker-compose alike.

Every process is `onedistrict serve NAME` in the environment of `environment_of`.
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Process:
    """A process: the factory of its application, and what it cannot run without."""

    name: str
    app: str
    port: int
    needs: tuple[str, ...]
    http: str = "httptools"

    @property
    def has_database(self) -> bool:
        return "postgres" in self.needs


def service(name: str, port: int) -> Process:
    return Process(name, f"services.{name}.app:build", port, needs=("postgres", "nats"))


GATEWAY = Process(
    "gateway",
    "gateway.app:build",
    8080,
    needs=("nats",),
    http="gateway.protocol:Guard",  # only the edge meets strangers
)
SERVICES = (
    service("registry", 8081),
    service("plans", 8082),
    service("budgets", 8083),
    service("monitoring", 8084),
)
PROCESSES = (GATEWAY, *SERVICES)
BY_NAME = {process.name: process for process in PROCESSES}


def database_of(service: str) -> str:
    """The name of a service's database, which is also its owner's name."""
    return f"onedistrict_{service}"


def application_role_of(service: str) -> str:
    """The role a service runs as; it owns nothing."""
    return f"onedistrict_{service}_app"


def owner_variable(service: str) -> str:
    """Names the variable with the URL of the owner of a service's own database."""
    return f"ONEDISTRICT_{service.upper()}_DATABASE_URL"


def owner_url_of(service: str) -> str | None:
    """What that variable says, if anything, with our driver."""
    url = os.environ.get(owner_variable(service))
    return url and re.sub(r"^postgres(ql)?://", "postgresql+asyncpg://", url)


def password_variable(service: str) -> str:
    """Names the variable with the password of a service's own database role."""
    return f"ONEDISTRICT_{service.upper()}_PASSWORD"


@dataclass(frozen=True)
class Addresses:
    """Where one process finds the others; `urls` has one entry per process."""

    urls: Mapping[str, str]
    public_url: str
    nats_url: str
    database_url: str
    state_dir: str
    host: str
    port: int
    country: str


def environment_of(process: Process, addresses: Addresses) -> dict[str, str]:
    """The variables `process` is started with, whoever starts it."""
    shared = {
        "ONEDISTRICT_HOST": addresses.host,
        "ONEDISTRICT_PORT": str(addresses.port),
        "ONEDISTRICT_NATS_URL": addresses.nats_url,
        "ONEDISTRICT_JWKS_URL": f"{addresses.urls['gateway']}/internal/jwks.json",
        "ONEDISTRICT_PUBLIC_URL": addresses.public_url,
    }
    if process.name == "registry":
        shared["ONEDISTRICT_COUNTRY"] = addresses.country
    if process.has_database:
        return shared | {"ONEDISTRICT_DATABASE_URL": addresses.database_url}
    upstreams = {each.name: addresses.urls[each.name] for each in SERVICES}
    return shared | {
        "ONEDISTRICT_UPSTREAMS": json.dumps(upstreams),
        "ONEDISTRICT_STATE_DIR": addresses.state_dir,
    }
