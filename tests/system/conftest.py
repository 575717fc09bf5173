"""The whole system, started exactly as `onedistrict up` starts it."""

import asyncio
from collections.abc import Generator

import httpx
import pytest

from deploy.demo.chains import tell_chains
from deploy.demo.story import load_demo
from deploy.dev_clients import development_clients
from deploy.embedded.cluster import Cluster, cluster
from tests.system.bad_input import Send, sender
from tests.system.mint import Mint
from tests.system.people import People
from tests.system.requests_of_dc45 import Town, records_of

GENEROUS = {
    "gateway": {
        "ONEDISTRICT_CLIENT_RATE": "1000000",
        "ONEDISTRICT_ANONYMOUS_RATE": "1000000",
    }
}


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Generator[Cluster]:
    with cluster(tmp_path_factory.mktemp("system"), port=0) as running:
        yield running


@pytest.fixture(scope="module")
def people(system: Cluster) -> Generator[People]:
    with People(system) as everyone:
        yield everyone


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Generator[Cluster]:
    """One system with the demonstration in it, for all tests that only ask."""
    data_dir = tmp_path_factory.mktemp("standing")
    with cluster(data_dir, port=0, extra=GENEROUS) as running:
        asyncio.run(load_demo(running.gateway_url, development_clients(data_dir)))
        yield running


@pytest.fixture(scope="session")
def chained(standing: Cluster) -> Cluster:
    """The standing system, once bodies have decided about plans of two spaces."""
    asyncio.run(tell_chains(standing.gateway_url, standing.data_dir))
    return standing


@pytest.fixture(scope="session")
def citizens(standing: Cluster) -> Generator[People]:
    """The people of the standing system."""
    with People(standing) as everyone:
        yield everyone


@pytest.fixture(scope="session")
def mint(standing: Cluster) -> Mint:
    return Mint(standing)


@pytest.fixture(scope="module")
def town(standing: Cluster, citizens: People, mint: Mint) -> Generator[Town]:
    """The standing system with records of DC45 that are for nobody else."""
    with httpx.Client(timeout=30, trust_env=False) as http:
        yield Town(standing, mint, records_of(citizens, standing), http)


@pytest.fixture(scope="module")
def send(town: Town) -> Send:
    return sender(town)
