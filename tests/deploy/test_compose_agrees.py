"""docker-compose starts what the topology says, in the environment it says."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import deploy
from deploy.broker import USERS, compose_configuration
from deploy.topology import (
    GATEWAY,
    PROCESSES,
    SERVICES,
    Addresses,
    Process,
    application_role_of,
    database_of,
    environment_of,
    password_variable,
)

FOLDER = Path(deploy.__file__).parent
SERVERS = {"postgres", "nats", "migrate"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    text = (FOLDER / "docker-compose.yml").read_text()
    services: dict[str, Any] = yaml.safe_load(text)["services"]
    return services


def secret_of(user: str) -> str:
    return f"${{{password_variable(user)}:?}}"


def expected_environment(process: Process) -> dict[str, str]:
    name = process.name
    role, database = application_role_of(name), database_of(name)
    return environment_of(
        process,
        Addresses(
            urls={each.name: f"http://{each.name}:{each.port}" for each in PROCESSES},
            public_url="${ONEDISTRICT_PUBLIC_URL:-http://localhost:8080}",
            nats_url=f"nats://{name}:{secret_of(name)}@nats:4222",
            database_url=(
                f"postgresql+asyncpg://{role}:{secret_of(name)}@postgres:5432/{database}"
            ),
            state_dir="/state",
            host="0.0.0.0",
            port=process.port,
            country="${ONEDISTRICT_COUNTRY:-za}",
        ),
    )


def test_compose_runs_the_processes_of_the_topology_and_no_other(
    compose: dict[str, Any],
) -> None:
    assert compose.keys() == {process.name for process in PROCESSES} | SERVERS


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_a_process_has_the_same_command_environment_and_needs(
    compose: dict[str, Any], process: Process
) -> None:
    found = compose[process.name]

    assert found["command"] == ["serve", process.name]
    assert found["environment"] == expected_environment(process)
    assert set(process.needs) == found["depends_on"].keys() - {"migrate"}
    assert ("migrate" in found["depends_on"]) == process.has_database
    assert f":{process.port}/health/ready" in found["healthcheck"]["test"][-1]


def test_only_the_gateway_is_reachable_from_outside(compose: dict[str, Any]) -> None:
    reachable = {name for name, found in compose.items() if "ports" in found}

    assert reachable == {GATEWAY.name}
    assert compose[GATEWAY.name]["ports"] == [
        f"127.0.0.1:{GATEWAY.port}:{GATEWAY.port}"
    ]


def test_all_databases_are_migrated_first(compose: dict[str, Any]) -> None:
    names = [each.name for each in SERVICES]

    assert compose["migrate"]["command"] == ["migrate", *names]
    assert compose["migrate"]["environment"].items() >= {
        (password_variable(name), secret_of(name)) for name in names
    }


def test_the_broker_knows_every_user_and_loses_no_event(
    compose: dict[str, Any],
) -> None:
    broker = compose["nats"]

    assert broker["environment"] == {
        password_variable(user): secret_of(user) for user in USERS
    }
    assert (FOLDER / "nats.conf").read_text() == compose_configuration()
    assert '"sync_interval": "always"' in compose_configuration()


def test_the_image_runs_as_nobody_in_particular_from_hashes() -> None:
    image = (FOLDER / "Dockerfile").read_text()

    assert re.search(r"^USER onedistrict$", image, re.MULTILINE)
    assert "--require-hashes -r requirements.lock" in image
