"""`onedistrict up` starts everything, says when it is ready, and ends all of it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from deploy.dev_clients import posts
from deploy.topology import PROCESSES

MARK = "ONEDISTRICT_TEST_RUN"
SERVERS = {"postgres", "nats"}

needs_proc = pytest.mark.skipif(not Path("/proc").exists(), reason="reads /proc")


class Up:
    """One `onedistrict up`, and every process that comes of it."""

    def __init__(self, directory: Path, *options: str) -> None:
        self.data = directory / "data"
        self.ready_file = directory / "ready.json"
        self.ready_file.unlink(missing_ok=True)
        self.mark = uuid4().hex
        command = [sys.executable, "-m", "deploy.cli", "up", "--no-demo"]
        where = ["--data", str(self.data), "--ready-file", str(self.ready_file)]
        self.output = (directory / "output").open("w+")
        self.process = subprocess.Popen(
            [*command, *where, "--port", "0", *options],
            stdout=self.output,
            stderr=subprocess.STDOUT,
            env=os.environ | {MARK: self.mark},
        )

    def said(self) -> str:
        self.output.seek(0)
        return self.output.read()

    def wait_until(self, outcome: Callable[[], bool]) -> None:
        while not outcome():  # the suite's timeout ends a wait in vain
            assert self.process.poll() is None, self.said()
            time.sleep(0.01)

    def ready(self) -> dict[str, Any]:
        self.wait_until(self.ready_file.exists)
        content: dict[str, Any] = json.loads(self.ready_file.read_text())
        return content

    def pid_of(self, name: str) -> int:
        processes = self.ready()["processes"]
        return next(each["pid"] for each in processes if each["name"] == name)

    def end(self, with_signal: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(with_signal)
        return self.process.wait()

    def left(self) -> list[str]:
        """The commands of the processes that still run."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                if f"{MARK}={self.mark}".encode() in (entry / "environ").read_bytes():
                    found.append((entry / "cmdline").read_text().replace("\0", " "))
            except OSError:
                continue
        return found


@contextmanager
def up(directory: Path, *options: str) -> Generator[Up]:
    running = Up(directory, *options)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.wait()
        running.output.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Generator[Up]:
    with up(tmp_path_factory.mktemp("running")) as started:
        started.ready()
        yield started


def test_the_ready_file_says_all_a_client_needs_to_its_owner_only(running: Up) -> None:
    ready = running.ready()

    names = {each["name"] for each in ready["processes"]}
    assert names == SERVERS | {process.name for process in PROCESSES}
    assert {each["role"] for each in ready["clients"]} == posts("za").keys()
    assert httpx.get(f"{ready['gateway']}/health/ready").is_success
    assert running.ready_file.stat().st_mode & 0o077 == 0


@pytest.mark.nightly
def test_another_country_starts_with_every_process(tmp_path: Path) -> None:
    with up(tmp_path, "--country", "ug") as started:
        gateway = started.ready()["gateway"]
        names = {
            each["name"] for each in httpx.get(f"{gateway}/v1/spaces").json()["items"]
        }

    assert "Kamwenge" in names


def test_a_second_runner_on_the_same_data_is_refused(running: Up) -> None:
    refused = subprocess.run(
        [sys.executable, "-m", "deploy.cli", "up", "--data", str(running.data)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert refused.returncode == 1
    assert f"{running.data} (process {running.process.pid})" in refused.stderr


def test_a_service_that_dies_is_started_again(running: Up) -> None:
    before = running.pid_of("plans")

    os.kill(before, signal.SIGKILL)

    running.wait_until(lambda: running.pid_of("plans") != before)


def test_a_port_that_was_asked_for_but_is_taken_is_refused(
    tmp_path: Path, unused_port: int
) -> None:
    with socket.socket() as occupant:
        occupant.bind(("127.0.0.1", unused_port))
        occupant.listen()

        with up(tmp_path, "--port", str(unused_port)) as refused:
            assert refused.process.wait() == 1
            assert f"PortTaken: {unused_port}" in refused.said()


@needs_proc
@pytest.mark.parametrize(
    "moment",
    [
        "data/postgres/initdb.pid",
        "data/postgres/postgres.pid",
        "data/logs/migrate.pid",
        "data/logs/plans.pid",
        "ready.json",
    ],
)
def test_a_signal_leaves_nothing_whenever_it_comes(tmp_path: Path, moment: str) -> None:
    with up(tmp_path) as started:
        started.wait_until((tmp_path / moment).exists)

        assert started.end() == 0

        assert started.left() == []


# Last, since it ends the one that the others use.
@needs_proc
def test_a_killed_runner_takes_all_with_it_and_the_next_starts_on_its_data(
    running: Up,
) -> None:
    clients = running.ready()["clients"]
    running.end(signal.SIGKILL)
    while running.left():
        time.sleep(0.01)

    with up(running.data.parent) as successor:
        assert successor.ready()["clients"] == clients
