"""The monitoring service, assembled."""

from fastapi import FastAPI

from chassis.web.app import build_service
from services.monitoring.commitments.api import routes as commitments
from services.monitoring.consumers import consumers
from services.monitoring.series.api import routes as series


def build() -> FastAPI:
    return build_service(
        "monitoring",
        "Commitments of adopted plans, watched.",
        [commitments, series],
        consumers,
    )
