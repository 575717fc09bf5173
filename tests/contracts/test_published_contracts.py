"""What we publish is what we committed. `make contracts` rewrites the files."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

import contracts
from deploy.publishing.events import published_events
from deploy.publishing.files import published_files
from deploy.publishing.http import service_documents

CONTRACTS = Path(contracts.__file__).parent


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    return published_files()


def test_committed_contracts_equal_the_code(generated) -> None:
    stale = [
        path
        for path, content in generated.items()
        if not (CONTRACTS / path).is_file()
        or (CONTRACTS / path).read_text(encoding="utf-8") != content
    ]

    assert stale == [], f"{stale} changed: run `make contracts`"


def test_no_contract_is_left_over(generated) -> None:
    committed = {
        str(path.relative_to(CONTRACTS))
        for folder in ("openapi", "schemas")
        for path in (CONTRACTS / folder).glob("*.json")
    }

    assert committed <= set(generated)


@pytest.mark.parametrize(
    "name", ["registry", "plans", "budgets", "monitoring", "onedistrict"]
)
def test_an_http_contract_is_valid_openapi(name, generated) -> None:
    OpenAPIV31SpecValidator(json.loads(generated[f"openapi/{name}.json"])).validate()


def test_no_schema_differs_between_what_is_sent_and_what_is_answered() -> None:
    """FastAPI names such a pair with a dash, which generators of clients lose."""
    parted = [
        name
        for document in service_documents().values()
        for name in document["components"]["schemas"]
        if name.endswith(("-Input", "-Output"))
    ]

    assert parted == []


def test_every_schema_is_named_once_in_its_service() -> None:
    """Of two of a name, generators of clients leave one out."""
    named_by_module = [
        name
        for document in service_documents().values()
        for name in document["components"]["schemas"]
        if "__" in name
    ]

    assert named_by_module == []


def test_every_operation_is_named_once_and_says_who_may_use_it() -> None:
    names = []
    for document in service_documents().values():
        for item in document["paths"].values():
            for operation in item.values():
                names.append(operation["operationId"])
                assert operation["security"], operation["operationId"]
                assert operation.get("description"), operation["operationId"]

    assert len(names) == len(set(names))


def test_a_frozen_event_version_never_changes(generated) -> None:
    """A version in frozen.json has consumers; a change needs a version of its own."""
    frozen = json.loads((CONTRACTS / "frozen.json").read_text())

    changed = [
        subject
        for subject, digest in frozen.items()
        if sha256(generated[f"schemas/{subject}.json"].encode()).hexdigest() != digest
    ]

    assert changed == []


def test_every_event_names_its_publisher_and_its_order() -> None:
    for event in published_events():
        organisation, publisher, _, version = event.subject.split(".")
        assert (organisation, version[0]) == ("onedistrict", "v")
        assert event.__module__.split(".")[-1].split("_")[0] == publisher
        assert event.ordered_by in event.model_fields
