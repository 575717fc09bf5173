"""Child processes are started, watched and stopped here; none outlives its runner.

Three nets: a `with` block or `stop()` ends a child; the kernel ends it when the runner
is killed (Linux); a pid file lets the next runner end what is left (elsewhere).
Start children from a thread that lives as long as they should: the kernel watches it.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.embedded import pidfile
from deploy.embedded.accounts import OURSELVES, Account
from deploy.embedded.interruption import pause
from deploy.embedded.ports import free_port

READY_SECONDS = 60.0
STOP_SECONDS = 15.0
POLL_SECONDS = 0.01
TAIL_LINES = 20
PORT_ATTEMPTS = 3
TETHER = str(Path(__file__).with_name("tether.py"))


class ChildEnded(Exception):
    """A child process ended before it was ready; the message has its log's tail."""


class ChildNotReady(Exception):
    """A child process runs but did not become ready in time."""


def tethered(
    command: list[str], death_signal: signal.Signals, account: Account = OURSELVES
) -> list[str]:
    """`command`, run so that it gets `death_signal` when this process dies."""
    uid = "-" if account.uid is None else str(account.uid)
    gid = "-" if account.gid is None else str(account.gid)
    tether = [sys.executable, "-I", "-S", TETHER, str(os.getpid())]
    return [*account.through, *tether, str(int(death_signal)), uid, gid, *command]


@dataclass
class Child:
    """One child process: what to run, when it is ready, how to ask it to stop."""

    name: str
    command: list[str]
    log: Path
    ready: Callable[[], bool]
    environment: Mapping[str, str] | None = None
    account: Account = OURSELVES
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL
    poll_seconds: float = POLL_SECONDS
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def pid(self) -> int:
        return 0 if self.process is None else self.process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs or was never started."""
        return None if self.process is None else self.process.poll()

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def pid_file(self) -> Path:
        return self.log.with_suffix(".pid")

    def launch(self) -> None:
        """Start it and return at once; what an earlier runner left is ended first."""
        pidfile.stop_leftover(self.pid_file, self.stop_signal)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                tethered(self.command, self.death_signal, self.account),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self.environment,
                start_new_session=True,
            )
        pidfile.write(self.pid_file, self.process.pid)

    def wait_ready(self, seconds: float = READY_SECONDS) -> None:
        """Return when it is ready; raise ChildEnded or ChildNotReady."""
        deadline = time.monotonic() + seconds
        while not self.ready():
            if not self.is_running:
                raise ChildEnded(f"{self.name} ended ({self.exit_code}){self.tail()}")
            if time.monotonic() > deadline:
                raise ChildNotReady(f"{self.name}: {seconds:.0f} s{self.tail()}")
            pause(self.poll_seconds)

    def start(self) -> None:
        try:
            self.launch()
            self.wait_ready()
        except BaseException:
            self.stop()
            raise

    def ask_to_stop(self) -> None:
        if self.process is not None and self.is_running:
            self.process.send_signal(self.stop_signal)

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Ask it to stop, wait, insist; it is reaped when this returns."""
        if self.process is None:
            return
        self.ask_to_stop()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
        self.pid_file.unlink(missing_ok=True)

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is None:
            return
        self.process.kill()
        self.process.wait()

    def restart(self) -> None:
        self.stop()
        self.start()

    def tail(self) -> str:
        """Its log's last lines, indented, to end an error message with."""
        lines = self.log.read_text(errors="replace").splitlines()[-TAIL_LINES:]
        return "".join(f"\n  {line}" for line in lines)


def started_on_free_port(
    child_on: Callable[[int], Child], attempts: int = PORT_ATTEMPTS
) -> tuple[Child, int]:
    """A child that was told a free port, and the port; ChildEnded or ChildNotReady.

    Another program may take the port before the child does: then it is told another.
    """
    port = free_port()
    child = child_on(port)
    try:
        child.start()
    except ChildEnded:
        if attempts == 1:
            raise
        return started_on_free_port(child_on, attempts - 1)
    return child, port


def run_once(
    command: list[str],
    log: Path,
    account: Account = OURSELVES,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run a short program to its end; raise ChildEnded unless it succeeds."""
    name = Path(command[0]).name
    step = Child(name, command, log, lambda: False, environment, account)
    try:
        step.launch()
        while step.is_running:
            pause(POLL_SECONDS)
    finally:
        step.stop()
    if step.exit_code != 0:
        raise ChildEnded(f"{step.name} failed ({step.exit_code}){step.tail()}")
