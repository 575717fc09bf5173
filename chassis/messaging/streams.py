"""What must exist in JetStream, declared here and asserted on every connection.

The stream is a copy of the outbox and is filled again when it is lost; the server that
keeps it is asked to forget nothing by itself and to let nobody remove anything.
"""

from typing import Any

from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
    StreamInfo,
)
from nats.js.errors import BadRequestError, NotFoundError, ServerError

LARGEST_MESSAGE_BYTES = 256 * 1024
DUPLICATE_WINDOW_SECONDS = 600
MOST_UNACKNOWLEDGED = 500
FOREVER = 0
UNLIMITED = -1


class BrokerMisconfigured(Exception):
    """The server did not take our configuration.

    An older version ignores what it does not know.
    """


def stream_of(publisher: str) -> str:
    return f"ONEDISTRICT_{publisher.upper()}"


def subjects_of(publisher: str) -> str:
    return f"onedistrict.{publisher}.>"


async def assert_stream(
    jetstream: JetStreamContext, publisher: str, *, replicas: int
) -> StreamInfo:
    """The publisher's stream as it is, made or put right if need be."""
    wanted = _stream(publisher, replicas)
    try:
        found = await jetstream.stream_info(stream_of(publisher))
    except NotFoundError:
        found = await jetstream.add_stream(wanted)
    if _differences(wanted, found.config):
        found = await _put_right(jetstream, wanted)
    _refuse_differences(wanted, found.config)
    return found


async def _put_right(jetstream: JetStreamContext, wanted: StreamConfig) -> StreamInfo:
    try:
        return await jetstream.update_stream(wanted)
    except (BadRequestError, ServerError) as refusal:
        raise BrokerMisconfigured(refusal.description) from refusal


async def assert_consumer(
    jetstream: JetStreamContext,
    publisher: str,
    durable: str,
    *,
    redeliver_after_seconds: float,
) -> None:
    """Our place in another service's stream; NotFoundError until that stream exists."""
    wanted = ConsumerConfig(
        name=durable,
        durable_name=durable,
        deliver_policy=DeliverPolicy.ALL,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=redeliver_after_seconds,
        max_ack_pending=MOST_UNACKNOWLEDGED,
        max_deliver=UNLIMITED,
        filter_subject=subjects_of(publisher),
    )
    found = await jetstream.add_consumer(stream_of(publisher), wanted)
    _refuse_differences(wanted, found.config)


def _stream(publisher: str, replicas: int) -> StreamConfig:
    return StreamConfig(
        name=stream_of(publisher),
        subjects=[subjects_of(publisher)],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        discard=DiscardPolicy.NEW,
        max_age=FOREVER,
        max_msgs=UNLIMITED,
        max_bytes=UNLIMITED,
        max_msg_size=LARGEST_MESSAGE_BYTES,
        duplicate_window=DUPLICATE_WINDOW_SECONDS,
        num_replicas=replicas,
        deny_delete=True,
        deny_purge=True,
    )


def _refuse_differences(wanted: object, found: object) -> None:
    differences = _differences(wanted, found)
    if differences:
        raise BrokerMisconfigured(", ".join(differences))


def _differences(wanted: object, found: object) -> list[str]:
    asked: dict[str, Any] = {k: v for k, v in vars(wanted).items() if v is not None}
    return [
        f"{name} is {getattr(found, name)!r}, not {value!r}"
        for name, value in asked.items()
        if getattr(found, name) != value
    ]
