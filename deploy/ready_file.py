"""What another program needs in order to use a system that `onedistrict up` runs."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from deploy.dev_clients import DevelopmentClient
from deploy.embedded.cluster import Cluster


def tell_ready(
    path: Path | None, running: Cluster, clients: Sequence[DevelopmentClient]
) -> None:
    """Write it to `path`, if there is one; the file appears complete, for us only."""
    if path is None:
        return
    content = {
        "gateway": running.gateway_url,
        "clients": [asdict(client) for client in clients],
        "processes": [
            {"name": name, "pid": child.pid, "url": running.urls.get(name)}
            for name, child in running.children.items()
        ],
    }
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps(content, indent=2))
    unfinished.replace(path)
