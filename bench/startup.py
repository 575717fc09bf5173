"""From nothing to ready, ready again on existing data, memory of the processes."""

import tempfile
import time
from pathlib import Path
from statistics import median

from deploy.embedded.cluster import cluster
from deploy.topology import PROCESSES

TIMES = 5
MEBIBYTE = 1 << 20


def main() -> None:
    new, again = [], []
    memory: dict[str, float] = {}
    for _ in range(TIMES):
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder) / "data"
            new.append(_ready_after(data, {}))
            again.append(_ready_after(data, memory))
    print(f"ready from nothing:      median {median(new):.1f} s of {TIMES}")
    print(f"ready on existing data:  median {median(again):.1f} s of {TIMES}")
    for name, size in memory.items():
        print(f"  {name:<12} {size:6.0f} MB resident")
    print(f"  {'together':<12} {sum(memory.values()):6.0f} MB")


def _ready_after(data: Path, memory: dict[str, float]) -> float:
    began = time.perf_counter()
    with cluster(data, port=0) as system:
        took = time.perf_counter() - began
        for process in PROCESSES:
            memory[process.name] = _resident(system.children[process.name].pid)
    return took


def _resident(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / MEBIBYTE
    return 0.0


if __name__ == "__main__":
    main()
