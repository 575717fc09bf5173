"""Every operation that the public contract has, read from it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import contracts
from deploy.topology import SERVICES

OPENAPI = Path(contracts.__file__).parent / "openapi"
METHODS = ("get", "put", "post", "delete", "patch")
JSON = "application/json"
FORM = "multipart/form-data"

Json = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """`service` is None for what the gateway answers itself."""

    id: str
    service: str | None
    method: str
    path: str
    scopes: frozenset[str]
    public: bool
    promised: Json

    @property
    def writes(self) -> bool:
        return self.method != "GET"

    @property
    def media_type(self) -> str | None:
        return next(iter(self._content), None)

    @property
    def body(self) -> Json:
        """The schema of what is sent; where it may be one of several, the first."""
        content = next(iter(self._content.values()), {"schema": {}})
        first, *_ = content["schema"].get("oneOf", [content["schema"]])
        return resolved(first)

    @property
    def answers(self) -> Iterator[Json]:
        """The schemas of what is answered when all is well."""
        for status, response in self.promised["responses"].items():
            if status.startswith("2") and JSON in response.get("content", {}):
                yield resolved(response["content"][JSON]["schema"])

    def parameters(self, place: str) -> list[Json]:
        named = self.promised.get("parameters", [])
        return [each for each in named if each["in"] == place]

    @property
    def _content(self) -> Json:
        return dict(self.promised.get("requestBody", {}).get("content", {}))


@cache
def document(name: str) -> Json:
    return dict(json.loads((OPENAPI / f"{name}.json").read_bytes()))


def resolved(schema: Json) -> Json:
    if "$ref" not in schema:
        return schema
    name = schema["$ref"].rpartition("/")[2]
    return dict(document("onedistrict")["components"]["schemas"][name])


def operations() -> list[Operation]:
    """All of them, in the order of the contract."""
    owners = {
        promised["operationId"]: service.name
        for service in SERVICES
        for *_, promised in _promised(service.name)
    }
    return [
        Operation(
            id=promised["operationId"],
            service=owners.get(promised["operationId"]),
            method=method.upper(),
            path=path,
            scopes=frozenset(
                scope
                for each in promised["security"]
                for scopes in each.values()
                for scope in scopes
            ),
            public={} in promised["security"],
            promised=promised,
        )
        for path, method, promised in _promised("onedistrict")
    ]


def _promised(name: str) -> Iterator[tuple[str, str, Json]]:
    for path, item in document(name)["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]
