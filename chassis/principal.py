"""Who is asking, for whom, and in which spaces they may act."""

from dataclasses import dataclass

from chassis.database import EVERYWHERE, NOWHERE, Spaces
from chassis.errors import NotPermitted

ANONYMOUS = "anonymous"


class NotPermittedInSpace(NotPermitted):
    """The caller may not act in this space."""


@dataclass(frozen=True)
class Principal:
    """The caller as the gateway vouches for them.

    `spaces` holds codes of spaces, or `*` for every space.
    """

    sub: str
    client_id: str
    role: str
    scopes: frozenset[str]
    spaces: Spaces
    organ: str | None = None
    sphere: str | None = None

    @property
    def is_anonymous(self) -> bool:
        return self.sub == ANONYMOUS

    def may_act_in(self, space_code: str) -> bool:
        return "*" in self.spaces or space_code in self.spaces

    def must_act_in(self, space_code: str) -> None:
        """Refuse a caller who may not act in the space: `NotPermittedInSpace`."""
        if not self.may_act_in(space_code):
            raise NotPermittedInSpace(f"you may not act in space {space_code}")

    def sees(self, scope: str) -> Spaces:
        """Unpublished rows of these spaces are visible to a holder of `scope`."""
        if scope not in self.scopes:
            return NOWHERE
        return EVERYWHERE if "*" in self.spaces else self.spaces
