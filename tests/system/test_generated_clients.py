"""Clients that other people's tools generate from the public contract do work."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.embedded.cluster import Cluster
from tests.system.operations import OPENAPI

PUBLIC = OPENAPI / "onedistrict.json"
NODE = Path(__file__).parents[1] / "contracts" / "node"
INSTALLED = NODE / "node_modules"
# Written by npm once everything in the lock file has been installed.
COMPLETE = INSTALLED / ".package-lock.json"
QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
MINUTES = 2 * 60

# What this generator would refuse to download it takes as bytes.
SETTINGS = """
post_hooks: []
content_type_overrides:
  application/pdf: application/octet-stream
"""
LISTS_SPACES = """
import sys
from onedistrict_client import Client
from onedistrict_client.api.places import list_spaces
from onedistrict_client.api.plans import get_plan
from onedistrict_client.models import Problem

with Client(base_url=sys.argv[1]) as client:
    page = list_spaces.sync(client=client, province="NC")
    print(sorted(space.code for space in page.items))
    refused = get_plan.sync_detailed(sys.argv[2], client=client)
    assert isinstance(refused.parsed, Problem), refused
    print(refused.parsed.code)
"""


def run(command: list[str], place: Path, **more: str) -> str:
    done = subprocess.run(
        command,
        cwd=place,
        capture_output=True,
        text=True,
        timeout=MINUTES,
        check=False,
        env=os.environ | QUIET | more,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def node() -> Path:
    """Where the packages of the lock file are; installed when they are not."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed here")
    lock = NODE / "package-lock.json"
    if COMPLETE.exists() and COMPLETE.stat().st_mtime >= lock.stat().st_mtime:
        return INSTALLED / ".bin"
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    try:
        run([npm, "ci", *quiet], NODE)
    except (AssertionError, subprocess.TimeoutExpired):
        pytest.skip("npm cannot reach its registry from here")
    return INSTALLED / ".bin"


def test_a_generated_python_client_lists_spaces(
    standing: Cluster, tmp_path: Path
) -> None:
    (tmp_path / "settings.yaml").write_text(SETTINGS)
    generate = [
        str(Path(sys.executable).with_name("openapi-python-client")),
        *("generate", "--path", str(PUBLIC), "--meta", "none", "--fail-on-warning"),
        *("--config", "settings.yaml", "--output-path", "onedistrict_client"),
    ]
    unknown = "01a00000-0000-7000-8000-000000000000"

    run(generate, tmp_path)
    said = run(
        [sys.executable, "-c", LISTS_SPACES, standing.gateway_url, unknown],
        tmp_path,
        PYTHONPATH=str(tmp_path),
        NO_PROXY="*",
    )

    assert said.splitlines() == [
        "['DC45', 'DC6', 'DC7', 'DC8', 'DC9']",
        "plan-not-found",
    ]


def test_the_public_contract_passes_the_linter(node: Path) -> None:
    lint = [str(node / "redocly"), "lint", "--extends=recommended", str(PUBLIC)]

    run(lint, NODE)


def test_a_generated_typescript_client_compiles(node: Path, tmp_path: Path) -> None:
    shutil.copy(NODE / "reader.ts", tmp_path)
    compile_all = [
        str(node / "tsc"),
        *("--noEmit", "--strict", "--noUnusedLocals", "--target", "es2022"),
        *("--module", "esnext", "--moduleResolution", "bundler", "reader.ts"),
    ]

    run(
        [str(node / "openapi-typescript"), str(PUBLIC), "-o", "onedistrict.d.ts"],
        tmp_path,
    )
    run(compile_all, tmp_path)
