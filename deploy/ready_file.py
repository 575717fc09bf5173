"""What another program needs in order to use a system that `onedistrict up` runs."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from deploy.dev_clients import DevelopmentClient
from deploy.embedded.cluster import Cluster
from deploy.embedded.data_directory import write_secret


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
    write_secret(path, json.dumps(content, indent=2))
