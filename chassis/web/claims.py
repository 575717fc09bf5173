"""What a token says about its bearer: every claim present, and of its exact type."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chassis.principal import OfficeHeld
from chassis.web.compact import TokenRefused, require

MAX_TEXT = 256
OFFICE_MEMBERS = {"code", "capacity", "appointment", "organ", "scope", "spaces"}

SCOPES = re.compile(r"(?:[!#-\[\]-~]+(?: [!#-\[\]-~]+)*)?\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a token says about its bearer.

    `spaces` are space codes, or `{"*"}`; `act` is the client acting for `sub`;
    `iat` and `exp` are seconds since 1970. `narrowed` says that the bearer asked for
    no more than these scopes; `offices` are those that `sub` holds, and only the
    gateway's own tokens for the services say so.
    """

    iss: str
    aud: str
    sub: str
    client_id: str
    jti: str
    iat: int
    exp: int
    scopes: frozenset[str] = frozenset()
    role: str
    organ: str | None = None
    spaces: frozenset[str] = frozenset()
    sphere: str | None = None
    act: str | None = None
    narrowed: bool = False
    offices: tuple[OfficeHeld, ...] = ()

    def held(self) -> frozenset[str]:
        """Scopes that the bearer holds somewhere: their own, and their offices'."""
        return self.scopes.union(*(office.scopes for office in self.offices))

    def payload(self) -> dict[str, Any]:
        """The claims as they are written into a token; rare ones if they say more."""
        rare: dict[str, Any] = {
            "act": {"sub": self.act},
            "narrowed": self.narrowed,
            "offices": [_written(office) for office in self.offices],
        }
        meant = {"act": self.act, "narrowed": self.narrowed, "offices": self.offices}
        return {
            "iss": self.iss,
            "aud": self.aud,
            "sub": self.sub,
            "client_id": self.client_id,
            "jti": self.jti,
            "iat": self.iat,
            "exp": self.exp,
            "scope": " ".join(sorted(self.scopes)),
            "role": self.role,
            "organ": self.organ,
            "spaces": sorted(self.spaces),
            "sphere": self.sphere,
        } | {name: value for name, value in rare.items() if meant[name]}


def claims_of(payload: Mapping[str, Any]) -> Claims:
    if "nbf" in payload:  # we never write one; at most it repeats when it was issued
        require(_whole(payload, "nbf") <= _whole(payload, "iat"), "nbf")
    return Claims(
        iss=text_in(payload, "iss"),
        aud=text_in(payload, "aud"),
        sub=text_in(payload, "sub"),
        client_id=text_in(payload, "client_id"),
        jti=text_in(payload, "jti"),
        iat=_whole(payload, "iat"),
        exp=_whole(payload, "exp"),
        scopes=_scopes(payload["scope"]),
        role=text_in(payload, "role"),
        organ=_optional_text(payload, "organ"),
        spaces=_spaces(payload["spaces"]),
        sphere=_optional_text(payload, "sphere"),
        act=_actor(payload),
        narrowed=_narrowed(payload),
        offices=_offices(payload),
    )


def _written(office: OfficeHeld) -> dict[str, Any]:
    return {
        "code": office.code,
        "capacity": office.capacity,
        "appointment": office.appointment,
        "organ": office.organ,
        "scope": " ".join(sorted(office.scopes)),
        "spaces": sorted(office.spaces),
    }


def _offices(payload: Mapping[str, Any]) -> tuple[OfficeHeld, ...]:
    listed = payload.get("offices", [])
    require(type(listed) is list, "offices")
    return tuple(_office(each) for each in listed)


def _office(members: object) -> OfficeHeld:
    if type(members) is not dict or members.keys() != OFFICE_MEMBERS:
        raise TokenRefused("offices")
    return OfficeHeld(
        code=text_in(members, "code"),
        capacity=text_in(members, "capacity"),
        appointment=text_in(members, "appointment"),
        organ=_optional_text(members, "organ"),
        scopes=_scopes(members["scope"]),
        spaces=_spaces(members["spaces"]),
    )


def _narrowed(payload: Mapping[str, Any]) -> bool:
    value = payload.get("narrowed", False)
    require(type(value) is bool, "narrowed")
    return bool(value)


def _scopes(value: object) -> frozenset[str]:
    if type(value) is not str or SCOPES.match(value) is None:
        raise TokenRefused("scope")
    return frozenset(value.split())


def _actor(payload: Mapping[str, Any]) -> str | None:
    if "act" not in payload:
        return None
    actor = payload["act"]
    require(type(actor) is dict and actor.keys() == {"sub"}, "act")
    return text_in(actor, "sub")


def _spaces(value: object) -> frozenset[str]:
    if type(value) is not list:
        raise TokenRefused("spaces")
    require(all(_is_text(code) for code in value), "spaces")
    return frozenset(value)


def text_in(members: Mapping[str, Any], name: str) -> str:
    value = members[name]
    require(_is_text(value), name)
    return str(value)


def _optional_text(members: Mapping[str, Any], name: str) -> str | None:
    return None if members[name] is None else text_in(members, name)


def _is_text(value: object) -> bool:
    # Not printable are control characters and lone surrogates, which no log,
    # header or database takes.
    return type(value) is str and 0 < len(value) <= MAX_TEXT and value.isprintable()


def _whole(members: Mapping[str, Any], name: str) -> int:
    value = members[name]
    if type(value) is not int:
        raise TokenRefused(name)
    return value
