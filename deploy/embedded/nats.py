"""A real NATS server with JetStream from a wheel; every service has its own user.

A service publishes only its own events and reads only through its own durables:
`budgets` cannot speak for `plans`, and nobody but `admin` may purge or delete a stream.
"""

import json
import secrets
import shutil
import socket
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.embedded.ports import LOOPBACK, free_port
from deploy.embedded.supervisor import Child, ChildEnded

ADMIN = "admin"
PUBLISHERS = ("registry", "plans", "budgets", "monitoring")
READERS = (*PUBLISHERS, "gateway")
MAX_PAYLOAD_BYTES = 256 * 1024
PORT_ATTEMPTS = 3
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
    broker = _start(data_dir, _passwords(data_dir / "passwords.json"))
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


def permissions(user: str) -> dict[str, object]:
    """What `user` may publish and subscribe to, in the server's own words."""
    publish = [
        "$JS.API.INFO",
        "$JS.API.STREAM.NAMES",
        "$JS.API.STREAM.INFO.*",
        "$JS.API.STREAM.MSG.GET.*",
        "$JS.API.DIRECT.GET.>",
    ]
    if user in PUBLISHERS:
        publish += [
            f"onedistrict.{user}.>",
            f"$JS.API.STREAM.CREATE.ONEDISTRICT_{user.upper()}",
            f"$JS.API.STREAM.UPDATE.ONEDISTRICT_{user.upper()}",
        ]
    for publisher in PUBLISHERS:
        consumer = f"ONEDISTRICT_{publisher.upper()}.{user}-from-{publisher}"
        publish += [
            f"$JS.API.CONSUMER.CREATE.{consumer}",
            f"$JS.API.CONSUMER.CREATE.{consumer}.>",
            f"$JS.API.CONSUMER.DURABLE.CREATE.{consumer}",
            f"$JS.API.CONSUMER.INFO.{consumer}",
            f"$JS.API.CONSUMER.DELETE.{consumer}",
            f"$JS.API.CONSUMER.MSG.NEXT.{consumer}",
            f"$JS.ACK.{consumer}.>",
        ]
    return {
        "publish": {"allow": publish},
        "subscribe": {"allow": ["_INBOX.>", "onedistrict.>"]},
    }


def configuration(data_dir: Path, port: int, passwords: dict[str, str]) -> str:
    """The server's configuration; JSON is a subset of its language."""
    users = [
        {"user": user, "password": password}
        | ({} if user == ADMIN else {"permissions": permissions(user)})
        for user, password in passwords.items()
    ]
    settings = {
        "server_name": "onedistrict",
        "host": LOOPBACK,
        "port": port,
        "max_payload": MAX_PAYLOAD_BYTES,
        # An acknowledged event is on the disk: the default flushes every two minutes.
        "jetstream": {"store_dir": str(data_dir / "store"), "sync_interval": "always"},
        "authorization": {"users": users},
    }
    return json.dumps(settings, indent=2)


def _passwords(path: Path) -> dict[str, str]:
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    passwords = {user: secrets.token_hex(16) for user in (ADMIN, *READERS)} | known
    path.touch(mode=0o600)
    path.write_text(json.dumps(passwords))
    return passwords


def _start(data_dir: Path, passwords: dict[str, str]) -> Nats:
    settings = data_dir / "nats.conf"
    settings.touch(mode=0o600)
    for attempt in range(1, PORT_ATTEMPTS + 1):
        port = free_port()
        settings.write_text(configuration(data_dir, port, passwords))
        child = Child(
            name="nats",
            command=[binary(), "-c", str(settings)],
            log=data_dir / "nats.log",
            ready=lambda port=port: _greets(port),  # type: ignore[misc]
        )
        try:
            child.start()
        except ChildEnded:
            if attempt == PORT_ATTEMPTS:
                raise
            continue
        return Nats(child, port, passwords)
    raise AssertionError


def _greets(port: int) -> bool:
    """Clients are greeted with INFO only once JetStream has recovered its streams."""
    try:
        with socket.create_connection((LOOPBACK, port), GREETING_SECONDS) as client:
            return b'"jetstream":true' in client.recv(4096)
    except OSError:
        return False
