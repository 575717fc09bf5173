"""Uganda's demonstration: an improvement plan that the bodies of Kamwenge approve."""

import asyncio
from pathlib import Path

import httpx
import pytest

from deploy.demo import STORIES
from deploy.dev_clients import development_clients
from deploy.embedded.cluster import cluster


@pytest.mark.nightly
def test_kamwenge_is_told_once_however_often_it_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with cluster(tmp_path, port=0, country="ug") as running:
        clients = development_clients(tmp_path, running.country)
        asyncio.run(STORIES["ug"](running.gateway_url, clients))
        first = capsys.readouterr().out
        asyncio.run(STORIES["ug"](running.gateway_url, clients))
        again = capsys.readouterr().out
        answer = httpx.get(f"{running.gateway_url}/v1/improvement-plans")

    [approved] = answer.json()["items"]
    assert (approved["space_code"], approved["status"]) == ("UG413", "approved")
    assert "dtpc endorses, dec recommends, council approves" in first
    assert "UG404" in first
    assert "UG419" in first
    assert again == first
