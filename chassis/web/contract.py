"""What the OpenAPI document of a service says beyond what FastAPI derives."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from chassis.web.problems import MEDIA_TYPE, Problem

Json = dict[str, Any]

MEBIBYTE = 1 << 20
IDEMPOTENCY_KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": (
        "Any text of yours. The same request with the same key is carried out once "
        "and answered again; the same key with another request is refused (422)."
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}
COMMON = {
    "400": "The request could not be read.",
    "401": "The token is missing, expired or not one of ours.",
    "403": "The token lacks the scope, or the space is not the caller's.",
    "409": "The request contradicts the state of the record.",
    "413": "The body is larger than this operation takes.",
    "422": "A field or a parameter breaks a rule; `errors` says which and where.",
    "429": "Too many requests; see Retry-After.",
    "503": "Try again shortly; nothing was done.",
}
FILTERS = {
    "batch": "Only those that were started together.",
    "code": "Only about the record with this code.",
    "financial_year": "Only of this financial year, such as `2026/27`.",
    "focus_area": "Only of this focus area.",
    "format": "As which kind of file.",
    "intervention": "Only about this intervention, such as `I01`.",
    "kind": "Only of this kind.",
    "matter": "Only about this matter.",
    "municipality": "Only of this municipality, such as `NC451`.",
    "organ": "Only of this organ, such as `DWS`.",
    "overdue": "Only what is overdue; with `false`, only what is not.",
    "owner": "Only what this organ owns, such as `DWS`.",
    "place": "Only at this place, such as `NC451`.",
    "plan": "Only of this plan.",
    "province": "Only of this province, such as `NC`.",
    "record": "Only about the record with this identifier.",
    "reference": "Only what names this, such as `DC45/I02`.",
    "rule": "Only of this rule.",
    "space": "Only of this space, such as `DC45`.",
    "sphere": "Only of this sphere.",
    "state": "Only in this state.",
    "status": "Only in this status.",
    "structure": "Only of this structure, such as `DC45-DIF`.",
    "subject": "Only about this.",
    "template": "Only from this template.",
    "thread": "Only of this thread, oldest first.",
    "version": "This version; the latest when left out.",
    "year": "Only of this year.",
}
"""What filters mean that are called alike everywhere, unless an operation says more."""
ONLY_WRITES = frozenset({"409", "413"})


def operation_id(route: APIRoute) -> str:
    """`adopt_plan` -> `adoptPlan`: stable, and what generated clients call it."""
    first, *rest = route.name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def describe(app: FastAPI, examples: Mapping[str, Json]) -> Json:
    """The service's OpenAPI 3.1 document; `examples` of JSON bodies by operation."""
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
        license_info={"name": "Apache 2.0", "identifier": "Apache-2.0"},
        servers=[{"url": "/"}],
    )
    components = document.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        components.pop(unused, None)
    definitions = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    components.update(definitions.pop("$defs", {}))
    components["Problem"] = definitions
    for path, method, operation in _operations(document):
        _complete(method, operation)
        _exemplify(operation, examples)
        _in_order(path, operation)
    return document


def _operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def _in_order(path: str, operation: Json) -> None:
    """Parameters of the path first, as they stand in it, wherever they were declared.

    Generated clients take them in this order.
    """
    if "parameters" in operation:
        operation["parameters"].sort(
            key=lambda each: (
                each["in"] != "path",
                path.find(f"{{{each['name']}}}") if each["in"] == "path" else 0,
            )
        )


def _complete(method: str, operation: Json) -> None:
    public = "security" not in operation
    if public:
        operation["security"] = [{}, {"oauth2": []}]
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "query" and parameter["name"] in FILTERS:
            parameter.setdefault("description", FILTERS[parameter["name"]])
    writes = method != "get"
    if method == "post":
        operation.setdefault("parameters", []).append(IDEMPOTENCY_KEY)
    if writes:
        operation.setdefault("x-max-body-bytes", MEBIBYTE)
    _document_refusals(operation, writes=writes)


def _exemplify(operation: Json, examples: Mapping[str, Json]) -> None:
    example = examples.get(operation["operationId"])
    if example is not None:
        operation["requestBody"]["content"]["application/json"]["example"] = example


def _document_refusals(operation: Json, *, writes: bool) -> None:
    responses = operation["responses"]
    for status, description in COMMON.items():
        if status in ONLY_WRITES and not writes:
            continue
        known = responses.get(status)
        if known is None or "HTTPValidationError" in str(known):
            responses[status] = {"description": description}
    for status, response in responses.items():
        if int(status) >= 400:  # noqa: PLR2004  every refusal is a problem document
            response["content"] = {
                MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}
            }
    operation["responses"] = dict(sorted(responses.items()))
