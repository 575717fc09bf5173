"""Having an edition printed: in a process of its own, few at a time, within limits."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

from chassis.errors import TooLarge, Unavailable
from services.plans.printing.edition import Edition

PATIENCE_SECONDS = 20
_PRESSES = asyncio.Semaphore(2)


class PlanTooLongToPrint(TooLarge):
    """A plan of so many interventions is read from its lists, not from paper."""


class PressesBusy(Unavailable):
    """Others are printing; try again shortly."""


async def printed(edition: Edition) -> bytes:
    """The edition as PDF."""
    written = await asyncio.to_thread(json.dumps, edition.written(), default=str)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await _PRESSES.acquire()
    except TimeoutError:
        raise PressesBusy("every press is in use") from None
    try:
        return await _printed_apart(written.encode())
    finally:
        _PRESSES.release()


async def _printed_apart(written: bytes) -> bytes:
    press = await asyncio.create_subprocess_exec(
        *(sys.executable, "-PSs", "-Xutf8", "-m", "services.plans.printing.press"),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        cwd="/",
        env={"PYTHONPATH": _import_path()},
    )
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            paper, _ = await press.communicate(written)
    except TimeoutError:
        raise PlanTooLongToPrint("it does not print within 20 seconds") from None
    finally:
        if press.returncode is None:
            press.kill()
            await press.wait()
    if press.returncode != 0:
        raise PlanTooLongToPrint("it does not print within 1 GB and 30 seconds")
    return paper


def _import_path() -> str:
    """Where this process imports from, for one that is started without `site`."""
    ours = str(Path(__file__).resolve().parents[3])
    return os.pathsep.join([ours, *filter(None, sys.path)])
