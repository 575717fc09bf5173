"""Bytes over a socket: what no HTTP client would send."""

import contextlib
import re
import socket

from tests.gateway.conftest import Running

WAIT_SECONDS = 20


def exchange(od: Running, *parts: bytes) -> bytes:
    """Send the parts, then read until the gateway closes or is silent for a second."""
    with connected(od) as connection:
        for part in parts:
            with contextlib.suppress(OSError):  # it may have closed already
                connection.sendall(part)
        return read_all(connection)


def connected(od: Running) -> socket.socket:
    return socket.create_connection(("127.0.0.1", od.port), timeout=WAIT_SECONDS)


def read_all(connection: socket.socket, *, quiet_seconds: float = 1.0) -> bytes:
    received = b""
    connection.settimeout(quiet_seconds)
    with contextlib.suppress(TimeoutError, ConnectionError):
        while chunk := connection.recv(65536):
            received += chunk
    return received


def read_until_closed(connection: socket.socket) -> bytes:
    """Read to the end; fails with `TimeoutError` if the gateway keeps it open."""
    received = b""
    connection.settimeout(WAIT_SECONDS)
    with contextlib.suppress(ConnectionError):
        while chunk := connection.recv(65536):
            received += chunk
    return received


def statuses(received: bytes) -> list[int]:
    """The status of each answer."""
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", received)]


def get(target: bytes, *fields: bytes) -> bytes:
    head = [b"GET " + target + b" HTTP/1.1", b"Host: od", *fields]
    return b"\r\n".join([*head, b"", b""])
