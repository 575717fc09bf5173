"""The HTTP contracts: each service's own, and the public sum the gateway publishes."""

from importlib import import_module
from typing import Any

from fastapi import FastAPI

from deploy.publishing.prose import without_prose
from deploy.topology import SERVICES
from gateway.contract import token_paths, token_schemas

Json = dict[str, Any]

DESCRIPTION = (
    "One district, one plan, one budget. Amounts are decimal strings in rand, shares "
    "are percentage points. Published material needs no token; everything else takes "
    "an OAuth 2.0 client credentials token. Every refusal is an RFC 9457 problem."
)


class ContractsDisagree(Exception):
    """Two services use one name for two different things."""


def application(service: str) -> FastAPI:
    app: FastAPI = import_module(f"services.{service}.app").build()
    return app


def service_documents() -> dict[str, Json]:
    """Service name to its OpenAPI document."""
    return {each.name: application(each.name).openapi() for each in SERVICES}


def public_document(documents: dict[str, Json]) -> Json:
    """The sum: every path, schema and tag once. Raises `ContractsDisagree`."""
    total: Json = {
        "openapi": "3.1.0",
        "info": {
            "title": "OneDistrict",
            "version": "1.0.0",
            "description": DESCRIPTION,
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": token_paths(),
        "components": {"schemas": token_schemas(), "securitySchemes": {}},
    }
    for document in documents.values():
        _join(total["paths"], document["paths"], "path")
        for kind, parts in document["components"].items():
            _join(total["components"].setdefault(kind, {}), parts, kind)
    tags = {
        tag
        for item in total["paths"].values()
        for operation in item.values()
        for tag in operation.get("tags", ())
    }
    total["tags"] = [{"name": tag} for tag in sorted(tags)]
    return total


def _join(total: Json, parts: Json, kind: str) -> None:
    for name, part in parts.items():
        known = total.setdefault(name, part)
        if without_prose(known) != without_prose(part):
            raise ContractsDisagree(f"{kind} {name}")
