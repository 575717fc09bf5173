"""A child's first words: die with the parent, give up root, become the program.

`python -I -S tether.py PARENT SIGNAL UID GID PROGRAM [ARGUMENT ...]`; UID and GID are
`-` where the account stays. A separate program, because code between fork and exec in a
threaded parent may deadlock; it costs 18 ms.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
ORPHANED = 125


def main() -> None:
    parent, death_signal = int(sys.argv[1]), int(sys.argv[2])
    uid, gid, program = sys.argv[3], sys.argv[4], sys.argv[5:]
    # The parent starts children with signals held back; ours are not.
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    if uid != "-":
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    if sys.platform == "linux":
        # Kept across exec, forgotten when credentials change: hence after setuid.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if os.getppid() != parent:
        raise SystemExit(ORPHANED)
    os.execv(program[0], program)  # noqa: S606 - this is its purpose


if __name__ == "__main__":
    main()
