"""How a service holds the keys of an issuer that comes, goes and rotates."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from aiohttp import web

from chassis import clock
from chassis.web.jwks import RemoteKeys
from chassis.web.tokens import (
    Claims,
    Signer,
    SigningKey,
    UnknownKey,
    Verifier,
    public_jwks,
)


class Issuer:
    """A key server that counts how often it is asked."""

    def __init__(self, *keys: SigningKey) -> None:
        self.document: Any = public_jwks(keys)
        self.asked = 0
        self.port = 0

    async def answer(self, _: web.Request) -> web.Response:
        self.asked += 1
        return web.json_response(self.document)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/internal/jwks.json"

    async def start(self, port: int = 0) -> web.AppRunner:
        app = web.Application()
        app.router.add_get("/internal/jwks.json", self.answer)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        self.port = runner.addresses[0][1]
        return runner


@pytest.fixture
async def issuer() -> AsyncGenerator[Issuer, None]:
    issuer = Issuer(SigningKey.generate())
    runner = await issuer.start()
    yield issuer
    await runner.cleanup()


def token_of(key: SigningKey) -> str:
    now = int(clock.now().timestamp())
    claims = Claims(
        iss="issuer",
        aud="plans",
        sub="someone",
        client_id="someone",
        jti="1",
        iat=now,
        exp=now + 60,
        role="auditor",
    )
    return Signer(key).sign(claims)


def reader(remote: RemoteKeys) -> Verifier:
    return Verifier(remote.keys, "issuer", "plans")


async def test_a_new_key_is_found_when_a_token_names_it(issuer: Issuer) -> None:
    remote = RemoteKeys(issuer.url)
    await remote.fetch()
    new = SigningKey.generate()
    issuer.document = public_jwks([new])

    claims = await remote.verify(reader(remote), token_of(new))

    assert claims.sub == "someone"


async def test_a_flood_of_invented_keys_asks_the_issuer_once(issuer: Issuer) -> None:
    remote = RemoteKeys(issuer.url)
    await remote.fetch()

    async def invented() -> None:
        with pytest.raises(UnknownKey):
            await remote.verify(reader(remote), token_of(SigningKey.generate()))

    await asyncio.gather(*(invented() for _ in range(50)))

    assert issuer.asked == 2


@pytest.mark.parametrize("nonsense", [{"keys": []}, [], {"keys": [{"kid": 1}]}, "{"])
async def test_nonsense_does_not_replace_the_last_good_set(
    issuer: Issuer, nonsense: Any
) -> None:
    remote = RemoteKeys(issuer.url)
    await remote.fetch()
    issuer.document = nonsense

    assert not await remote.fetch()
    assert len(remote.keys) == 1


async def test_a_service_may_start_before_its_issuer() -> None:
    key = SigningKey.generate()
    late = Issuer(key)
    runner = await late.start()
    await runner.cleanup()
    remote = RemoteKeys(late.url)

    async with remote.kept_fresh(), asyncio.timeout(30):
        runner = await late.start(late.port)
        while not len(remote.keys):  # noqa: ASYNC110 - what is awaited has no event
            await asyncio.sleep(0.05)

    assert (await remote.verify(reader(remote), token_of(key))).aud == "plans"
    await runner.cleanup()
