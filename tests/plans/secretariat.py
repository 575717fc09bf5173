"""The forums that sit for DC45, who sits in them, and what their secretariat does."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import httpx

from chassis.identifiers import new_id
from contracts.event import Event
from contracts.events.registry_offices import (
    AppointmentRecord,
    AppointmentsStated,
    OfficeRecord,
    OfficesStated,
)
from contracts.events.registry_structures import (
    MemberRecord,
    StructureRecord,
    StructuresStated,
)

FORUM, PROVINCE, NATION = "DC45-DIF", "NC-PIF", "PCC"
FIRST_DAY, LAST_DAY = "2018-02-07", "2018-02-09"
SINCE = date(2016, 8, 3)
MAYORS = {
    "DC45.executive_mayor": "A. District",
    "NC451.mayor": "B. Morolong",
    "NC452.mayor": "C. Segonyana",
    "NC453.mayor": "D. Gamagara",
}
MANAGER = "DC45.municipal_manager"

Json = dict[str, Any]


def the_forums_stand() -> list[Event]:
    """The district's forum, the province's and the nation's, with their members."""
    structures = (
        a_structure(FORUM, "district", space="DC45", province="NC", above=PROVINCE),
        a_structure(PROVINCE, "provincial", province="NC", above=NATION),
        a_structure(NATION, "national"),
    )
    return [
        OfficesStated(batch="t", offices=tuple(an_office(code) for code in MAYORS)),
        AppointmentsStated(
            batch="t",
            appointments=tuple(an_appointment(*each) for each in MAYORS.items()),
        ),
        StructuresStated(batch="t", structures=structures),
    ]


def a_structure(
    code: str,
    tier: str,
    *,
    space: str | None = None,
    province: str | None = None,
    above: str | None = None,
) -> StructureRecord:
    """More than half of the four mayors are its quorum; the manager only listens."""
    seats = [(office, "member", True) for office in MAYORS]
    seats.append((MANAGER, "observer", False))
    return StructureRecord(
        code=code,
        name=code,
        kind="forum",
        tier=tier,
        space_code=space,
        province_code=province,
        reports_to=above,
        secretariat_organ_code=None,
        quorum_share=Decimal("0.5"),
        quorum_exceeds=True,
        members=tuple(
            MemberRecord(
                office_code=office,
                role=role,
                votes=votes,
                valid_from=SINCE,
                valid_to=None,
            )
            for office, role, votes in seats
        ),
        valid_from=SINCE,
        valid_to=None,
        version=1,
    )


def an_office(code: str) -> OfficeRecord:
    return OfficeRecord(
        code=code,
        title=code,
        kind="mayor",
        sphere="local",
        organ_code=None,
        place_kind=None,
        place_code=None,
        space_codes=("DC45",),
        valid_from=SINCE,
        valid_to=None,
        version=1,
    )


def an_appointment(office: str, holder: str) -> AppointmentRecord:
    return AppointmentRecord(
        appointment_id=new_id(),
        office_code=office,
        holder=holder,
        identity=None,
        capacity="substantive",
        powers=None,
        valid_from=SINCE,
        valid_to=None,
        version=1,
    )


def agreed(answer: httpx.Response) -> Json:
    assert answer.is_success, f"{answer.status_code} {answer.text}"
    found: Json = answer.json()
    return found


async def plan(client: httpx.AsyncClient, **changes: Any) -> str:
    sent = {
        "kind": "forum",
        "title": "Forum",
        "structure_code": FORUM,
        "begins_on": FIRST_DAY,
        "ends_on": LAST_DAY,
        "provenance": "illustrative",
    }
    return str(agreed(await client.post("/v1/sittings", json=sent | changes))["id"])


async def does(client: httpx.AsyncClient, sitting: str, what: str, **sent: Any) -> Json:
    """A step of a sitting that is agreed to, such as `convening`."""
    return agreed(await attempt(client, sitting, what, **sent))


async def attempt(
    client: httpx.AsyncClient, sitting: str, what: str, **sent: Any
) -> httpx.Response:
    return await client.post(f"/v1/sittings/{sitting}/{what}", json=sent or None)


async def attend(
    client: httpx.AsyncClient,
    sitting: str,
    *days: str,
    offices: Sequence[str] = tuple(MAYORS),
) -> Json:
    """These mayors are there themselves on these days."""
    entries = [
        {"day": day, "office_code": code, "manner": "holder", "person": MAYORS[code]}
        for day in days
        for code in offices
    ]
    return await does(client, sitting, "attendance", entries=entries)


async def a_quorate_sitting(client: httpx.AsyncClient, **changes: Any) -> str:
    """A sitting that is convened, with all mayors there on its first day."""
    sitting = await plan(client, **changes)
    await does(client, sitting, "convening")
    await attend(client, sitting, changes.get("begins_on", FIRST_DAY))
    return sitting


async def resolve(
    client: httpx.AsyncClient, sitting: str, on: str = FIRST_DAY, **changes: Any
) -> httpx.Response:
    sent = {"content": "One plan", "outcome": "adopted", "on": on} | changes
    return await attempt(client, sitting, "resolutions", **sent)


async def items(client: httpx.AsyncClient, path: str, **query: Any) -> list[Json]:
    """Every page of a list."""
    found: list[Json] = []
    cursor: dict[str, str] = {}
    while True:
        page = agreed(await client.get(path, params=query | cursor))
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        cursor = {"cursor": page["next_cursor"]}
