"""How often messaging looks, waits and tries again, in seconds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """`redelivery`: how long a process that died keeps its events from others.

    `transaction`: after how long a transaction takes in no further event.
    `attempts_after`: pauses between attempts to apply an event.

    When the attempt after the last pause fails too, the event is a dead letter.
    """

    busy: float = 0.05
    idle: float = 0.5
    inspection: float = 5.0
    setback: float = 0.25
    election: float = 0.5
    acknowledgement: float = 5.0
    fetch: float = 2.0
    redelivery: float = 10.0
    transaction: float = 0.02
    attempts_after: tuple[float, ...] = (1.0, 5.0, 30.0)


PACE = Pace()
