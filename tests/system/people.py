"""One client per role at the gateway, and the steps of the main story they take."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

import deploy
from deploy.dev_clients import development_clients, token_of
from deploy.embedded.cluster import Cluster

DATA = Path(deploy.__file__).parent / "demo_data"
DC45 = DATA / "dc45"
STAGES = (
    "diagnostic",
    "vision_setting",
    "strategy_formulation",
    "implementation_commitment",
)
BUDGET_FILES = ("funds", "fund_allocations", "budget_lines")
PATIENCE_SECONDS = 30
RENEWED_SECONDS = 300

T = TypeVar("T")
Json = dict[str, Any]


class People:
    """`people["district_planner"]` is a client that speaks as that role."""

    def __init__(self, system: Cluster) -> None:
        self._system = system
        self._clients: dict[str, httpx.Client] = {}
        self._signed_in: dict[str, float] = {}
        self.known = {
            client.role: client for client in development_clients(system.data_dir)
        }

    def __getitem__(self, role: str) -> httpx.Client:
        if role not in self._clients:
            self._clients[role] = self.client()
        signed_in = self._signed_in.get(role, -RENEWED_SECONDS)
        if role != "anyone" and time.monotonic() >= signed_in + RENEWED_SECONDS:
            self._sign_in(role)
        return self._clients[role]

    def _sign_in(self, role: str) -> None:
        token = token_of(self._system.gateway_url, self.known[role])
        self._clients[role].headers["authorization"] = f"Bearer {token}"
        self._signed_in[role] = time.monotonic()

    def client(self) -> httpx.Client:
        return httpx.Client(
            base_url=self._system.gateway_url, timeout=30, trust_env=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        reason: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for client in self._clients.values():
            client.close()


def agreed(answer: httpx.Response) -> Json:
    assert answer.is_success, (
        f"{answer.request.url}: {answer.status_code} {answer.text}"
    )
    return answer.json()


def upload(client: httpx.Client, path: str, file: Path | str, **fields: str) -> Json:
    return agreed(attempt_upload(client, path, file, **fields))


def attempt_upload(
    client: httpx.Client, path: str, file: Path | str, **fields: str
) -> httpx.Response:
    """Send a file, or text as the content of one."""
    content = file.read_bytes() if isinstance(file, Path) else file.encode()
    name = file.name if isinstance(file, Path) else "lines.csv"
    return client.post(path, data=fields, files={"file": (name, content, "text/csv")})


def draft(planner: httpx.Client, space: str, title: str) -> str:
    plan = agreed(planner.post("/v1/plans", json={"space_code": space, "title": title}))
    return str(plan["id"])


def load_interventions(planner: httpx.Client, plan: str, file: Path) -> Json:
    return upload(
        planner,
        f"/v1/plans/{plan}/imports",
        file,
        format="interventions",
        unit="R thousand",
    )


def state_content(planner: httpx.Client, plan: str) -> Json:
    """What the illustrative plan of DC45 says around its interventions."""
    content = (DC45 / "content.json").read_text("utf-8")
    said = json.loads(content)
    return agreed(planner.post(f"/v1/plans/{plan}/content", json=said))


def complete_stages(planner: httpx.Client, plan: str) -> None:
    for stage in STAGES:
        agreed(planner.post(f"/v1/plans/{plan}/stages/{stage}/completion"))


def adopt(approver: httpx.Client, plan: str) -> Json:
    decision = {"decision": "approve"}
    return agreed(approver.post(f"/v1/plans/{plan}/adoption", json=decision))


def load_budget(officer: httpx.Client, name: str, file: Path | str) -> Json:
    return upload(
        officer,
        "/v1/budget-imports",
        file,
        format=name,
        unit="R thousand",
        space="DC45",
    )


def adopt_dc45(people: People) -> str:
    """The whole story up to adoption and budget; the plan's id."""
    planner = people["district_planner"]
    plan = draft(planner, "DC45", "John Taolo Gaetsewe One Plan")
    load_interventions(planner, plan, DC45 / "interventions.csv")
    state_content(planner, plan)
    complete_stages(planner, plan)
    adopt(people["approver"], plan)
    for name in BUDGET_FILES:
        load_budget(people["budget_officer"], name, DC45 / f"{name}.csv")
    return plan


def eventually(look: Callable[[], T], *, seconds: float = PATIENCE_SECONDS) -> T:
    """What `look` sees once it sees something; fails when it never does."""
    until = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.02)
    return seen


def alignment_of(client: httpx.Client, plan: str) -> Json:
    """The latest check of a plan, once there is one."""

    def look() -> Json | None:
        answer = client.get(f"/v1/plans/{plan}/alignment")
        return answer.json() if answer.is_success else None

    found = eventually(look)
    assert found is not None
    return found
