"""`onedistrict client` and `onedistrict keys`: changes a running gateway notices."""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chassis import clock
from gateway.clients import ClientExists, NoSuchClient, clients_in
from gateway.keys import KeyRing, open_keys
from gateway.roles import ROLES

Arguments = argparse.Namespace
Run = Callable[[Arguments], int]


def register(subparsers: Any, state_dir: Path) -> None:  # noqa: ANN401 - argparse hides it
    """Add both commands; `state_dir` is the default of their `--state-dir`.

    Each sub-command sets `run`, a function of the parsed arguments that returns the
    exit code.
    """
    client = subparsers.add_parser("client", help="systems that may ask for tokens")
    client.add_argument("--state-dir", type=Path, default=state_dir)
    actions = client.add_subparsers(required=True, metavar="add|list|disable")
    add = _action(actions, "add", _add_client, "make a client and print its secret")
    add.add_argument("client_id")
    add.add_argument("--role", required=True, choices=sorted(ROLES))
    add.add_argument("--space", action="append", default=[], help="space code, or *")
    add.add_argument("--organ")
    add.add_argument("--sphere", choices=["national", "provincial", "local"])
    _action(actions, "list", _list_clients, "who may ask for tokens")
    disable = _action(actions, "disable", _disable_client, "no further token for it")
    disable.add_argument("client_id")

    keys = subparsers.add_parser("keys", help="what tokens are signed with")
    keys.add_argument("--state-dir", type=Path, default=state_dir)
    actions = keys.add_subparsers(required=True, metavar="rotate|list")
    _action(actions, "rotate", _rotate_keys, "let the next key sign")
    _action(actions, "list", _list_keys, "keys and their states")


def _action(actions: Any, name: str, run: Run, text: str) -> argparse.ArgumentParser:  # noqa: ANN401 - as above
    action: argparse.ArgumentParser = actions.add_parser(name, help=text)
    action.set_defaults(run=run)
    return action


def _add_client(arguments: Arguments) -> int:
    clients = clients_in(arguments.state_dir)
    try:
        secret = clients.add(
            arguments.client_id,
            arguments.role,
            spaces=arguments.space,
            organ=arguments.organ,
            sphere=arguments.sphere,
        )
    except ClientExists:
        return _fail(f"there is already a client {arguments.client_id}")
    _say(f"client_id      {arguments.client_id}")
    _say(f"client_secret  {secret}   (shown this once)")
    return 0


def _list_clients(arguments: Arguments) -> int:
    for client in clients_in(arguments.state_dir).all():
        state = "active" if client.active else "disabled"
        spaces = ",".join(client.spaces) or "-"
        _say(f"{client.client_id:32} {client.role:24} {spaces:16} {state}")
    return 0


def _disable_client(arguments: Arguments) -> int:
    try:
        clients_in(arguments.state_dir).disable(arguments.client_id)
    except NoSuchClient:
        return _fail(f"there is no client {arguments.client_id}")
    _say(f"{arguments.client_id} gets no further token")
    return 0


def _rotate_keys(arguments: Arguments) -> int:
    for ring in open_keys(arguments.state_dir):
        ring.rotate()
    return _list_keys(arguments)


def _list_keys(arguments: Arguments) -> int:
    for ring in open_keys(arguments.state_dir):
        _list_ring(ring)
    return 0


def _list_ring(ring: KeyRing) -> None:
    now = clock.now().timestamp()
    for held in ring.published():
        signs = _moment(held.signs_from)
        until = _moment(held.until)
        state = held.state(now)
        _say(f"{ring.name:9} {held.key.kid:44} {state:9} signs {signs}  until {until}")


def _moment(seconds: float | None) -> str:
    if seconds is None:
        return "-"
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _fail(reason: str) -> int:
    sys.stderr.write(f"{reason}\n")
    return 1
