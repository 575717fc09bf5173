"""Measurements of what goes out and comes in."""

from prometheus_client import Counter, Gauge

PUBLISHED = Counter(
    "onedistrict_events_published",
    "Events acknowledged by the stream; repeats included.",
    ["service"],
)
EVENTS = Counter(
    "onedistrict_events_received",
    "Events by what became of them: applied, early, repeated, failed, …",
    ["durable", "outcome"],
)
REFILLS = Counter(
    "onedistrict_stream_refills",
    "Times the stream had lost events and was filled again from the outbox.",
    ["service"],
)
RESTARTS = Counter(
    "onedistrict_messaging_restarts",
    "Times a loop of messaging failed and was started again.",
    ["loop"],
)
CONNECTED = Gauge(
    "onedistrict_broker_connected", "1 while the broker is reachable.", ["service"]
)
OUTBOX_DEPTH = Gauge(
    "onedistrict_outbox_unpublished", "Events not yet published.", ["service"]
)
OUTBOX_AGE = Gauge(
    "onedistrict_outbox_oldest_seconds", "Age of the oldest of them.", ["service"]
)
UNSETTLED = Gauge(
    "onedistrict_inbox_unsettled",
    "Events waiting for a predecessor or another attempt, and dead letters.",
    ["durable", "state"],
)
LAG = Gauge(
    "onedistrict_consumer_lag",
    "Events in the stream not yet acknowledged.",
    ["durable"],
)
