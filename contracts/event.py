"""The shape every event shares."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Event(BaseModel):
    """A fact one service states and others may act on.

    `subject` names the fact and its version: `onedistrict.<publisher>.<fact>.v<N>`.
    `ordered_by` names the field whose value is the aggregate: events of one
    publisher with the same value are applied in the order they happened.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: ClassVar[str]
    ordered_by: ClassVar[str]

    @property
    def aggregate(self) -> str:
        return str(getattr(self, self.ordered_by))

    @property
    def space(self) -> str | None:
        """The space the fact belongs to, where it belongs to one."""
        return getattr(self, "space_code", None)
