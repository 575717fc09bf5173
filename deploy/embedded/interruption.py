"""A signal to leave arrives only while we wait: never between a start and its note.

Without this, Ctrl-C in the wrong microsecond loses a process that was just started.
"""

import signal
import time
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

LEAVING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def leave_only_while_waiting() -> None:
    """From now on a signal to leave raises KeyboardInterrupt, once, inside a wait."""
    signal.pthread_sigmask(signal.SIG_BLOCK, LEAVING)
    for each in LEAVING:
        signal.signal(each, _leave)


@contextmanager
def interruptible() -> Generator[None]:
    """Here a signal may break in: all that was started is known to be."""
    before = signal.pthread_sigmask(signal.SIG_UNBLOCK, LEAVING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def pause(seconds: float) -> None:
    with interruptible():
        time.sleep(seconds)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    # A second Ctrl-C must not stop the stopping.
    for each in LEAVING:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt
