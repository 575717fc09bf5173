"""Which process was it? A pid alone cannot tell: pids come round again."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

PROC = Path("/proc")
PATIENCE_SECONDS = 10.0
POLL_SECONDS = 0.02


def started_at(pid: int) -> str | None:
    """When the living process `pid` started, in the system's words, or None."""
    if PROC.exists():
        try:
            stat = (PROC / str(pid) / "stat").read_text()
        except OSError:
            return None
        state, *fields = stat.rpartition(")")[2].split()
        return None if state in "ZX" else fields[18]
    answer = subprocess.run(  # noqa: S603 - a constant command
        ["/bin/ps", "-o", "lstart=", "-p", str(pid)],
        capture_output=True,
        check=False,
        text=True,
    )
    return answer.stdout.strip() or None


def write(path: Path, pid: int) -> None:
    path.write_text(json.dumps({"pid": pid, "started": started_at(pid)}))


def stop_leftover(path: Path, stop_signal: signal.Signals) -> None:
    """End the process that `path` remembers, if a killed runner left it behind."""
    if not path.exists():
        return
    try:
        left = json.loads(path.read_text())
        pid, started = int(left["pid"]), left["started"]
    except (ValueError, KeyError, TypeError):
        path.unlink()
        return
    for attempt in (stop_signal, signal.SIGKILL):
        if _gone(pid, started):
            break
        os.kill(pid, attempt)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not _gone(pid, started) and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
    path.unlink()


def _gone(pid: int, started: str | None) -> bool:
    return started is None or started_at(pid) != started
