"""What each user of the NATS server may do; every service has its own.

A service publishes only its own events and reads only through its own durables:
`budgets` cannot speak for `plans`, and nobody but `admin` may purge or delete a stream.
The gateway hears events and says nothing.
`python -m deploy.broker` prints the configuration that docker-compose uses.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from deploy.topology import PROCESSES, SERVICES, password_variable

ADMIN = "admin"
PUBLISHERS = tuple(each.name for each in SERVICES)
USERS = (ADMIN, *(each.name for each in PROCESSES))
EVENTS = "onedistrict.>"
MAX_PAYLOAD_BYTES = 256 * 1024


def permissions(user: str) -> dict[str, object]:
    """What `user` may publish and subscribe to, in the server's own words."""
    if user not in PUBLISHERS:
        return {"publish": {"deny": [">"]}, "subscribe": {"allow": [EVENTS]}}
    publish = [
        "$JS.API.INFO",
        "$JS.API.STREAM.NAMES",
        "$JS.API.STREAM.INFO.*",
        "$JS.API.STREAM.MSG.GET.*",
        "$JS.API.DIRECT.GET.>",
        f"onedistrict.{user}.>",
        f"$JS.API.STREAM.CREATE.ONEDISTRICT_{user.upper()}",
        f"$JS.API.STREAM.UPDATE.ONEDISTRICT_{user.upper()}",
    ]
    for publisher in PUBLISHERS:
        consumer = f"ONEDISTRICT_{publisher.upper()}.{user}-from-{publisher}"
        publish += [
            f"$JS.API.CONSUMER.CREATE.{consumer}",
            f"$JS.API.CONSUMER.CREATE.{consumer}.>",
            f"$JS.API.CONSUMER.DURABLE.CREATE.{consumer}",
            f"$JS.API.CONSUMER.INFO.{consumer}",
            f"$JS.API.CONSUMER.DELETE.{consumer}",
            f"$JS.API.CONSUMER.MSG.NEXT.{consumer}",
            f"$JS.ACK.{consumer}.>",
        ]
    return {
        "publish": {"allow": publish},
        "subscribe": {"allow": ["_INBOX.>", EVENTS]},
    }


def configuration(
    host: str, port: int, store: Path, passwords: Mapping[str, str]
) -> str:
    """The server's configuration; JSON is a subset of its language."""
    users = [
        {"user": user, "password": password}
        | ({} if user == ADMIN else {"permissions": permissions(user)})
        for user, password in passwords.items()
    ]
    settings = {
        "server_name": "onedistrict",
        "host": host,
        "port": port,
        "max_payload": MAX_PAYLOAD_BYTES,
        # An acknowledged event is on the disk: the default flushes every two minutes.
        "jetstream": {"store_dir": str(store), "sync_interval": "always"},
        "authorization": {"users": users},
    }
    return json.dumps(settings, indent=2)


def compose_configuration() -> str:
    """The same for a container: passwords come from its environment."""
    variables = {user: f"${password_variable(user)}" for user in USERS}
    written = configuration("0.0.0.0", 4222, Path("/data"), variables)  # noqa: S104
    for variable in variables.values():
        written = written.replace(f'"{variable}"', variable)
    return written.replace("{", '{\n  "http": "127.0.0.1:8222",', 1) + "\n"


if __name__ == "__main__":
    print(compose_configuration(), end="")
