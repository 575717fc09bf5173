"""What README and docs tell people to type does what they say it does."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.cluster import Cluster
from tests.system.people import People, agreed, alignment_of

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| (\w+) \| `([A-Z_]+)` \| (\S+) \|", re.MULTILINE)
NAMED = re.compile(r"`([a-z][\w/.-]*(?:/|\.py|\.md|\.json))`|\]\(([\w/.-]+)\)")
MADE_WHEN_RUN = ("corrected.csv", ".onedistrict/")
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/adding-a-use-case.md")
RESOLVED = {
    ("UNDERFUNDED_YEAR", "I11", "2026/27"),
    ("UNDERFUNDED_YEAR", "I11", "2027/28"),
    ("GENDER_SHARE_BELOW_TARGET", "DC45", None),
}

Type = Callable[..., str]

pytestmark = pytest.mark.skipif(
    shutil.which("curl") is None, reason="the documents use curl, which is not here"
)


@pytest.fixture
def typed(standing: Cluster, tmp_path: Path) -> Type:
    """A shell in a checkout whose `make up` runs; it stops at what fails."""
    (tmp_path / "deploy").symlink_to(ROOT / "deploy")
    (tmp_path / ".onedistrict").symlink_to(standing.data_dir)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / ".curlrc").write_text("fail-with-body\n")
    address = standing.gateway_url.removeprefix("http://")

    def run(script: str, **variables: str) -> str:
        done = subprocess.run(
            ["bash", "-euo", "pipefail"],
            input=script.replace("localhost:8080", address),
            capture_output=True,
            text=True,
            cwd=tmp_path,
            timeout=60,
            check=False,
            env={
                **os.environ,
                "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
                "CURL_HOME": str(tmp_path),
                "GATEWAY": standing.gateway_url,
                **variables,
            },
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def token_of(citizens: People, role: str) -> str:
    return citizens[role].headers["authorization"].removeprefix("Bearer ")


def keys_of(findings: list[dict[str, Any]]) -> set[tuple[str, str, str | None]]:
    return {
        (each["type"], each["subject"], each["financial_year"]) for each in findings
    }


def test_the_commands_for_make_are_targets_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text()

    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    told = set(re.findall(r"(?:^|`)make ([a-z-]+)", README, re.MULTILINE))

    assert {"up", "test"} <= told <= targets


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_a_document_points_to_is_there(document: str) -> None:
    here = (ROOT / document).parent
    named = {a or b for a, b in NAMED.findall((ROOT / document).read_text())}

    missing = {
        name
        for name in named
        if not name.startswith(MADE_WHEN_RUN)
        and not any((place / name).exists() for place in (ROOT, here))
        and not list(ROOT.glob(f"*/**/{name.rstrip('/')}"))
    }

    assert missing == set()


def test_the_request_that_is_walked_through(typed: Type, citizens: People) -> None:
    anyone = citizens["anyone"]
    (plan,) = agreed(anyone.get("/v1/plans?space=DC45&status=adopted"))["items"]
    before = alignment_of(anyone, plan["id"])
    shown = {
        (each["severity"], each["type"], each["subject"]) for each in before["findings"]
    }
    _, request, question, _ = BLOCK.findall(README)

    loaded = json.loads(typed(request, TOKEN=token_of(citizens, "budget_officer")))
    open_now = json.loads(typed(question))["items"]

    assert len(before["findings"]) == 21
    assert "21 findings" in README
    assert set(ROW.findall(README)) <= shown
    for share in before["coverage"].values():
        assert f"{share} %" in README
    assert (loaded["updated"], loaded["rechecked_plans"]) == (1, [plan["id"]])
    of_the_plan = [each for each in open_now if each["plan_id"] == plan["id"]]
    assert keys_of(before["findings"]) - keys_of(of_the_plan) == RESOLVED


@pytest.mark.usefixtures("chained")
def test_the_answer_to_who_approved_it(typed: Type, citizens: People) -> None:
    [plan] = agreed(citizens["anyone"].get("/v1/plans?space=DC9&status=adopted"))[
        "items"
    ]

    said = typed(BLOCK.findall(README)[-1])

    answered, end = json.JSONDecoder().raw_decode(said)
    [submitted] = answered["items"]
    decided = [each for step in submitted["steps"] for each in step["decisions"]]
    assert len(decided) == len(submitted["steps"])
    assert {each["content_sha256"] for each in decided} == {plan["seal"]}
    assert f"sha256 {plan['seal']}" in said[end:]


def test_the_conventions_of_the_api(typed: Type) -> None:
    text = (ROOT / "docs" / "api.md").read_text()

    said = typed("\n".join(BLOCK.findall(text)), CURL_HOME="")

    assert set(re.findall(r'"title": "(\w+)", "status"', said)) == {"FileHasErrors"}
    assert "304 Not Modified" in said
    assert '"title":"A plan to try"' in said


def test_the_operation_of_the_system(
    typed: Type, standing: Cluster, citizens: People
) -> None:
    text = (ROOT / "docs" / "operating.md").read_text()
    typed_by_operators = [
        line
        for block in BLOCK.findall(text)
        for line in block.replace("\\\n", " ").splitlines()
        if "$EVENT" not in line and "ONEDISTRICT_" not in line
    ]
    plans = agreed(citizens["anyone"].get("/v1/plans?space=DC45"))["items"]

    said = typed(
        "\n".join(typed_by_operators),
        ADMINISTRATOR=token_of(citizens, "administrator"),
        AUDITOR=token_of(citizens, "auditor"),
        PLAN=plans[0]["id"],
        ONEDISTRICT_STATE_DIR=str(standing.data_dir / "gateway"),
    )

    assert '"intact":true' in said
    assert '"is_whole":true' in said
    assert "province-nc" in said
