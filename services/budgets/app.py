"""The budgets service, assembled."""

from fastapi import FastAPI

from chassis.web.app import build_service
from services.budgets.alignment.api import routes as alignment
from services.budgets.consumers import consumers
from services.budgets.imports.api import routes as imports
from services.budgets.imports.service import catch_up
from services.budgets.ledger.api import routes as ledger
from services.budgets.ledger.reservations_api import routes as reservations
from services.budgets.lines.api import routes as lines
from services.budgets.series.api import routes as series


def build() -> FastAPI:
    return build_service(
        "budgets",
        "The One Budget of each space, its ledger, and its alignment with the plan.",
        [lines, series, imports, alignment, ledger, reservations],
        consumers,
        prepare=catch_up,
    )
