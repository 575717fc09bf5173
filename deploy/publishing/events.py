"""The event contracts: a JSON Schema per event version, and AsyncAPI over them all."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from chassis.messaging import facts
from chassis.messaging.envelope import CONTENT_TYPE
from contracts.event import Event
from deploy.publishing.prose import without_prose

Json = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def published_events() -> list[type[Event]]:
    """Every event of every publisher, by subject."""
    import_module("contracts.events")
    return sorted(facts.stated(), key=lambda event: event.subject)


def schema_of(event: type[Event]) -> Json:
    """The schema of an event's `data`, without prose: rewording is not a break."""
    schema = event.model_json_schema(mode="serialization")
    return {
        "$schema": DIALECT,
        "$id": f"urn:onedistrict:schema:{event.subject}",
        **without_prose(schema),
    }


def asyncapi(heard: Mapping[str, list[str]]) -> Json:
    """AsyncAPI 3.0: a channel per subject, the envelope being CloudEvents 1.0.

    `x-consumers` of a channel are the services that act on its events.
    """
    events = published_events()
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "OneDistrict events",
            "version": "1.0.0",
            "description": (
                "Facts on NATS JetStream as structured CloudEvents 1.0. Delivered at "
                "least once; ordered per `subject` attribute by `aggregateseq`."
            ),
            "license": {"name": "Apache 2.0"},
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": {
            _name(event): _channel(event, heard.get(event.subject, []))
            for event in events
        },
        "operations": {
            f"publish{_name(event)}": {
                "action": "send",
                "channel": {"$ref": f"#/channels/{_name(event)}"},
            }
            for event in events
        },
        "components": {"messages": {_name(event): _message(event) for event in events}},
    }


def _name(event: type[Event]) -> str:
    return f"{event.__name__}V{event.subject.rpartition('.v')[2]}"


def _channel(event: type[Event], consumers: list[str]) -> Json:
    reference = {"$ref": f"#/components/messages/{_name(event)}"}
    return {
        "address": event.subject,
        "messages": {_name(event): reference},
        "x-consumers": consumers,
    }


def _message(event: type[Event]) -> Json:
    return {
        "name": event.subject,
        "title": event.__name__,
        "summary": (event.__doc__ or "").strip().splitlines()[0],
        "contentType": CONTENT_TYPE,
        "payload": {
            "schemaFormat": "application/schema+json;version=draft-2020-12",
            "schema": _envelope(event),
        },
    }


def _envelope(event: type[Event]) -> Json:
    text = {"type": "string"}
    return {
        "type": "object",
        "required": [
            "specversion",
            "id",
            "source",
            "type",
            "subject",
            "time",
            "dataschema",
            "aggregateseq",
            "data",
        ],
        "properties": {
            "specversion": {"const": "1.0"},
            "id": {"type": "string", "format": "uuid"},
            "source": text,
            "type": {"const": event.subject},
            "subject": text,
            "time": {"type": "string", "format": "date-time"},
            "datacontenttype": {"const": "application/json"},
            "dataschema": text,
            "aggregateseq": {"type": "integer", "minimum": 1},
            "spacecode": text,
            "correlationid": {"type": "string", "format": "uuid"},
            "data": {"$ref": f"schemas/{event.subject}.json"},
        },
    }
