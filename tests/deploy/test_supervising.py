"""A child is watched while it starts, reaped when it stops, and never left behind."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.embedded import pidfile
from deploy.embedded.supervisor import Child, ChildEnded, ChildNotReady, run_once


def python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


def a_child(log: Path, program: str, ready: Callable[[], bool]) -> Child:
    return Child("stand-in", python(program), log, ready)


def eventually(outcome: Callable[[], bool]) -> None:
    while not outcome():  # the suite's timeout ends a wait in vain
        time.sleep(0.01)


def test_a_child_that_dies_while_starting_tells_its_last_words(tmp_path: Path) -> None:
    child = a_child(tmp_path / "log", "raise SystemExit('no disk')", lambda: False)

    with pytest.raises(ChildEnded, match=r"(?s)stand-in ended \(1\).*no disk"):
        child.start()


def test_a_child_that_never_gets_ready_is_not_left_running(tmp_path: Path) -> None:
    child = a_child(tmp_path / "log", "import time; time.sleep(600)", lambda: False)
    child.launch()

    with pytest.raises(ChildNotReady):
        child.wait_ready(seconds=0.05)
    child.stop()

    assert child.exit_code == -signal.SIGTERM


def test_a_child_that_ignores_the_request_to_stop_is_killed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    program = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('deaf', flush=True); time.sleep(600)"
    )
    child = a_child(log, program, lambda: "deaf" in log.read_text())
    child.start()

    child.stop(seconds=0.05)

    assert child.exit_code == -signal.SIGKILL


def test_a_killed_runner_leaves_no_child(tmp_path: Path) -> None:
    log = tmp_path / "child.log"
    runner = subprocess.Popen(
        python(
            "import sys, time; from pathlib import Path\n"
            "from deploy.embedded.supervisor import Child\n"
            f"sleeper = [sys.executable, '-c', 'import time; time.sleep(600)']\n"
            f"Child('sleeper', sleeper, Path({str(log)!r}), lambda: True).start()\n"
            "print('up', flush=True); time.sleep(600)"
        ),
        stdout=subprocess.PIPE,
    )
    with runner:
        assert runner.stdout is not None
        runner.stdout.readline()
        child = int(log.with_suffix(".pid").read_text().split(":")[1].split(",")[0])
        assert pidfile.started_at(child) is not None

        runner.kill()

        eventually(lambda: pidfile.started_at(child) is None)


def test_what_an_earlier_runner_left_is_ended_before_a_new_start(
    tmp_path: Path,
) -> None:
    with subprocess.Popen(python("import time; time.sleep(600)")) as left:
        log = tmp_path / "child.log"
        pidfile.write(log.with_suffix(".pid"), left.pid)
        child = a_child(log, "import time; time.sleep(600)", lambda: True)

        child.start()

        assert left.wait() == -signal.SIGTERM
        child.stop()


def test_a_stranger_who_got_the_same_pid_is_left_alone(tmp_path: Path) -> None:
    with subprocess.Popen(python("import time; time.sleep(600)")) as stranger:
        path = tmp_path / "child.pid"
        path.write_text(f'{{"pid": {stranger.pid}, "started": "long ago"}}')

        pidfile.stop_leftover(path, signal.SIGTERM)

        assert stranger.poll() is None
        assert not path.exists()
        stranger.kill()


def test_a_short_program_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(ChildEnded, match="wrong locale"):
        run_once(python("raise SystemExit('wrong locale')"), tmp_path / "log")
