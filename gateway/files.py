"""Small secret files: written whole or not at all, read again when they change."""

import fcntl
import json
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

OWNER_ONLY = 0o600


class JsonFile:
    """One JSON document only its owner may read; several processes may share it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, int, int] | None = None

    def exists(self) -> bool:
        return self._stamp() is not None

    def has_changed(self) -> bool:
        """Whether it is another file than the one last read here."""
        return self._stamp() != self._seen

    def read(self) -> Any:  # noqa: ANN401 - JSON
        """The document, or None when there is no file yet."""
        stamp = self._stamp()
        if stamp is None:
            return None
        document = json.loads(self.path.read_bytes())
        self._seen = stamp
        return document

    def write(self, document: object) -> None:
        partial = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        with os.fdopen(os.open(partial, flags, OWNER_ONLY), "w") as file:
            json.dump(document, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(self.path)

    @contextmanager
    def alone(self) -> Generator[None, None, None]:
        """No other process changes the document meanwhile."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = self.path.with_name(f".{self.path.name}.lock")
        with os.fdopen(os.open(lock, os.O_RDWR | os.O_CREAT, OWNER_ONLY)) as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size
