"""Clients to try things with: one per role, and those of a demonstration.

For development only: their secrets stay readable in the data directory, because
`onedistrict up` shows tokens made with them. The gateway itself keeps hashes.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import chain, count
from pathlib import Path

import httpx

from deploy.embedded.data_directory import write_secret
from gateway.clients import ClientStore, clients_in
from gateway.roles import ROLES

EVERYWHERE = ("*",)


@dataclass(frozen=True)
class Post:
    """Where a role acts, in whose name, and in which sphere of government."""

    spaces: tuple[str, ...] = EVERYWHERE
    organ: str | None = None
    sphere: str | None = None


@dataclass(frozen=True)
class Setting:
    """A country's posts: national, of some spaces, of one district, and beside it."""

    national: Post
    coordinator: Post
    district: Post
    partner: Post


SETTINGS = {
    "za": Setting(
        Post(organ="PRESIDENCY", sphere="national"),
        Post(("DC45", "DC6", "DC7", "DC8", "DC9"), "NC-PG", "provincial"),
        Post(("DC45",), "DC45", "local"),
        Post(("DC45",), "MINE-A"),
    ),
    "ug": Setting(
        Post(organ="NPA", sphere="national"),
        Post(("UG404", "UG413", "UG419"), "MOLG", "national"),
        Post(("UG413",), "UG413", "local"),
        Post(("UG413",)),
    ),
}


def posts(country: str) -> dict[str, Post]:
    """One per role."""
    setting = SETTINGS[country]
    return {
        "national_viewer": setting.national,
        "provincial_coordinator": setting.coordinator,
        "district_planner": setting.district,
        "hub_practitioner": setting.district,
        "budget_officer": setting.district,
        "monitoring_officer": setting.district,
        "office_bearer": Post((), setting.district.organ, "local"),
        "partner": setting.partner,
        "auditor": Post(),
        "administrator": Post(),
        "approver": Post(),
    }


@dataclass(frozen=True)
class DevelopmentClient:
    """A client with its secret in the open."""

    client_id: str
    client_secret: str
    role: str
    scopes: tuple[str, ...]
    organ: str | None
    spaces: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A client to be made: its name if that is free, its role and its post."""

    name: str
    role: str
    post: Post


def development_clients(data_dir: Path, country: str = "za") -> list[DevelopmentClient]:
    """The clients of this data directory, made the first time; one per role."""
    parts = [Part(role, role, post) for role, post in posts(country).items()]
    return kept_clients(data_dir, "dev-clients.json", parts)


def kept_clients(
    data_dir: Path, name: str, parts: Iterable[Part]
) -> list[DevelopmentClient]:
    """Clients whose secrets are kept in a file of this name, made the first time."""
    kept = data_dir / name
    if kept.exists():
        return [_remembered(entry) for entry in json.loads(kept.read_text())]
    store = clients_in(data_dir / "gateway")
    clients = [_made(store, part) for part in parts]
    write_secret(kept, json.dumps([asdict(client) for client in clients], indent=1))
    return clients


def _made(store: ClientStore, part: Part) -> DevelopmentClient:
    # A runner killed half-way leaves a client whose secret nobody kept.
    taken = {client.client_id for client in store.all()}
    names = chain([part.name], (f"{part.name}-{number}" for number in count(2)))
    client_id = next(name for name in names if name not in taken)
    role, post = part.role, part.post
    secret = store.add(
        client_id, role, spaces=post.spaces, organ=post.organ, sphere=post.sphere
    )
    scopes = tuple(sorted(ROLES[role]))
    return DevelopmentClient(client_id, secret, role, scopes, post.organ, post.spaces)


def _remembered(entry: dict[str, object]) -> DevelopmentClient:
    return DevelopmentClient(**entry)  # type: ignore[arg-type]  # as we wrote it


def token_of(gateway_url: str, client: DevelopmentClient) -> str:
    """An access token for `client`, with all its scopes."""
    answer = httpx.post(
        f"{gateway_url}/oauth/token",
        data={"grant_type": "client_credentials"},
        auth=(client.client_id, client.client_secret),
        trust_env=False,
    )
    return str(answer.raise_for_status().json()["access_token"])
