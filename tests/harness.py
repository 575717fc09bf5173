"""A service in this process, on real PostgreSQL and NATS, with real tokens."""

import json
import os
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterable
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from typing import Any, TypeVar
from uuid import uuid4

import anyio
import httpx
import pytest
from fastapi import FastAPI

from chassis.database import EVERYWHERE, Sessions, transaction
from chassis.web.tokens import Claims, Signer, SigningKey, public_jwks
from contracts.event import Event
from gateway.roles import ROLES
from services.registry.loading import load_reference
from tests.databases import Databases

ISSUER = "onedistrict-gateway-internal"
EVERY_SPACE = ("*",)
NC_SPACES = ("DC45", "DC6", "DC7", "DC8", "DC9")
SPACES = {
    "district_planner": ("DC45",),
    "hub_practitioner": ("DC45",),
    "budget_officer": ("DC45",),
    "monitoring_officer": ("DC45",),
    "provincial_coordinator": NC_SPACES,
}

T = TypeVar("T")
Told = Callable[[], Iterable[Event]]


@dataclass(frozen=True)
class Issuer:
    """Signs internal tokens; serves the keys to verify them with."""

    key: SigningKey
    jwks_url: str

    def token(self, service: str, role: str, **changes: Any) -> str:
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": service,
            "sub": role,
            "client_id": role,
            "jti": str(uuid4()),
            "iat": now,
            "exp": now + 60,
            "scopes": frozenset(ROLES[role]) if role in ROLES else frozenset(),
            "role": role,
            "spaces": frozenset(SPACES.get(role, EVERY_SPACE)),
        }
        return Signer(self.key).sign(Claims(**(claims | changes)))

    def anonymous(self, service: str) -> str:
        return self.token(service, "anonymous", scopes=frozenset(), spaces=frozenset())


@contextmanager
def issuer() -> Generator[Issuer]:
    key = SigningKey.generate()
    document = json.dumps(public_jwks([key])).encode()

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(document)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Keys) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Issuer(key, f"http://127.0.0.1:{server.server_port}/jwks.json")
        server.shutdown()


@dataclass(frozen=True)
class Running:
    """A running service: ask it as a role, look into its database, tell it events."""

    name: str
    app: FastAPI
    state: dict[str, Any]
    issuer: Issuer

    @property
    def sessions(self) -> Sessions:
        return self.state["sessions"]

    def as_(self, role: str, **changes: Any) -> httpx.AsyncClient:
        """A client that speaks as this role; `changes` alter the token's claims."""
        return self._client(self.issuer.token(self.name, role, **changes))

    def as_anyone(self) -> httpx.AsyncClient:
        return self._client(self.issuer.anonymous(self.name))

    async def hears(self, *events: Event) -> None:
        """Handle events as if they had come from their publisher, in order."""
        await hear(self.name, self.sessions, events)

    def _client(self, token: str) -> httpx.AsyncClient:
        async def with_state(scope, receive, send):
            await self.app({**scope, "state": dict(self.state)}, receive, send)

        return httpx.AsyncClient(
            transport=httpx.ASGITransport(with_state, raise_app_exceptions=False),
            base_url=f"http://{self.name}",
            headers={"authorization": f"Bearer {token}"},
        )


async def hear(service: str, sessions: Sessions, events: Iterable[Event]) -> None:
    consumers = import_module(f"services.{service}.consumers").consumers
    for event in events:
        found = consumers.handler_of(event.subject)
        assert found is not None, event.subject
        async with transaction(sessions, EVERYWHERE) as session:
            await found[1](event, session)


async def template_of(service: str, databases: Databases, told: Told | None) -> str:
    """A database to copy in which the service has started once, and been told this."""
    if service == "registry":
        country = os.environ.get("ONEDISTRICT_COUNTRY", "za")
        return await databases.prepared(service, country, load_pack)
    if told is None:
        return await databases.migrated(service)
    return await databases.prepared(
        service, told, lambda sessions: hear(service, sessions, told())
    )


async def load_pack(sessions: Sessions) -> None:
    """What the registry does before it answers for the first time."""
    async with transaction(sessions, EVERYWHERE) as session:
        await load_reference(session)


@asynccontextmanager
async def running(
    service: str,
    *,
    database_url: str,
    nats_url: str,
    keys: Issuer,
    environment: pytest.MonkeyPatch,
) -> AsyncGenerator[Running]:
    """Start a service in this process; stop it when the block ends."""
    environment.setenv("ONEDISTRICT_DATABASE_URL", database_url)
    environment.setenv("ONEDISTRICT_NATS_URL", nats_url)
    environment.setenv("ONEDISTRICT_JWKS_URL", keys.jwks_url)
    app = import_module(f"services.{service}.app").build()
    async with app.router.lifespan_context(app) as state:
        yield Running(service, app, dict(state), keys)


async def eventually(look: Callable[[], Awaitable[T]], *, seconds: float = 60) -> T:
    """What `look` sees once it sees something; fails when it never does."""
    seen = await look()
    with anyio.fail_after(seconds):
        while not seen:
            await anyio.sleep(0.02)
            seen = await look()
    return seen
