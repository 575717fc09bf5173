"""Whoever reads a contract sees what to send, and it is something that may be sent."""

import json
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

from deploy.publishing.http import service_documents

Json = dict[str, object]


def bodies(document) -> dict[str, tuple[object, Json]]:
    """The example and the schema of every JSON body, by operation."""
    return {
        operation["operationId"]: (content.get("example"), content["schema"])
        for item in document["paths"].values()
        for operation in item.values()
        for kind, content in operation.get("requestBody", {}).get("content", {}).items()
        if kind == "application/json"
    }


@pytest.fixture(scope="module")
def plans():
    return service_documents()["plans"]


def test_every_body_that_plans_take_has_an_example(plans) -> None:
    without = sorted(name for name, (shown, _) in bodies(plans).items() if not shown)

    assert without == [], "add theirs to services/plans/examples.json"


def test_an_example_is_as_its_contract_says(plans) -> None:
    wrong = [
        f"{name} {fault.json_path}: {fault.message}"
        for name, (shown, schema) in bodies(plans).items()
        for fault in Draft202012Validator(
            schema | {"components": plans["components"]}
        ).iter_errors(shown)
    ]

    assert wrong == []


def test_every_example_is_of_an_operation(plans) -> None:
    kept = json.loads((files("services.plans") / "examples.json").read_text("utf-8"))

    assert sorted(kept.keys() - bodies(plans).keys()) == []


def test_every_parameter_of_a_query_says_what_it_is(plans) -> None:
    unsaid = [
        (operation["operationId"], parameter["name"])
        for item in plans["paths"].values()
        for operation in item.values()
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "query" and not parameter.get("description")
    ]

    assert unsaid == []
