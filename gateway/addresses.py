"""Whose address a request comes from, when what ends TLS stands in between.

Each proxy adds the address it was asked from at the end of X-Forwarded-For. Read from
that end, the first address that is no proxy of ours is the caller's; what stands before
it anybody may have written.
"""

from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from starlette.types import Scope

Networks = Collection[IPv4Network | IPv6Network]


def see_through(scope: Scope, trusted: Networks) -> None:
    """Put the caller's address in place of that of our own proxies."""
    peer = scope["client"]
    if not trusted or not peer or not _is_in(peer[0], trusted):
        return
    address = peer[0]
    for named in reversed(_forwarded(scope)):
        if not _is_address(named):
            break
        address = named
        if not _is_in(named, trusted):
            break
    scope["client"] = (address, peer[1])


def _forwarded(scope: Scope) -> list[str]:
    fields = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
    return [each.strip() for each in b",".join(fields).decode("latin-1").split(",")]


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_in(text: str, networks: Networks) -> bool:
    return _is_address(text) and any(as_asked(text) in each for each in networks)


def as_asked(text: str) -> IPv4Address | IPv6Address:
    """The address; that of IPv4 where a socket of IPv6 took it (RFC 4291, 2.5.5.2)."""
    address = ip_address(text)
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
