"""Everything published, by its path below contracts/."""

import json
from typing import Any

from deploy.publishing.coupling import listeners, topology
from deploy.publishing.events import asyncapi, published_events, schema_of
from deploy.publishing.http import public_document, service_documents


def published_files() -> dict[str, str]:
    """Path to content of each generated file."""
    documents = service_documents()
    files = {
        f"openapi/{service}.json": _json(document)
        for service, document in documents.items()
    }
    files["openapi/onedistrict.json"] = _json(public_document(documents))
    files["asyncapi.json"] = _json(asyncapi(listeners()))
    files["topology.md"] = topology()
    for event in published_events():
        files[f"schemas/{event.subject}.json"] = _json(schema_of(event))
    return files


def _json(document: Any) -> str:  # noqa: ANN401  JSON is anything
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
