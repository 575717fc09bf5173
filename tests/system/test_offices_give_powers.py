"""Powers follow appointments by themselves: from a day, in a space, until it ends."""

from collections.abc import Generator
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

import httpx
import pytest

from chassis import clock
from chassis.principal import OfficeHeld
from deploy.embedded.cluster import Cluster
from gateway.roles import SCOPES
from tests.system.mint import Mint
from tests.system.people import People, agreed, eventually

MANAGER = "DC45.municipal_manager"
TODAY = clock.today()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
LONG_AGO = TODAY - timedelta(days=100)
NOBODY: dict[str, Any] = {"scopes": (), "spaces": (), "role": "office_bearer"}


class Bearers:
    """People whose tokens carry no scope at all, and what they may write."""

    def __init__(self, system: Cluster, http: httpx.Client) -> None:
        self.system = system
        self.mint = Mint(system)
        self.http = http

    def drafts(self, sub: str, space: str = "DC45", **claims: Any) -> httpx.Response:
        token = self.mint.external(sub=sub, **(NOBODY | claims))
        return self.http.post(
            f"{self.system.gateway_url}/v1/plans",
            json={"space_code": space, "title": f"Drafted by {sub}"},
            headers={"authorization": f"Bearer {token}"},
        )

    def becomes(self, sub: str, status: int, space: str = "DC45") -> httpx.Response:
        """The answer, once it is this one: the gateway looks every second."""

        def look() -> httpx.Response | None:
            answer = self.drafts(sub, space)
            return answer if answer.status_code == status else None

        found = eventually(look)
        assert found is not None
        return found


@pytest.fixture(scope="module")
def bearers(system: Cluster) -> Generator[Bearers]:
    with httpx.Client(timeout=30, trust_env=False) as http:
        yield Bearers(system, http)


def appoint(people: People, *rows: dict[str, Any], day: date = TODAY) -> None:
    """Propose as one person, approve as another."""
    proposal = agreed(
        people["administrator"].post(
            "/v1/change-proposals",
            json={
                "subject": "appointments",
                "effective_from": day.isoformat(),
                "reason": "council resolution",
                "rows": [{"office_code": MANAGER} | row for row in rows],
            },
        )
    )
    agreed(
        people["approver"].post(
            f"/v1/change-proposals/{proposal['id']}/approval",
            json={"reason": "seen"},
        )
    )


def acting(name: str, first: date, **changes: Any) -> dict[str, Any]:
    return {
        "capacity": "acting",
        "holder": name,
        "identity": name,
        "valid_from": first.isoformat(),
    } | changes


@pytest.fixture(scope="module")
def vacancy(people: People) -> None:
    appoint(people, {"capacity": "vacant"}, day=LONG_AGO)


@pytest.mark.usefixtures("vacancy")
def test_an_acting_manager_writes_from_the_first_day_in_their_space_until_the_end(
    people: People, bearers: Bearers
) -> None:
    past = TODAY - timedelta(days=10)
    appoint(
        people,
        acting("before", past, valid_to=TODAY.isoformat()),
        acting("now", TODAY, valid_to=TOMORROW.isoformat()),
        acting("after", TOMORROW),
    )

    drafted = bearers.becomes("now", HTTPStatus.CREATED)
    elsewhere = bearers.drafts("now", space="DC21")
    refused = [bearers.drafts(name) for name in ("before", "after", "somebody")]

    assert drafted.json()["space_code"] == "DC45"
    assert elsewhere.json()["title"] == "NotPermittedInSpace"
    assert [answer.json()["title"] for answer in refused] == ["ScopeNotHeld"] * 3

    audit = agreed(people["auditor"].get("/v1/audit/plans"))["items"]
    entry = next(e for e in audit if e["records"] == [drafted.json()["id"]])
    assert [(o["office"], o["capacity"]) for o in entry["on_behalf"]] == [
        (MANAGER, "acting")
    ]


@pytest.fixture(scope="module")
def chosen(people: People, bearers: Bearers) -> str:
    """The municipal manager of DC6, once somebody had acted in the vacancy."""
    office = {"office_code": "DC6.municipal_manager"}
    vacant = office | {"capacity": "vacant", "valid_from": LONG_AGO.isoformat()}
    appoint(people, vacant, office | acting("stand-in", YESTERDAY))
    bearers.becomes("stand-in", HTTPStatus.CREATED, space="DC6")
    appoint(people, office | acting("chosen", TODAY) | {"capacity": "substantive"})
    return "chosen"


def test_who_acts_may_no_more_once_somebody_is_appointed(
    bearers: Bearers, chosen: str
) -> None:
    bearers.becomes(chosen, HTTPStatus.CREATED, space="DC6")
    lost = bearers.becomes("stand-in", HTTPStatus.FORBIDDEN, space="DC6")

    assert lost.json()["title"] == "ScopeNotHeld"


def test_an_office_widens_nothing_that_its_holder_has_elsewhere(
    bearers: Bearers, chosen: str
) -> None:
    bearers.becomes(chosen, HTTPStatus.CREATED, space="DC6")
    reader = {"scopes": ("plans:read",), "spaces": ("DC21",)}
    writer = {"scopes": ("plans:write",), "spaces": ("DC21",)}

    assert bearers.drafts(chosen, "DC21", **reader).status_code == HTTPStatus.FORBIDDEN
    assert bearers.drafts(chosen, "DC45", **writer).status_code == HTTPStatus.FORBIDDEN
    assert bearers.drafts(chosen, "DC21", **writer).status_code == HTTPStatus.CREATED
    assert bearers.drafts(chosen, "DC6", **reader).status_code == HTTPStatus.CREATED


def test_nobody_speaks_for_an_office_by_saying_so(
    bearers: Bearers, chosen: str
) -> None:
    bearers.becomes(chosen, HTTPStatus.CREATED, space="DC6")
    everywhere = OfficeHeld(
        "DC6.municipal_manager",
        "substantive",
        "01",
        "DC6",
        frozenset({"plans:write"}),
        frozenset({"*"}),
    )
    claimed = bearers.drafts("impostor", "DC6", offices=(everywhere,))
    as_client = bearers.drafts("impostor", "DC6", client_id=chosen)
    narrowed = bearers.drafts(
        chosen, "DC6", scopes=("plans:read",), spaces=("DC6",), narrowed=True
    )
    token = bearers.mint.external(sub="impostor", **NOBODY)
    inside = bearers.mint.internal("registry", **NOBODY | {"scopes": SCOPES})
    url = bearers.system.urls["registry"] + "/v1/powers"
    forged = bearers.http.post(
        f"{bearers.system.gateway_url}/v1/plans",
        json={"space_code": "DC6", "title": "Forged"},
        headers={
            "authorization": f"Bearer {token}",
            "x-od-offices": "DC6.municipal_manager",
            "x-onedistrict-sub": chosen,
        },
    )
    asked = bearers.http.get(url, headers={"authorization": f"Bearer {inside}"})
    routed = bearers.http.get(f"{bearers.system.gateway_url}/v1/powers")

    for answer in (claimed, as_client, narrowed, forged, asked):
        assert answer.status_code == HTTPStatus.FORBIDDEN, answer.text
    assert routed.status_code == HTTPStatus.NOT_FOUND


def test_while_the_registry_is_away_offices_give_nothing_and_clients_work(
    system: Cluster, people: People, bearers: Bearers, chosen: str
) -> None:
    system.restart("gateway", ONEDISTRICT_POWERS_TRUSTED_SECONDS="3")
    bearers.becomes(chosen, HTTPStatus.CREATED, space="DC6")

    system.kill("registry")
    withheld = bearers.becomes(chosen, HTTPStatus.FORBIDDEN, space="DC6")
    ordinary = people["district_planner"].post(
        "/v1/plans", json={"space_code": "DC45", "title": "Drafted meanwhile"}
    )
    system.restart("registry")

    assert withheld.json()["title"] == "ScopeNotHeld"
    assert ordinary.status_code == HTTPStatus.CREATED
    bearers.becomes(chosen, HTTPStatus.CREATED, space="DC6")
