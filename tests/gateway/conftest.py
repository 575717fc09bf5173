"""A gateway and a service behind it, both real processes on free ports."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from gateway.clients import ClientStore

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SERVED = [
    "gateway.app:build",
    "--factory",
    "--http=gateway.protocol:Guard",
    "--ws=none",
    "--no-proxy-headers",
    "--no-server-header",
    "--no-access-log",
    "--log-level=critical",
    "--timeout-graceful-shutdown=1",
]


@dataclass
class Running:
    """A gateway that runs, and clients it knows."""

    url: str
    port: int
    state_dir: Path
    upstream: str
    secrets: dict[str, str] = field(default_factory=dict)

    def token(self, client_id: str = "planner", **form: str) -> str:
        answer = httpx.post(
            f"{self.url}/oauth/token",
            data={"grant_type": "client_credentials", **form},
            auth=(client_id, self.secrets[client_id]),
        )
        assert answer.status_code == 200, answer.text
        token: str = answer.json()["access_token"]
        return token

    def bearer(self, client_id: str = "planner", **form: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(client_id, **form)}"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def process(arguments: list[str], **environment: str) -> Generator[None, None, None]:
    started = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env={**os.environ, **environment}
    )
    try:
        yield
    finally:
        started.terminate()
        try:
            started.wait(20)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()
            raise


def await_answer(url: str) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            httpx.get(url)
        except httpx.TransportError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


@contextmanager
def upstream(port: int) -> Generator[str, None, None]:
    arguments = ["-m", "uvicorn", "upstream:app", "--app-dir", str(HERE)]
    options = ["--port", str(port), "--log-level", "critical"]
    options += ["--timeout-graceful-shutdown", "1"]
    with process([*arguments, *options]):
        await_answer(f"http://127.0.0.1:{port}/health/ready")
        yield f"http://127.0.0.1:{port}"


def add_clients(state_dir: Path) -> dict[str, str]:
    clients = ClientStore(state_dir / "clients.json")
    return {
        "planner": clients.add(
            "planner", "district_planner", spaces=["DC45"], organ="DC45", sphere="local"
        ),
        "auditor": clients.add("auditor", "auditor", spaces=["*"]),
        "approver": clients.add("approver", "approver", spaces=["*"]),
    }


@contextmanager
def gateway(
    directory: Path, upstreams: dict[str, str], **environment: Any
) -> Generator[Running, None, None]:
    contracts = directory / "contracts"
    (contracts / "openapi").mkdir(parents=True)
    document = (HERE / "contract.json").read_text()
    (contracts / "openapi" / "echo.json").write_text(document)
    (contracts / "openapi" / "onedistrict.json").write_text(document)
    (contracts / "asyncapi.json").write_text('{"channels": {}}')
    state_dir = directory / "state"
    state_dir.mkdir()
    secrets = add_clients(state_dir)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = {
        "ONEDISTRICT_UPSTREAMS": json.dumps(upstreams),
        "ONEDISTRICT_STATE_DIR": str(state_dir),
        "ONEDISTRICT_PUBLIC_URL": url,
        "ONEDISTRICT_CONTRACTS_DIR": str(contracts),
        **{f"ONEDISTRICT_{name.upper()}": str(v) for name, v in environment.items()},
    }
    with process(["-m", "uvicorn", *SERVED, "--port", str(port)], **settings):
        await_answer(f"{url}/health/live")
        yield Running(url, port, state_dir, upstreams["echo"], secrets)


@pytest.fixture(scope="session")
def echo() -> Generator[str, None, None]:
    with upstream(free_port()) as url:
        yield url


@pytest.fixture(scope="session")
def od(echo: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    """The gateway most tests share; generous limits, so that they do not meet."""
    directory = tmp_path_factory.mktemp("gateway")
    limits = {"client_rate": 100_000, "anonymous_rate": 100_000, "answer_seconds": 3}
    with gateway(directory, {"echo": echo}, **limits) as running:
        yield running


def from_address(last: int) -> httpx.Client:
    """A client with a loopback address of its own, so with quotas of its own."""
    transport = httpx.HTTPTransport(local_address=f"127.0.0.{last}")
    return httpx.Client(transport=transport, timeout=20)


@pytest.fixture
def another_gateway(echo: str, tmp_path: Path) -> Callable[..., Any]:
    """A gateway of one's own, with other settings."""

    def start(**environment: Any) -> Any:
        urls = {"echo": environment.pop("upstream", echo)}
        return gateway(tmp_path, urls, **environment)

    return start
