"""`onedistrict up`: everything runs until Ctrl-C, and then nothing does."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import httpx

from deploy.demo import SEQUELS, STORIES
from deploy.demo.api import StepRefused
from deploy.dev_clients import DevelopmentClient, development_clients, token_of
from deploy.embedded.accounts import NoUnprivilegedAccount
from deploy.embedded.cluster import Cluster, PortTaken, cluster
from deploy.embedded.data_directory import DataDirectoryInUse
from deploy.embedded.interruption import (
    interruptible,
    leave_only_while_waiting,
    pause,
)
from deploy.embedded.nats import NatsMissing
from deploy.embedded.postgres import PostgresMissing
from deploy.embedded.supervisor import ChildEnded, ChildNotReady
from deploy.embedded.watch import Watch
from deploy.ready_file import tell_ready

TEND_SECONDS = 0.5
CANNOT_START = (
    ChildEnded,
    ChildNotReady,
    DataDirectoryInUse,
    NatsMissing,
    NoUnprivilegedAccount,
    PortTaken,
    PostgresMissing,
)


def up(
    data_dir: Path,
    *,
    ready_file: Path | None,
    demo: bool,
    port: int | None,
    country: str | None = None,
) -> int:
    """Run until a signal says to leave; the exit code.

    A country that has a demonstration starts with it.
    """
    leave_only_while_waiting()
    try:
        _run(
            data_dir.resolve(),
            ready_file,
            demo=demo,
            port=port,
            country=country,
        )
    except KeyboardInterrupt:
        print("Stopped; nothing is left running.")
        return 0
    except CANNOT_START as reason:
        print(f"{type(reason).__name__}: {reason}", file=sys.stderr)
        print((type(reason).__doc__ or "").strip(), file=sys.stderr)
        return 1
    return 0


def _run(
    data_dir: Path,
    ready_file: Path | None,
    *,
    demo: bool,
    port: int | None,
    country: str | None,
) -> None:
    if ready_file is not None:
        ready_file.unlink(missing_ok=True)
    print(f"Starting on {data_dir} ...", flush=True)
    with cluster(data_dir, port=port, country=country) as running:
        clients = development_clients(data_dir, running.country)
        if demo and running.country in STORIES:
            with interruptible():
                asyncio.run(STORIES[running.country](running.gateway_url, clients))
        tell_ready(ready_file, running, clients)
        _print_addresses(running, clients)
        if demo and running.country in SEQUELS:
            _tell_more(running)
        watch = Watch(running.children)
        while True:
            pause(TEND_SECONDS)
            for name in watch.tend():
                print(
                    f"{name} ended and starts again; see {running.children[name].log}"
                )
                tell_ready(ready_file, running, clients)


def _tell_more(running: Cluster) -> None:
    """What a refusal ends; the system is in use by now, and runs on."""
    try:
        with interruptible():
            asyncio.run(SEQUELS[running.country](running.gateway_url, running.data_dir))
    except (StepRefused, httpx.HTTPError) as reason:
        print(f"The demonstration ends here: {reason}", file=sys.stderr)
    sys.stdout.flush()


def _print_addresses(running: Cluster, clients: Sequence[DevelopmentClient]) -> None:
    gateway = running.gateway_url
    print()
    for title, address in (
        ("API", f"{gateway}/v1"),
        ("documentation", f"{gateway}/docs"),
        ("contract", f"{gateway}/openapi.json"),
        ("metrics", f"{gateway}/metrics"),
        *((name, url) for name, url in running.urls.items() if url != gateway),
        ("logs", str(running.data_dir / "logs")),
    ):
        print(f"{title:<14} {address}")
    print("\nTokens for ten minutes (development clients, one per role):")
    for client in clients:
        print(f"{client.role:<22} {token_of(gateway, client)}")
    print("\nCtrl-C stops everything.", flush=True)
