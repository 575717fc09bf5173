"""The registry service, assembled."""

from fastapi import FastAPI

from chassis.messaging.consumer import Consumers
from chassis.web.app import build_service
from services.registry.appointments.api import routes as appointments
from services.registry.appointments.powers_api import routes as powers
from services.registry.changes.aliases_api import routes as alias_files
from services.registry.changes.api import routes as changes
from services.registry.changes.demarcations_api import routes as demarcations
from services.registry.countries.api import routes as country
from services.registry.demarcation.api import routes as demarcation
from services.registry.figures.api import routes as figures
from services.registry.frameworks.api import routes as frameworks
from services.registry.geometry.api import routes as geometry
from services.registry.hubs.api import routes as hubs
from services.registry.lineage.api import routes as lineage
from services.registry.loading import load_reference
from services.registry.names.api import routes as names
from services.registry.offices.api import routes as offices
from services.registry.organs.api import routes as organs
from services.registry.places.api import routes as places
from services.registry.structures.api import routes as structures
from services.registry.support.api import routes as support


def build() -> FastAPI:
    return build_service(
        "registry",
        "Places and organs of state, over time.",
        [
            country,
            places,
            lineage,
            demarcation,
            geometry,
            organs,
            names,
            structures,
            hubs,
            support,
            figures,
            offices,
            appointments,
            powers,
            frameworks,
            changes,
            demarcations,
            alias_files,
        ],
        Consumers("registry"),
        prepare=load_reference,
    )
