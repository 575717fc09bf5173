"""What dies is started again, a little later each time, until it stays up."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from deploy.embedded.supervisor import Child

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
SETTLED_SECONDS = 60.0


@dataclass
class Comeback:
    """When a child that died may start again."""

    pause_seconds: float = FIRST_PAUSE_SECONDS
    due_at: float | None = None
    started_at: float = 0.0

    def is_due(self, now: float) -> bool:
        """Called while the child is down; true once per fall, after its pause."""
        if self.due_at is None:
            if now - self.started_at > SETTLED_SECONDS:
                self.pause_seconds = FIRST_PAUSE_SECONDS
            self.due_at = now + self.pause_seconds
        if now < self.due_at:
            return False
        self.pause_seconds = min(self.pause_seconds * 2, LONGEST_PAUSE_SECONDS)
        self.due_at, self.started_at = None, now
        return True


@dataclass
class Watch:
    """Call `tend` every now and then."""

    children: Mapping[str, Child]
    _comebacks: dict[str, Comeback] = field(default_factory=dict)

    def tend(self) -> list[str]:
        """Start again what is due; the names of what was started."""
        now = time.monotonic()
        started = []
        for name, child in self.children.items():
            if child.is_running:
                continue
            if self._comebacks.setdefault(name, Comeback()).is_due(now):
                child.launch()
                started.append(name)
        return started
