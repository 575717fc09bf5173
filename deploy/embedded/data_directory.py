"""What a data directory holds besides the servers' own files, and who may use it.

lock               held by the runner that uses the directory
passwords.json     what the services' database roles log in with
migrations.sha256  the migrations that its databases have seen
logs/ postgres/ nats/ gateway/
"""

import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


class DataDirectoryInUse(Exception):
    """Another runner holds this data directory; two would write the same files."""


@contextmanager
def exclusive(directory: Path) -> Generator[Path]:
    """The directory, made if need be, for this process alone."""
    # Others may pass through, since PostgreSQL may have to run as somebody else.
    directory.mkdir(mode=0o711, parents=True, exist_ok=True)
    with (directory / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise DataDirectoryInUse(f"{directory} (process {holder})") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield directory


def kept_passwords(directory: Path, users: Iterable[str]) -> dict[str, str]:
    """A password per user, made when first asked for."""
    path = directory / "passwords.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = {user: secrets.token_hex(16) for user in users if user not in known}
    if missing:
        write_secret(path, json.dumps(known | missing))
    return known | missing


def write_secret(path: Path, content: str) -> None:
    """Write a file that only we may read; it is complete or not there at all."""
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_text(content)
    unfinished.replace(path)


def has_seen_all_migrations(directory: Path) -> bool:
    stamp = directory / "migrations.sha256"
    return stamp.exists() and stamp.read_text() == _fingerprint()


def note_migrations(directory: Path) -> None:
    (directory / "migrations.sha256").write_text(_fingerprint())


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for folder in ("chassis", "services"):
        for path in sorted((ROOT / folder).glob("**/migrations/**/*.py")):
            digest.update(path.relative_to(ROOT).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
