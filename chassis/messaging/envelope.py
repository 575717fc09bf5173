"""What an event looks like on the wire: CloudEvents 1.0, structured JSON.

`aggregateseq` is a CloudEvents Integer (it would take two thousand million events of
one aggregate to overflow). `dataschema` has to be an absolute URI, hence the URN.
"""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import Row

from chassis.messaging.outbox import OutboxMessage

CONTENT_TYPE = "application/cloudevents+json"
LARGEST_INTEGER = 2**31 - 1


class EnvelopeMalformed(Exception):
    """These bytes are not an event of the publisher they claim to come from."""


class Envelope(BaseModel):
    """One event and what must be known to order, apply and trace it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: Literal["1.0"] = "1.0"
    id: UUID
    source: str
    type: str
    subject: str
    time: datetime
    datacontenttype: Literal["application/json"] = "application/json"
    dataschema: str
    aggregateseq: int = Field(ge=1, le=LARGEST_INTEGER)
    spacecode: str | None = None
    correlationid: UUID | None = None
    data: dict[str, Any]


def source_of(service: str) -> str:
    return f"/onedistrict/{service}"


def envelope(row: OutboxMessage | Row[Any], source: str) -> bytes:
    """The bytes that go to the broker."""
    return (
        Envelope(
            id=row.event_id,
            source=source,
            type=row.subject,
            subject=row.aggregate,
            time=row.occurred_at,
            dataschema=f"urn:onedistrict:schema:{row.subject}",
            aggregateseq=row.aggregate_seq,
            spacecode=row.space_code,
            correlationid=row.correlation_id,
            data=row.payload,
        )
        .model_dump_json(exclude_none=True)
        .encode()
    )


def read(raw: bytes, *, subject: str, source: str) -> Envelope:
    """The event in `raw`, which came on `subject` and must be from `source`.

    Raises EnvelopeMalformed.
    """
    try:
        found = Envelope.model_validate_json(raw)
    except ValidationError as invalid:
        faults = {".".join(map(str, e["loc"])) or "json" for e in invalid.errors()}
        raise EnvelopeMalformed(f"faults in: {', '.join(sorted(faults))}") from None
    if found.type != subject:
        raise EnvelopeMalformed(f"says it is {found.type}, came as {subject}")
    if found.source != source:
        raise EnvelopeMalformed(f"says it is from {found.source}, not {source}")
    return found
