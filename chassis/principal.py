"""Who is asking, for whom, and in which spaces they may act.

A scope and the spaces it holds in stay a pair: what an office gives in one space adds
nothing to what its holder, or their system, may do in another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from chassis.database import EVERYWHERE, NOWHERE, Spaces
from chassis.errors import NotPermitted

ANONYMOUS = "anonymous"


class NotPermittedInSpace(NotPermitted):
    """The caller may not act in this space."""


@dataclass(frozen=True)
class OfficeHeld:
    """An office the caller holds today, with what it lets them do and where.

    `capacity` is substantive or acting; `appointment` is its id in the registry.
    """

    code: str
    capacity: str
    appointment: str
    organ: str | None
    scopes: frozenset[str]
    spaces: Spaces

    def gives(self, scopes: frozenset[str], space_code: str | None) -> bool:
        """Whether one of these scopes comes from this office, there if a place is."""
        there = space_code is None or space_code in self.spaces or "*" in self.spaces
        return there and not self.scopes.isdisjoint(scopes)


@dataclass(frozen=True)
class Principal:
    """The caller as the gateway vouches for them, for one operation of `service`.

    `own_scopes` hold in `own_spaces` (codes, or `*` for every space), whatever offices
    the caller holds; those of an office in the office's. `needed` are the scopes of the
    operation: `spaces` are where the caller holds all of them.
    """

    sub: str
    client_id: str
    role: str
    service: str
    own_scopes: frozenset[str]
    own_spaces: Spaces
    organ: str | None = None
    sphere: str | None = None
    offices: tuple[OfficeHeld, ...] = ()
    needed: frozenset[str] = frozenset()

    @property
    def is_anonymous(self) -> bool:
        return self.sub == ANONYMOUS

    @cached_property
    def scopes(self) -> frozenset[str]:
        """Scopes the caller holds somewhere; `sees` and `spaces` say where."""
        return self.own_scopes.union(*(office.scopes for office in self.offices))

    @cached_property
    def spaces(self) -> Spaces:
        """Where this operation may act, and what row-level security lets it see.

        An operation that needs no scope reaches the caller's own spaces, and those of
        offices that may read in this service.
        """
        if self.needed:
            return _in_all(self.sees(scope) for scope in self.needed)
        reading = f"{self.service}:read"
        given = [each.spaces for each in self.offices if reading in each.scopes]
        return _in_any([self.own_spaces, *given])

    def may_act_in(self, space_code: str) -> bool:
        return "*" in self.spaces or space_code in self.spaces

    def must_act_in(self, space_code: str) -> None:
        """Refuse a caller who may not act in the space: `NotPermittedInSpace`."""
        if not self.may_act_in(space_code):
            raise NotPermittedInSpace(f"you may not act in space {space_code}")

    def holds_office(self, code: str) -> bool:
        """Whether the caller holds this office today, acting or not."""
        return any(office.code == code for office in self.offices)

    def sees(self, scope: str) -> Spaces:
        """Unpublished rows of these spaces are visible to a holder of `scope`."""
        own = self.own_spaces if scope in self.own_scopes else NOWHERE
        given = [each.spaces for each in self.offices if scope in each.scopes]
        return _in_any([own, *given])


def _in_any(found: Iterable[Spaces]) -> Spaces:
    together = NOWHERE.union(*found)
    return EVERYWHERE if "*" in together else together


def _in_all(found: Iterable[Spaces]) -> Spaces:
    common = EVERYWHERE
    for spaces in found:
        if "*" in common:
            common = spaces
        elif "*" not in spaces:
            common &= spaces
    return common
