"""PostgreSQL refuses to run as root; a container or a build machine is often root.

Three ways, the first that works: nothing to do (we are not root); a user namespace in
which root looks like uid 1000 (`unshare`: no account is created, files stay root's); or
the account `postgres`, else `nobody`, which must be able to reach binaries and data.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NAMESPACE = ("--user", "--map-user=1000", "--map-group=1000")
STAND_INS = ("postgres", "nobody")


class NoUnprivilegedAccount(Exception):
    """PostgreSQL cannot run as root, and there is no other account to run it as."""


@dataclass(frozen=True)
class Account:
    """How to leave root: a command to go through, or a uid and gid to become."""

    through: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None

    def own(self, directory: Path) -> None:
        """Give `directory` and what is in it to this account."""
        if self.uid is None or self.gid is None or directory.stat().st_uid == self.uid:
            return
        for path in (directory, *directory.rglob("*")):
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


OURSELVES = Account()


@cache
def unprivileged() -> Account:
    """An account that is not root."""
    if os.geteuid() != 0:
        return OURSELVES
    return _namespace() or stand_in()


def _namespace() -> Account | None:
    unshare = shutil.which("unshare")
    if unshare is None:
        return None
    through = (unshare, *NAMESPACE)
    attempt = subprocess.run(  # noqa: S603 - a constant command
        [*through, "true"], capture_output=True, check=False
    )
    return Account(through) if attempt.returncode == 0 else None


def stand_in() -> Account:
    """An existing account that has no rights of its own here."""
    for name in STAND_INS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(uid=entry.pw_uid, gid=entry.pw_gid)
    raise NoUnprivilegedAccount(
        "start as another user, or name a server in ONEDISTRICT_<SERVICE>_DATABASE_URL"
    )
