"""Bodies that decide about plans of DC45, who speaks for them, and what they say."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import date
from decimal import Decimal
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid5

import httpx

from chassis import clock
from chassis.identifiers import new_id
from chassis.principal import OfficeHeld
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
from tests.harness import Running
from tests.plans.desk import a_ready_plan, the_registry_speaks

Step = tuple[str, str, str]
"""Which step of the chain, of which body, and its identifier."""

SINCE = date(2020, 1, 1)
READING = frozenset({"plans:read", "plans:decide"})
PEOPLE = UUID(int=45)
MANAGER, MAYOR = "DC45.municipal_manager", "DC45.executive_mayor"
LOCALS = ("NC451.mayor", "NC452.mayor", "NC453.mayor")
MAYORS = (MAYOR, *LOCALS)
OFFICES = {
    MANAGER: "municipal_manager",
    MAYOR: "executive_mayor",
    **dict.fromkeys(LOCALS, "mayor"),
}
APPROVE = {"decision": "approve"}
THERE = {
    "technical_review": (MANAGER,),
    "publication": (MANAGER,),
    "district_forum": MAYORS,
}


def an_office(code: str, kind: str) -> OfficeRecord:
    organ = code.split(".", maxsplit=1)[0]
    return OfficeRecord(
        code=code,
        title=code,
        kind=kind,
        sphere="local",
        organ_code=organ,
        place_kind="municipality",
        place_code=organ,
        space_codes=("DC45",),
        valid_from=SINCE,
        valid_to=None,
        version=1,
    )


def an_appointment(code: str, **changes: Any) -> AppointmentRecord:
    """Whoever is called as the office holds it."""
    usual = {
        "appointment_id": uuid5(PEOPLE, code),
        "office_code": code,
        "holder": code,
        "identity": code,
        "capacity": "substantive",
        "powers": None,
        "valid_from": SINCE,
        "valid_to": None,
        "version": 1,
    }
    return AppointmentRecord.model_validate(usual | changes)


def a_structure(code: str, kind: str, chair: str, voters: Iterable[str]) -> Any:
    seats = [
        MemberRecord(
            office_code=office,
            role="chair" if office == chair else "member",
            votes=True,
            valid_from=SINCE,
            valid_to=None,
        )
        for office in voters
    ]
    return StructureRecord(
        code=code,
        name=code,
        kind=kind,
        tier="district",
        space_code="DC45",
        province_code="NC",
        reports_to=None,
        secretariat_organ_code="DC45",
        quorum_share=Decimal("0.5"),
        quorum_exceeds=True,
        members=tuple(seats),
        valid_from=SINCE,
        valid_to=None,
        version=1,
    )


def the_bodies_of_dc45() -> list[Event]:
    """Offices, holders, a technical and a district forum, as they are told."""
    offices = tuple(an_office(*office) for office in OFFICES.items())
    appointments = tuple(an_appointment(code) for code in OFFICES)
    forums = (
        a_structure("DC45-TF", "technical_support_structure", MANAGER, [MANAGER]),
        a_structure("DC45-IGF", "district_intergovernmental_forum", MAYOR, MAYORS),
    )
    return [
        OfficesStated(batch=str(new_id()), offices=offices),
        AppointmentsStated(batch=str(new_id()), appointments=appointments),
        StructuresStated(batch=str(new_id()), structures=forums),
    ]


def places_and_bodies() -> list[Event]:
    """All that plans needs to be told for the full chain of DC45."""
    return [*the_registry_speaks(), *the_bodies_of_dc45()]


def holding(plans: Running, *codes: str, **changes: Any) -> httpx.AsyncClient:
    """A client of somebody whose token says that they hold these offices."""
    offices = tuple(
        OfficeHeld(
            code, "substantive", str(new_id()), "DC45", READING, frozenset({"DC45"})
        )
        for code in codes
    )
    claims = {"sub": codes[0], "client_id": codes[0], "scopes": frozenset()}
    claims |= {"spaces": frozenset(), "offices": offices}
    return plans.as_("national_viewer", **(claims | changes))


async def state_chain(plans: Running, **changes: Any) -> httpx.Response:
    """An administrator states that the full chain applies to DC45 from today."""
    sent = {"space_code": "DC45", "chain": "forums_and_councils", "reason": "a test"}
    async with plans.as_("administrator") as administrator:
        return await administrator.post("/v1/approval-rules", json=sent | changes)


async def a_submitted_plan(planner: httpx.AsyncClient, **changes: Any) -> str:
    plan = await a_ready_plan(planner, **changes)
    submitted = await planner.post(f"/v1/plans/{plan}/submission")
    assert submitted.status_code == 201, submitted.text
    return plan


async def approval_of(client: httpx.AsyncClient, plan: str) -> Any:
    """The last submission, with its steps."""
    listed = await client.get(f"/v1/plans/{plan}/approval-rounds")
    return listed.json()["items"][-1]


async def steps_of(client: httpx.AsyncClient, plan: str) -> list[Step]:
    """Step, body and identifier, in the order of the chain."""
    submission = await approval_of(client, plan)
    return [
        (each["step"], each["body_code"], each["id"]) for each in submission["steps"]
    ]


def in_person(offices: Iterable[str]) -> list[dict[str, str]]:
    """Today's attendance of whoever is called as the office holds it."""
    return [
        {
            "day": str(clock.today()),
            "office_code": code,
            "manner": "holder",
            "person": code,
        }
        for code in offices
    ]


async def a_sitting(plans: Running, body: str, **changes: Any) -> str:
    """A sitting of this forum that is convened today; nobody is noted as there."""
    today = str(clock.today())
    sent = {"kind": "forum", "title": body, "structure_code": body}
    sent |= {"begins_on": today, "ends_on": today}
    async with plans.as_("district_planner") as secretary:
        planned = await secretary.post("/v1/sittings", json=sent | changes)
        assert planned.status_code == HTTPStatus.CREATED, planned.text
        sitting = str(planned.json()["id"])
        convened = await secretary.post(f"/v1/sittings/{sitting}/convening")
        assert convened.is_success, convened.text
    return sitting


async def note(plans: Running, sitting: str, offices: Iterable[str]) -> httpx.Response:
    """Note that the holders of these offices are there."""
    async with plans.as_("district_planner") as secretary:
        return await secretary.post(
            f"/v1/sittings/{sitting}/attendance", json={"entries": in_person(offices)}
        )


def of_council(council: str, **changes: Any) -> dict[str, Any]:
    """A sitting of this municipality's council today, with 11 of its 20 members."""
    today = str(clock.today())
    sent = {
        "kind": "council",
        "basis": "reported",
        "title": council,
        "source": "Minutes",
    }
    sent |= {"number": f"{council}-{new_id()}", "organ_code": council}
    sent |= {"space_code": "DC45", "begins_on": today, "ends_on": today}
    return sent | {"members": 20, "members_present": 11} | changes


async def a_council_sitting(plans: Running, council: str, **changes: Any) -> str:
    sent = of_council(council, **changes)
    async with plans.as_("district_planner") as secretary:
        known = await secretary.post("/v1/sittings", json=sent)
        assert known.status_code == HTTPStatus.CREATED, known.text
    return str(known.json()["id"])


async def the_sitting_of(plans: Running, step: str, body: str) -> str | None:
    """Today's sitting of the body with all who vote in it; the same for all plans."""
    known: dict[str, str] = plans.state.setdefault("sittings", {})
    if body not in known and step in THERE:
        known[body] = await a_sitting(plans, body)
        noted = await note(plans, known[body], THERE[step])
        assert noted.is_success, noted.text
    elif body not in known and step == "councils":
        known[body] = await a_council_sitting(plans, body)
    return known.get(body)


async def say(
    plans: Running, plan: str, step: tuple[str, str, str], **said: Any
) -> httpx.Response:
    """Whoever speaks for the body says it, complete as it must be."""
    name, body, identifier = step
    office = {
        "technical_review": MANAGER,
        "publication": MANAGER,
        "district_forum": MAYOR,
    }.get(name, MAYOR if body == "DC45" else f"{body}.mayor")
    usual: dict[str, Any] = {"decision": "approve", "reference": f"{body} 12/2026"}
    if "sitting_id" not in said:
        usual["sitting_id"] = await the_sitting_of(plans, name, body)
    async with holding(plans, office) as somebody:
        return await somebody.post(
            f"/v1/plans/{plan}/steps/{identifier}/decision", json=usual | said
        )


async def approve_all(
    plans: Running, plan: str, steps: Iterable[tuple[str, str, str]]
) -> list[httpx.Response]:
    return [await say(plans, plan, step) for step in steps]


async def with_the_full_chain(start: Callable[..., Awaitable[Running]]) -> Running:
    """The service with the bodies of DC45, whose chain is the full one."""
    running = await start("plans", told=places_and_bodies)
    stated = await state_chain(running)
    assert stated.status_code == HTTPStatus.CREATED, stated.text
    return running


async def before_the_forum(
    plans: Running, planner: httpx.AsyncClient
) -> tuple[str, Step]:
    """A plan that the technical forum has approved and published."""
    plan = await a_submitted_plan(planner)
    review, publication, forum, *_ = await steps_of(planner, plan)
    await approve_all(plans, plan, [review, publication])
    return plan, forum
