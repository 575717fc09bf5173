"""What a service does when others speak: one function per event it listens for."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import to_json
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.messaging import facts
from chassis.messaging.envelope import Envelope
from contracts.event import Event

E = TypeVar("E", bound=Event)
Handler = Callable[[E, AsyncSession], Awaitable[None]]


class FactUnknown(Exception):
    """No contract this process has imported describes this version of a fact."""


class FactMalformed(Exception):
    """The content does not fit the contract of the fact."""


class Consumers:
    """The events one service listens for, and what it does about each."""

    def __init__(self, service: str) -> None:
        self.service = service
        self._handlers: dict[str, tuple[type[Event], Handler[Any]]] = {}

    def on(self, event: type[E]) -> Callable[[Handler[E]], Handler[E]]:
        """Handle `event` with the decorated function.

        It runs in one transaction, which sees all spaces and is committed with the
        note that the event was applied. A service handles an event in one place.
        """

        def listen(handler: Handler[E]) -> Handler[E]:
            if event.subject in self._handlers:
                raise ValueError(f"{self.service} already handles {event.subject}")
            self._handlers[event.subject] = (event, handler)
            return handler

        return listen

    @property
    def events(self) -> list[type[Event]]:
        """The events listened for, in the order they were declared."""
        return [event for event, _ in self._handlers.values()]

    @property
    def durables(self) -> dict[str, str]:
        """The durable consumer through which each publisher is heard.

        Its name is stored at the broker and in the inbox: it may never change.
        """
        publishers = sorted({publisher_of(event.subject) for event in self.events})
        return {name: f"{self.service}-from-{name}" for name in publishers}

    async def handle(self, event: Envelope, session: AsyncSession) -> None:
        """Do what this service does about `event`, which may be nothing.

        A fact nobody here knows is refused, not passed over: a newer version of this
        process may have to act on it. Raises FactUnknown, FactMalformed, and whatever
        the function that handles it raises.
        """
        listening = self.handler_of(event.type)
        if listening is None:
            if not facts.is_known(event.type):
                raise FactUnknown(event.type)
            return
        fact, handler = listening
        try:
            stated = fact.model_validate_json(to_json(event.data))
        except ValidationError as invalid:
            faults = {".".join(map(str, e["loc"])) for e in invalid.errors()}
            raise FactMalformed(f"faults in: {', '.join(sorted(faults))}") from None
        await handler(stated, session)

    def handler_of(self, subject: str) -> tuple[type[Event], Handler[Any]] | None:
        return self._handlers.get(subject)


def publisher_of(subject: str) -> str:
    """The service that alone may state facts with this subject."""
    return subject.split(".")[1]
