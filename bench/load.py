"""Requests per second of one address, from outside."""

import asyncio
import re
import shutil
import subprocess
import time
from dataclasses import dataclass

import aiohttp

CONNECTIONS = 16


@dataclass(frozen=True)
class Rate:
    """Requests answered per second, and the median time of one in milliseconds."""

    per_second: float
    median_ms: float


def rate_of(url: str, token: str, *, seconds: int) -> Rate:
    """Ask `url` from 16 connections for so long. Fails on any answer but 200."""
    if shutil.which("wrk"):
        return _by_wrk(url, token, seconds)
    return asyncio.run(_by_aiohttp(url, token, seconds))


def _by_wrk(url: str, token: str, seconds: int) -> Rate:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency"]
    command += ["-H", f"Authorization: Bearer {token}", url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(said)
    per_second = re.search(r"Requests/sec:\s+([\d.]+)", said)
    median = re.search(r"50%\s+([\d.]+)(us|ms|s)", said)
    if per_second is None or median is None:
        raise RuntimeError(said)
    unit = {"us": 0.001, "ms": 1.0, "s": 1000.0}[median[2]]
    return Rate(float(per_second[1]), float(median[1]) * unit)


async def _by_aiohttp(url: str, token: str, seconds: int) -> Rate:
    took: list[float] = []
    until = time.perf_counter() + seconds
    headers = {"authorization": f"Bearer {token}"}

    async def ask(http: aiohttp.ClientSession) -> None:
        while time.perf_counter() < until:
            began = time.perf_counter()
            async with http.get(url) as answer:
                await answer.read()
                answer.raise_for_status()
            took.append(time.perf_counter() - began)

    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(connector=connector, headers=headers) as http:
        await asyncio.gather(*(ask(http) for _ in range(CONNECTIONS)))
    return Rate(len(took) / seconds, sorted(took)[len(took) // 2] * 1000)
