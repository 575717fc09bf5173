"""A real NATS server with JetStream from a wheel."""

import shutil
import socket
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.broker import ADMIN, USERS, configuration
from deploy.embedded.data_directory import kept_passwords
from deploy.embedded.ports import LOOPBACK
from deploy.embedded.supervisor import Child, started_on_free_port

GREETING_SECONDS = 1.0


class NatsMissing(Exception):
    """No nats-server is installed; name a running one in ONEDISTRICT_NATS_URL."""


@dataclass(frozen=True)
class Nats:
    """A running broker: `child` is its process, `passwords` those of its users."""

    child: Child
    port: int
    passwords: dict[str, str]

    def url(self, user: str = ADMIN) -> str:
        return f"nats://{user}:{self.passwords[user]}@{LOOPBACK}:{self.port}"


@contextmanager
def nats(data_dir: Path) -> Generator[Nats]:
    """A broker with its streams in `data_dir`.

    Raises NatsMissing, ChildEnded or ChildNotReady.
    """
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    broker = _start(data_dir, kept_passwords(data_dir, USERS))
    try:
        yield broker
    finally:
        broker.child.stop()


def binary() -> str:
    beside = Path(sys.executable).with_name("nats-server")
    found = str(beside) if beside.exists() else shutil.which("nats-server")
    if found is None:
        raise NatsMissing
    return found


def _start(data_dir: Path, passwords: dict[str, str]) -> Nats:
    settings = data_dir / "nats.conf"
    settings.touch(mode=0o600)

    def child_on(port: int) -> Child:
        written = configuration(LOOPBACK, port, data_dir / "store", passwords)
        settings.write_text(written)
        return Child(
            name="nats",
            command=[binary(), "-c", str(settings)],
            log=data_dir / "nats.log",
            ready=lambda: _greets(port),
        )

    child, port = started_on_free_port(child_on)
    return Nats(child, port, passwords)


def _greets(port: int) -> bool:
    """Clients are greeted with INFO only once JetStream has recovered its streams."""
    try:
        with socket.create_connection((LOOPBACK, port), GREETING_SECONDS) as client:
            return b'"jetstream":true' in client.recv(4096)
    except OSError:
        return False
