"""Ways in which processes die, and how callers come through it."""

import contextlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx

from chassis.faults import EXIT_CODE, VARIABLE
from deploy.embedded.cluster import Cluster
from deploy.topology import BY_NAME
from tests.system.people import PATIENCE_SECONDS, eventually

AGAIN_SECONDS = 0.1


def start_to_die(system: Cluster, name: str, step: str) -> None:
    """Start a process that dies at this step; it may do so before it is ready."""
    system.children[name].stop()
    system.launch(name, {VARIABLE: step})
    child = system.children[name]
    eventually(lambda: child.ready() or not child.is_running)


def has_died(system: Cluster, name: str) -> bool:
    code = system.children[name].exit_code
    assert code in {None, EXIT_CODE}, code
    return code == EXIT_CODE


def await_death(system: Cluster, *names: str) -> None:
    for name in names:
        eventually(lambda name=name: has_died(system, name))


@contextlib.contextmanager
def killed(system: Cluster, *names: str) -> Iterator[None]:
    """Kill these processes; start them again after the block, servers first."""
    for name in names:
        system.kill(name)
    try:
        yield
    finally:
        for name in sorted(names, key=is_process):
            if is_process(name):
                system.launch(name, {})
            else:
                system.restart(name)
        for name in names:
            system.children[name].wait_ready()


def is_process(name: str) -> bool:
    """One of ours, not a server that they need."""
    return name in BY_NAME


def lose_the_streams(system: Cluster) -> None:
    """What NATS had stored is gone, and nobody told it."""
    broker = system.servers.nats
    assert broker is not None
    broker.child.kill()
    shutil.rmtree(store_of(broker.child.log))
    broker.child.start()


def store_of(log: Path) -> Path:
    return log.parent / "store"


class Insistent:
    """One request, sent until it is answered, always with the same key."""

    def __init__(self, client: httpx.Client, path: str, **parts: object) -> None:
        self._client = client
        self._request = {"url": path, **parts}
        self._key = str(uuid4())

    def once(self) -> httpx.Response | None:
        """The answer, or nothing when the connection broke."""
        with contextlib.suppress(httpx.TransportError):
            return self._client.post(
                headers={"idempotency-key": self._key}, **self._request
            )
        return None

    def until_answered(self) -> httpx.Response:
        until = time.monotonic() + PATIENCE_SECONDS
        while (answer := self.once()) is None or answer.is_server_error:
            assert time.monotonic() < until, answer and answer.text
            time.sleep(AGAIN_SECONDS)
        return answer
