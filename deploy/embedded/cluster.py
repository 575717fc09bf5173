"""The whole system in one data directory, for `onedistrict up` and the system tests.

Start: lock, PostgreSQL and NATS, databases, the five processes; stop in reverse.
"""

import http.client
import os
import sys
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from deploy.embedded import data_directory
from deploy.embedded.ports import LOOPBACK, free_port, is_free
from deploy.embedded.servers import Servers, servers
from deploy.embedded.supervisor import STOP_SECONDS, Child, run_once
from deploy.topology import (
    BY_NAME,
    GATEWAY,
    SERVICES,
    Addresses,
    environment_of,
    owner_url_of,
)

PROBE_SECONDS = 2.0
POLL_SECONDS = 0.05
SECRET_ENDINGS = ("_DATABASE_URL", "_NATS_URL", "_PASSWORD", "_CRASH")


class PortTaken(Exception):
    """The port that was asked for is in use by another program."""


@dataclass
class Cluster:
    """A running system: `children` are its processes, `postgres` and `nats` by name."""

    data_dir: Path
    servers: Servers
    ports: dict[str, int]
    country: str
    children: dict[str, Child] = field(default_factory=dict)

    @property
    def urls(self) -> dict[str, str]:
        return {name: f"http://{LOOPBACK}:{port}" for name, port in self.ports.items()}

    @property
    def gateway_url(self) -> str:
        return self.urls["gateway"]

    def environment(self, name: str) -> dict[str, str]:
        """What the process `name` is started with: of secrets only its own."""
        addresses = Addresses(
            urls=self.urls,
            public_url=self.gateway_url,
            nats_url=self.servers.nats_url(name),
            database_url=""
            if name == GATEWAY.name
            else self.servers.application_url(name),
            state_dir=str(self.data_dir / "gateway"),
            host=LOOPBACK,
            port=self.ports[name],
            country=self.country,
        )
        inherited = {
            key: value
            for key, value in os.environ.items()
            if not (key.startswith("ONEDISTRICT_") and key.endswith(SECRET_ENDINGS))
        }
        return inherited | environment_of(BY_NAME[name], addresses)

    def kill(self, name: str) -> None:
        """End a process as a power cut would."""
        self.children[name].kill()

    def restart(self, name: str, **extra: str) -> None:
        """Stop a process if it runs and start it, with `extra` in its environment."""
        child = self.children[name]
        child.stop()
        if name in BY_NAME:
            child.environment = self.environment(name) | extra
        child.start()

    def launch(self, name: str, extra: Mapping[str, str]) -> None:
        """Start a process and return at once."""
        self.children[name] = self._child(name, extra)
        self.children[name].launch()

    def wait_ready(self) -> None:
        # The gateway last: it is ready when all others are, and asks each of them.
        for name in reversed(BY_NAME):
            self.children[name].wait_ready()

    def stop(self) -> None:
        """Ask all processes at once, then wait for each."""
        ours = [self.children[name] for name in BY_NAME if name in self.children]
        for child in ours:
            child.ask_to_stop()
        for child in ours:
            child.stop(STOP_SECONDS)

    def _child(self, name: str, extra: Mapping[str, str]) -> Child:
        port = self.ports[name]
        return Child(
            name=name,
            command=[sys.executable, "-m", "deploy.cli", "serve", name],
            log=self.data_dir / "logs" / f"{name}.log",
            ready=lambda: is_ready(port),
            poll_seconds=POLL_SECONDS,
            environment=self.environment(name) | dict(extra),
        )


@contextmanager
def cluster(
    data_dir: Path,
    *,
    port: int | None = None,
    country: str | None = None,
    extra: Mapping[str, Mapping[str, str]] | None = None,
) -> Generator[Cluster]:
    """Run everything on `data_dir`, ready when this yields.

    `port` is the gateway's (0: any free one; None: 8080 if it is free, else any);
    `country` the registry's pack (None: as the environment says, else za);
    `extra` adds to the environment of the processes it names.
    Raises DataDirectoryInUse, PortTaken, ChildEnded or ChildNotReady.
    """
    with ExitStack() as stack:
        stack.enter_context(data_directory.exclusive(data_dir))
        for folder in ("logs", "gateway"):
            (data_dir / folder).mkdir(mode=0o700, exist_ok=True)
        ports = {each.name: free_port() for each in SERVICES}
        ports[GATEWAY.name] = gateway_port(port)
        started = servers(stack, data_dir)
        chosen = country or os.environ.get("ONEDISTRICT_COUNTRY", "za")
        running = Cluster(data_dir, started, ports, chosen, started.children())
        stack.callback(running.stop)
        more = extra or {}
        # The gateway has no database: it loads its code while the others' are made.
        running.launch(GATEWAY.name, more.get(GATEWAY.name, {}))
        _migrate(data_dir, started)
        for each in SERVICES:
            running.launch(each.name, more.get(each.name, {}))
        running.wait_ready()
        yield running


def gateway_port(wanted: int | None) -> int:
    if wanted == 0:
        return free_port()
    if wanted is None:
        return GATEWAY.port if is_free(GATEWAY.port) else free_port()
    if not is_free(wanted):
        raise PortTaken(str(wanted))
    return wanted


def is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=PROBE_SECONDS)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _migrate(data_dir: Path, started: Servers) -> None:
    """Databases of others are looked at every time; ours only after a change."""
    external = any(owner_url_of(each.name) for each in SERVICES)
    if not external and data_directory.has_seen_all_migrations(data_dir):
        return
    names = [each.name for each in SERVICES]
    run_once(
        [sys.executable, "-m", "deploy.cli", "migrate", *names],
        data_dir / "logs" / "migrate.log",
        environment=started.environment_for_migrations(),
    )
    data_directory.note_migrations(data_dir)
