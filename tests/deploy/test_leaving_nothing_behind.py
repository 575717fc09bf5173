"""Whoever starts the servers, and however they are ended, no process stays."""

import os
import pwd
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.embedded import pidfile
from deploy.embedded.accounts import stand_in
from deploy.embedded.postgres import postgres

RUNNER = """
import sys, time
from pathlib import Path
from deploy.embedded.nats import nats
from deploy.embedded.postgres import postgres
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever was inherited
with postgres(Path("postgres")) as database, nats(Path("nats")) as broker:
    print(database.child.pid, broker.child.pid, flush=True)
    time.sleep(600)
"""

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another")


def eventually(outcome: Callable[[], bool]) -> None:
    while not outcome():  # the suite's timeout ends a wait in vain
        time.sleep(0.01)


@contextmanager
def a_runner(
    directory: Path, uid: int | None = None
) -> Generator[tuple[subprocess.Popen[str], list[int]]]:
    """A process that runs both servers on `directory`, and their pids."""
    with subprocess.Popen(
        [sys.executable, "-c", f"import signal\n{RUNNER}"],
        cwd=directory,
        stdout=subprocess.PIPE,
        text=True,
        user=uid,
        group=uid,
        extra_groups=None if uid is None else [],
    ) as runner:
        assert runner.stdout is not None
        yield runner, [int(pid) for pid in runner.stdout.readline().split()]


def nobody() -> int:
    """The uid of an account without rights, if it can reach this Python at all."""
    uid = pwd.getpwnam("nobody").pw_uid
    try:
        subprocess.run([sys.executable, "-c", ""], user=uid, check=True)
    except (PermissionError, subprocess.CalledProcessError):
        pytest.skip("this Python is in a directory that only root may enter")
    return uid


def is_gone(pid: int) -> bool:
    return pidfile.started_at(pid) is None


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_ending_the_runner_ends_both_servers(
    tmp_path: Path, ending: signal.Signals
) -> None:
    with a_runner(tmp_path) as (runner, servers):
        assert len(servers) == 2

        runner.send_signal(ending)

        eventually(lambda: all(is_gone(pid) for pid in servers))


def test_a_new_runner_starts_at_once_where_another_was_killed(tmp_path: Path) -> None:
    with a_runner(tmp_path) as (runner, _):
        runner.kill()

    with a_runner(tmp_path) as (runner, servers):
        assert len(servers) == 2
        runner.terminate()


@as_root
def test_nobody_can_run_the_servers() -> None:
    uid = nobody()
    with tempfile.TemporaryDirectory() as directory:
        os.chown(directory, uid, uid)
        with a_runner(Path(directory), uid) as (runner, servers):
            assert len(servers) == 2
            owners = {Path(f"/proc/{pid}").stat().st_uid for pid in servers}
            runner.terminate()

    assert owners == {uid}


@as_root
def test_root_can_run_postgres_as_a_stand_in_where_namespaces_are_refused() -> None:
    account = stand_in()
    with (
        tempfile.TemporaryDirectory() as directory,
        postgres(Path(directory), account) as server,
    ):
        owner = Path(f"/proc/{server.child.pid}").stat().st_uid

    assert owner == account.uid
