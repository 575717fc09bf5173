"""Every fact this process knows of: the events in the contracts it has imported."""

from collections.abc import Iterator

from contracts.event import Event


def is_known(subject: str) -> bool:
    """False for a fact, or a version of one, that is newer than this process."""
    return any(event.subject == subject for event in stated())


def stated(family: type[Event] = Event) -> Iterator[type[Event]]:
    """Every event of the family that has a subject."""
    for event in family.__subclasses__():
        if "subject" in vars(event):
            yield event
        yield from stated(event)
