"""One process of the topology, served by uvicorn with limits on every wait."""

import gc
import os
from importlib import import_module

import uvicorn
from fastapi import FastAPI

from chassis.logs import log_as_json
from deploy.topology import BY_NAME, Process

MOST_CONNECTIONS = 1000
IDLE_SECONDS = 5
SHUTDOWN_SECONDS = 10


def serve(name: str) -> None:
    """Serve until SIGTERM or SIGINT; open requests get ten seconds to finish."""
    process = BY_NAME[name]
    log_as_json(name)
    uvicorn.run(
        application(process),
        host=os.environ.get("ONEDISTRICT_HOST", "127.0.0.1"),
        port=int(os.environ.get("ONEDISTRICT_PORT", process.port)),
        http=process.http,
        loop="uvloop",
        ws="none",
        lifespan="on",
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )


def application(process: Process) -> FastAPI:
    """Load and build it; what that leaves in memory is never garbage.

    Collecting while modules load costs an eighth of the start, and looking at them in
    every later collection costs each request a little.
    """
    gc.disable()
    module, _, factory = process.app.partition(":")
    app: FastAPI = getattr(import_module(module), factory)()
    gc.collect()
    gc.freeze()
    gc.enable()
    return app
