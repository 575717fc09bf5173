"""The commands in docs/api.md, run as they stand there."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from deploy.dev_clients import development_clients

ROOT = Path(__file__).parents[2]
COMMANDS = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LOCAL = "http://localhost:8080"

needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="runs curl")


def session(gateway_url: str) -> str:
    """Everything a reader would type."""
    page = (ROOT / "docs" / "api.md").read_text()
    commands = "".join(COMMANDS.findall(page))
    assert LOCAL in commands
    return commands.replace(LOCAL, gateway_url)


@needs_curl
def test_the_commands_of_the_document_work(system, tmp_path) -> None:
    development_clients(system.data_dir)
    (tmp_path / ".onedistrict").symlink_to(system.data_dir)
    (tmp_path / "deploy").symlink_to(ROOT / "deploy")

    done = subprocess.run(
        ["/bin/sh", "-eu"],
        input=session(system.gateway_url),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert re.findall(r"urn:onedistrict:problem:([\w-]+)", done.stdout) == [
        "file-has-errors"
    ]
    assert "304 Not Modified" in done.stdout
    assert '"status":"adopted"' in done.stdout
    assert '"type":"UNFUNDED"' in done.stdout
