"""`make` finds a suitable Python, or says which ones it found and what they lack."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

import deploy

BOOTSTRAP = Path(deploy.__file__).with_name("bootstrap.sh")
SHELL_TOOLS = ("sh", "dirname", "touch")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A directory with nothing installed: `bin` is all of its PATH."""
    for folder in ("bin", "deploy"):
        (tmp_path / folder).mkdir()
    shutil.copy(BOOTSTRAP, tmp_path / "deploy")
    for tool in SHELL_TOOLS:
        found = shutil.which(tool, path=os.defpath)
        assert found is not None
        (tmp_path / "bin" / tool).symlink_to(found)
    return tmp_path


def install(machine: Path, name: str, script: str) -> None:
    program = machine / "bin" / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def bootstrap(machine: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "deploy/bootstrap.sh"],
        cwd=machine,
        env={"PATH": str(machine / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_machine_without_python_is_told_so(machine: Path) -> None:
    outcome = bootstrap(machine)

    assert outcome.returncode == 1
    assert "needs Python 3.11 or newer" in outcome.stderr
    assert "No python3 in PATH" in outcome.stderr


def test_an_old_python_is_named_with_its_version(machine: Path) -> None:
    install(machine, "python3", '[ "$1" = --version ] && echo Python 3.9.2; exit 1')

    outcome = bootstrap(machine)

    assert outcome.returncode == 1
    assert f"{machine}/bin/python3: Python 3.9.2, too old" in outcome.stderr


def test_a_newer_python_is_preferred_to_an_old_default(machine: Path) -> None:
    install(machine, "python3", "exit 1")
    install(machine, "python3.12", '[ "$1" = -m ] && echo "made with $0"; exit 0')

    outcome = bootstrap(machine)

    assert f"made with {machine}/bin/python3.12" in outcome.stdout
