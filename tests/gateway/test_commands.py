"""`onedistrict client` and `onedistrict keys`."""

import argparse
import re
from pathlib import Path

import pytest

from gateway.clients import clients_in
from gateway.commands import register
from gateway.keys import EXTERNAL_SECONDS, HeldKey, KeyRing, open_keys


def run(state_dir: Path, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers(), state_dir)
    options = parser.parse_args(arguments)
    code: int = options.run(options)
    return code


async def test_an_added_client_may_come_in_until_it_is_disabled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    added = run(
        tmp_path,
        *["client", "add", "nc", "--role", "auditor", "--space", "*", "--organ", "AG"],
    )
    secret = re.search(r"client_secret +(\S+)", capsys.readouterr().out)
    assert secret is not None
    clients = clients_in(tmp_path)
    client = await clients.authenticate("nc", secret[1])
    run(tmp_path, "client", "list")

    assert added == 0
    assert client is not None
    assert (client.spaces, client.organ) == (("*",), "AG")
    assert re.search(r"nc +auditor +\* +active", capsys.readouterr().out)
    assert run(tmp_path, "client", "disable", "nc") == 0
    assert await clients.authenticate("nc", secret[1]) is None


def test_a_client_is_added_once_and_disabled_if_it_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add = ("client", "add", "nc", "--role", "auditor")

    assert run(tmp_path, *add) == 0
    assert run(tmp_path, *add) == 1
    assert run(tmp_path, "client", "disable", "nobody") == 1
    assert "already a client nc" in capsys.readouterr().err


def test_keys_are_listed_and_rotated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "keys", "list") == 0
    before = capsys.readouterr().out
    assert run(tmp_path, "keys", "rotate") == 0
    after = capsys.readouterr().out

    assert before.count("current") == before.count("next") == 2
    assert len(after.splitlines()) == 6
    assert "PRIVATE" not in before + after


def ring(
    path: Path, *, ahead_seconds: float = 0, token_seconds: float = 600
) -> KeyRing:
    keys = KeyRing(path, ahead_seconds=ahead_seconds, token_seconds=token_seconds)
    return keys.open()


def states(keys: KeyRing, at: float) -> list[str]:
    return [held.state(at) for held in keys.published()]


def test_a_next_key_is_published_before_it_signs(tmp_path: Path) -> None:
    keys = ring(tmp_path / "k.json", ahead_seconds=300)
    first, upcoming = keys.published()

    keys.rotate()

    waiting = keys.published()[1]
    assert waiting.key.kid == upcoming.key.kid
    assert waiting.signs_from == upcoming.published + 300
    assert states(keys, upcoming.published + 1) == ["current", "next", "next"]
    assert states(keys, upcoming.published + 301) == ["retiring", "current", "next"]
    last = upcoming.published + 300 + EXTERNAL_SECONDS + 31
    assert states(keys, last) == ["retired", "current", "next"]
    assert first.key.kid == keys.published()[0].key.kid


def test_rotating_again_and_again_never_leaves_fewer_than_two(tmp_path: Path) -> None:
    keys = ring(tmp_path / "k.json", token_seconds=-30)

    for _ in range(5):
        keys.rotate()
        keys.signer()
        assert len(keys.jwks()["keys"]) >= 2
    assert len(keys.published()) == 2


def test_another_process_sees_a_rotation(tmp_path: Path) -> None:
    mine, yours = ring(tmp_path / "k.json"), ring(tmp_path / "k.json")

    yours.rotate()

    assert mine.jwks() == yours.jwks()
    assert len(mine.public) == 3


def test_both_rings_are_made_once(tmp_path: Path) -> None:
    first, again = open_keys(tmp_path), open_keys(tmp_path)

    assert first.external.jwks() == again.external.jwks()
    assert first.external.jwks() != first.internal.jwks()
    assert all(isinstance(held, HeldKey) for held in again.internal.published())
