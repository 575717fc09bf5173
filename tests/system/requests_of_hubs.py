"""How the operations of structures and hubs, and of their support, are asked."""

from typing import Any

from tests.system.asking import (
    ANY_VERSION,
    Ask,
    Asked,
    Records,
    listed,
    private,
    published,
)

FORUM = {"code": "DC45-DIF"}
HUB = {"code": "HUB-DC45"}
WISH = {
    "space_code": "DC45",
    "hub_code": "HUB-DC45",
    "organ_code": "DC45",
    "title": "canary-of-dc45",
    "description": "canary-of-dc45",
}


def of_request(records: Records, **sent: Any) -> list[Ask]:
    return [private(path={"request_id": records.support}, **sent)]


HUBS: dict[str, Asked] = {
    "listStructures": lambda _: [published(query={"space": "DC45"})],
    "getStructure": lambda _: [published(path=FORUM)],
    "listMembers": lambda _: [published(path=FORUM)],
    "listHubFunctions": lambda _: [published()],
    "listHubs": lambda _: [published(query={"space": "DC45"})],
    "getHub": lambda _: [published(path=HUB)],
    "getHubCapacity": lambda _: [published(path=HUB)],
    "openSupportRequest": lambda _: [private(json=WISH)],
    "listSupportRequests": lambda _: listed({"space": "DC45"}, {"state": "open"}),
    "getSupportRequest": of_request,
    "answerSupportRequest": lambda r: of_request(
        r, json={"answer": "start"}, headers=ANY_VERSION
    ),
    "withdrawSupportRequest": lambda r: of_request(
        r, json={"text": "a test"}, headers=ANY_VERSION
    ),
    "commentOnSupportRequest": lambda r: of_request(r, json={"text": "a test"}),
}
