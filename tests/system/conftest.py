"""The whole system, started exactly as `onedistrict up` starts it."""

from collections.abc import Generator

import pytest

from deploy.embedded.cluster import Cluster, cluster
from tests.system.people import People


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Generator[Cluster]:
    with cluster(tmp_path_factory.mktemp("system"), port=0) as running:
        yield running


@pytest.fixture(scope="module")
def people(system: Cluster) -> Generator[People]:
    with People(system) as everyone:
        yield everyone
