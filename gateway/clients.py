"""The systems that may ask for tokens, in one file; their secrets only as argon2id."""

import asyncio
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from gateway.files import JsonFile
from gateway.roles import ROLES

SECRET_BYTES = 32
HASHES_AT_ONCE = 2

# OWASP's smallest: the secrets are 256 random bits, not passwords people choose.
TIME_COST = 2
MEMORY_KIBIBYTES = 19 * 1024


class ClientExists(Exception):
    """There is already a client of this name."""


class NoSuchClient(Exception):
    """There is no client of this name."""


@dataclass(frozen=True)
class Client:
    """A system, what it may ask for, and where it acts (space codes, or `*`)."""

    client_id: str
    secret_hash: str
    role: str
    scopes: tuple[str, ...]
    organ: str | None
    spaces: tuple[str, ...]
    sphere: str | None
    active: bool = True


class ClientStore:
    """All clients, in a file that may change while the gateway runs."""

    def __init__(self, path: Path) -> None:
        self._file = JsonFile(path)
        self._clients: dict[str, Client] = {}
        self._hasher = PasswordHasher(TIME_COST, MEMORY_KIBIBYTES, 1)
        self._nobody = self._hasher.hash(secrets.token_urlsafe(SECRET_BYTES))
        self._hashing = asyncio.Semaphore(HASHES_AT_ONCE)

    def all(self) -> list[Client]:
        self._refresh()
        return list(self._clients.values())

    def add(
        self,
        client_id: str,
        role: str,
        *,
        spaces: Iterable[str] = (),
        organ: str | None = None,
        sphere: str | None = None,
    ) -> str:
        """Make a client and return its secret, which is shown this once.

        Raises `ClientExists`; `KeyError` for a role that does not exist.
        """
        secret = secrets.token_urlsafe(SECRET_BYTES)
        client = Client(
            client_id=client_id,
            secret_hash=self._hasher.hash(secret),
            role=role,
            scopes=tuple(sorted(ROLES[role])),
            organ=organ,
            spaces=tuple(sorted(spaces)),
            sphere=sphere,
        )
        with self._file.alone():
            self._refresh()
            if client_id in self._clients:
                raise ClientExists(client_id)
            self._write({**self._clients, client_id: client})
        return secret

    def disable(self, client_id: str) -> None:
        """The client gets no further token. Raises `NoSuchClient`."""
        with self._file.alone():
            self._refresh()
            client = self._clients.get(client_id)
            if client is None:
                raise NoSuchClient(client_id)
            disabled = replace(client, active=False)
            self._write({**self._clients, client_id: disabled})

    async def authenticate(self, client_id: str, secret: str) -> Client | None:
        """The active client with this secret; a stranger costs as much time."""
        self._refresh()
        client = self._clients.get(client_id)
        expected = self._nobody if client is None else client.secret_hash
        async with self._hashing:
            matches = await asyncio.to_thread(self._matches, expected, secret)
        return client if client and client.active and matches else None

    def _matches(self, expected: str, secret: str) -> bool:
        try:
            return self._hasher.verify(expected, secret)
        except (Argon2Error, InvalidHashError, UnicodeEncodeError):
            return False

    def _refresh(self) -> None:
        if not self._file.has_changed():
            return
        document: dict[str, Any] = self._file.read() or {"clients": []}
        self._clients = {
            entry["client_id"]: _client(entry) for entry in document["clients"]
        }

    def _write(self, clients: dict[str, Client]) -> None:
        self._file.write({"clients": [asdict(client) for client in clients.values()]})


def clients_in(state_dir: Path) -> ClientStore:
    """The clients of every gateway that keeps its state there."""
    return ClientStore(state_dir / "clients.json")


def _client(entry: dict[str, Any]) -> Client:
    lists = {name: tuple(entry[name]) for name in ("scopes", "spaces")}
    return Client(**(entry | lists))
