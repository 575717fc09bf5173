"""What offices let their holders do today, as the registry last told us.

An appointment gives its powers from its first day until the day it ends, with nobody
doing anything: the day is looked at on every request. While the registry has been
silent for too long nobody is given any, because an end may be among what we missed;
what callers hold by themselves is untouched.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from chassis import clock
from chassis.principal import OfficeHeld
from chassis.web.tokens import Claims
from gateway.roles import SCOPES

Days = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Grant:
    """An office, on which days it is held, and on which its holder is away."""

    office: OfficeHeld
    days: Days
    away: tuple[Days, ...]

    def is_in_force(self, day: date) -> bool:
        return _among(day, self.days) and not any(_among(day, d) for d in self.away)


Grants = Mapping[str, tuple[Grant, ...]]


class Powers:
    """Grants by the identity that holds them, trusted for `trusted_seconds`."""

    def __init__(self, trusted_seconds: float) -> None:
        self._trusted = trusted_seconds
        self._grants: Grants = {}
        self._until = 0.0

    def learn(self, grants: Grants) -> None:
        """All there are now."""
        self._grants = grants
        self.confirm()

    def confirm(self) -> None:
        """The registry says that they still hold."""
        self._until = _now() + self._trusted

    def empower(self, caller: Claims | None) -> Claims | None:
        """The caller with the offices they hold today, and none from elsewhere.

        Whoever asked for a narrower token keeps to its scopes.
        """
        if caller is None:
            return None
        offices = self._held(caller.sub, clock.today())
        if caller.narrowed:
            offices = _narrowed(offices, caller.scopes)
        if offices == caller.offices:
            return caller
        return replace(caller, offices=offices)

    def _held(self, identity: str, day: date) -> tuple[OfficeHeld, ...]:
        grants = self._grants.get(identity, ())
        if not grants or _now() >= self._until:
            return ()
        return tuple(grant.office for grant in grants if grant.is_in_force(day))


def grants_in(items: Sequence[Mapping[str, Any]]) -> Grants:
    """What the registry says, by identity.

    Raises `KeyError`, `TypeError` or `ValueError` for what it does not say so.
    """
    found: dict[str, list[Grant]] = {}
    for item in items:
        found.setdefault(str(item["identity"]), []).append(_grant(item))
    return {identity: tuple(grants) for identity, grants in found.items()}


def _grant(item: Mapping[str, Any]) -> Grant:
    organ = item["organ_code"]
    return Grant(
        OfficeHeld(
            code=str(item["office_code"]),
            capacity=str(item["capacity"]),
            appointment=str(item["appointment_id"]),
            organ=None if organ is None else str(organ),
            # An office gives what clients can hold, never what is only ours.
            scopes=frozenset(item["scopes"]) & SCOPES,
            spaces=frozenset(item["space_codes"]),
        ),
        _days(item),
        tuple(_days(each) for each in item["away"]),
    )


def _days(item: Mapping[str, Any]) -> Days:
    until = item["valid_to"]
    return (
        date.fromisoformat(item["valid_from"]),
        None if until is None else date.fromisoformat(until),
    )


def _among(day: date, days: Days) -> bool:
    first, until = days
    return first <= day and (until is None or day < until)


def _narrowed(
    offices: tuple[OfficeHeld, ...], scopes: frozenset[str]
) -> tuple[OfficeHeld, ...]:
    kept = (replace(office, scopes=office.scopes & scopes) for office in offices)
    return tuple(office for office in kept if office.scopes)


def _now() -> float:
    return asyncio.get_running_loop().time()
