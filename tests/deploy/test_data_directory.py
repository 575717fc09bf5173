"""One runner per data directory, and its secrets are for its owner only."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.embedded.data_directory import (
    DataDirectoryInUse,
    exclusive,
    kept_passwords,
    write_secret,
)
from deploy.embedded.watch import Comeback


def test_a_second_runner_is_refused_and_told_who_is_first(tmp_path: Path) -> None:
    holder = (
        "import sys, time; from pathlib import Path\n"
        "from deploy.embedded.data_directory import exclusive\n"
        "with exclusive(Path(sys.argv[1])): print('held', flush=True); time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(tmp_path)], stdout=subprocess.PIPE
    ) as first:
        assert first.stdout is not None
        first.stdout.readline()

        with pytest.raises(DataDirectoryInUse, match=f"process {first.pid}"):
            exclusive(tmp_path).__enter__()
        first.kill()

    with exclusive(tmp_path):
        pass


def test_a_secret_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    write_secret(tmp_path / "secret", "hidden")

    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_passwords_are_kept_and_new_users_get_theirs(tmp_path: Path) -> None:
    before = kept_passwords(tmp_path, ["plans"])

    after = kept_passwords(tmp_path, ["plans", "budgets"])

    assert after["plans"] == before["plans"]
    assert after.keys() == {"plans", "budgets"}


def test_what_keeps_dying_comes_back_later_each_time() -> None:
    comeback, now, pauses = Comeback(), 1000.0, []
    for _fall in range(4):
        fallen = now
        while not comeback.is_due(now):
            now += 0.5
        pauses.append(now - fallen)

    assert pauses == [0.5, 1.0, 2.0, 4.0]


def test_what_stayed_up_for_a_while_comes_back_at_once_again() -> None:
    comeback = Comeback()
    for moment in (0.0, 0.5, 0.5, 1.5):
        comeback.is_due(moment)

    assert not comeback.is_due(100.0)
    assert comeback.is_due(100.5)
