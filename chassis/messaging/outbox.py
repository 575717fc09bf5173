"""Events leave a service through a table, in the transaction that caused them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, FetchedValue, Identity
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from chassis import clock, correlation
from chassis.identifiers import new_id
from chassis.messaging.tables import MessagingTable
from contracts.event import Event

LARGEST_EVENT_BYTES = 200 * 1024


class EventTooLarge(Exception):
    """An event has at most 200 KB; larger content travels in parts before it.

    Refused where it is written: the broker would refuse it again and again, and every
    event behind it would wait.
    """


class OutboxMessage(MessagingTable):
    """A fact that is, or will be, published. Rows are never changed or removed.

    `aggregate_seq` is given by a trigger: 1, 2, 3 … per aggregate, without gaps.
    The database also notes the writing transaction, by which the relay reads.
    """

    __tablename__ = "outbox"

    position: Mapped[int] = mapped_column(
        BigInteger, Identity(always=True), primary_key=True
    )
    event_id: Mapped[UUID] = mapped_column(unique=True)
    subject: Mapped[str]
    aggregate: Mapped[str]
    aggregate_seq: Mapped[int] = mapped_column(BigInteger, FetchedValue())
    space_code: Mapped[str | None]
    correlation_id: Mapped[UUID | None]
    occurred_at: Mapped[datetime]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)


def record(session: AsyncSession, event: Event) -> None:
    """Promise to publish `event` if, and only if, this transaction commits.

    Raises EventTooLarge.
    """
    size = len(event.model_dump_json().encode())
    if size > LARGEST_EVENT_BYTES:
        raise EventTooLarge(f"{event.subject} of {event.aggregate} has {size} bytes")
    session.add(
        OutboxMessage(
            event_id=new_id(),
            subject=event.subject,
            aggregate=event.aggregate,
            space_code=event.space,
            correlation_id=correlation.current(),
            occurred_at=clock.now(),
            payload=event.model_dump(mode="json"),
        )
    )
