"""Structures and their members change by proposal, and by rules."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from chassis.database import EVERYWHERE, transaction
from tests.harness import Running
from tests.registry.proposing import applied, faults, proposed

FORUM = {
    "code": "NC-WATER",
    "name": "Water forum of two municipalities",
    "kind": "inter_municipality_forum",
    "province_code": "NC",
    "reports_to": "DC45-DIF",
    "secretariat_organ_code": "DC45",
    "chairs": ["NC451.mayor"],
    "citations": "IGRFA s28",
    "source": "an agreement of the municipalities",
}
SEAT = {"structure_code": "DC45-DIF", "office_code": "NC451.municipal_manager"}


async def read(registry: Running, path: str) -> Any:
    async with registry.as_anyone() as anyone:
        return (await anyone.get(f"/v1/structures/{path}")).json()


async def members(registry: Running, code: str, day: str) -> dict[str, str]:
    found = await read(registry, f"{code}/members?as_of={day}")
    return {each["office_code"]: each["role"] for each in found["items"]}


@pytest.fixture
async def own(start) -> Running:
    """A registry that a test may change."""
    running: Running = await start("registry")
    return running


async def test_a_forum_begins_changes_its_chair_and_ends_without_losing_history(
    own: Running,
) -> None:
    await applied(own, "structures", [FORUM], effective_from="2026-01-01")
    chaired = FORUM | {"chairs": ["NC452.mayor"]}
    await applied(own, "structures", [chaired], effective_from="2026-06-01")
    ended = {"code": "NC-WATER", "ends": True}
    await applied(own, "structures", [ended], effective_from="2026-09-01")

    assert await members(own, "NC-WATER", "2026-05-31") == {"NC451.mayor": "chair"}
    assert await members(own, "NC-WATER", "2026-06-01") == {"NC452.mayor": "chair"}
    gone = await read(own, "NC-WATER?as_of=2026-09-01")
    assert gone["title"] == "StructureNotFound"


async def test_what_changes_is_told_with_a_higher_version(own: Running) -> None:
    await applied(own, "structure_members", [SEAT | {"role": "observer"}])

    async with transaction(own.sessions, EVERYWHERE) as session:
        told = await session.scalars(
            text(
                "select payload from outbox where aggregate = 'from 2026-04-01' "
                "and subject like '%structures_stated%'"
            )
        )
        payloads = [p if isinstance(p, dict) else json.loads(p) for p in told]
    (structure,) = payloads[0]["structures"]
    assert structure["code"] == "DC45-DIF"
    assert structure["version"] == 2
    seat = [m for m in structure["members"] if m["office_code"] == SEAT["office_code"]]
    assert [(each["role"], each["votes"]) for each in seat] == [("observer", False)]


async def test_a_seat_is_taken_and_given_up(own: Running) -> None:
    await applied(own, "structure_members", [SEAT], effective_from="2026-02-01")
    gone = [SEAT | {"ends": True}]
    await applied(own, "structure_members", gone, effective_from="2026-03-01")

    office = SEAT["office_code"]
    assert office not in await members(own, "DC45-DIF", "2026-01-31")
    assert (await members(own, "DC45-DIF", "2026-02-28"))[office] == "member"
    assert office not in await members(own, "DC45-DIF", "2026-03-01")


async def test_a_chair_passes_on_in_one_proposal(own: Running) -> None:
    rows = [
        {"structure_code": "DC45-DIF", "office_code": "DC45.executive_mayor"},
        {
            "structure_code": "DC45-DIF",
            "office_code": "NC451.mayor",
            "role": "chair",
        },
    ]
    await applied(own, "structure_members", rows)

    seats = await members(own, "DC45-DIF", "2026-04-01")
    assert seats["NC451.mayor"] == "chair"
    assert seats["DC45.executive_mayor"] == "member"


async def test_what_is_so_already_changes_nothing(registry: Running) -> None:
    chair = {"structure_code": "DC45-DIF", "office_code": "DC45.executive_mayor"}

    answer = await proposed(registry, "structure_members", [chair | {"role": "chair"}])

    assert answer.json()["title"] == "ProposalChangesNothing", answer.text


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"chairs": ["NC459.mayor"]}, ("/rows/0/chairs", "office-unknown")),
        ({"chairs": []}, ("/rows/0/chairs", "chair-missing")),
        ({"kind": "club"}, ("/rows/0/kind", "kind-unknown")),
        ({"name": None}, ("/rows/0/name", "missing")),
        ({"reports_to": "NOWHERE"}, ("/rows/0/reports_to", "structure-unknown")),
        ({"reports_to": "NC-WATER"}, ("/rows/0/reports_to", "reports-to-cycle")),
        ({"quorum_share": "1.5"}, ("/rows/0/quorum_share", "quorum-out-of-range")),
        ({"space_code": "DC99"}, ("/rows/0/space_code", "space-unknown")),
        ({"space_code": "DC21"}, ("/rows/0/province_code", "province-differs")),
        ({"province_code": "XX"}, ("/rows/0/province_code", "province-unknown")),
        (
            {"secretariat_organ_code": "NOBODY"},
            ("/rows/0/secretariat_organ_code", "organ-unknown"),
        ),
        ({"citations": "somewhere"}, ("/rows/0/citations", "citation-not-valid")),
        ({"kind": "ddm_committee"}, ("/rows/0/space_code", "space-missing")),
        (
            {"kind": "premiers_intergovernmental_forum", "province_code": None},
            ("/rows/0/province_code", "province-missing"),
        ),
        ({"code": "PCC", "ends": True}, ("/rows/0/ends", "others-report-to-it")),
        ({"ends": True}, ("/rows/0/code", "nothing-to-end")),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
async def test_a_structure_that_breaks_a_rule_is_refused_by_name(
    registry: Running, change: dict[str, Any], fault: tuple[str, str]
) -> None:
    answer = await proposed(registry, "structures", [FORUM | change])

    assert fault in faults(answer)


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (
            [SEAT | {"structure_code": "NOWHERE"}],
            ("/rows/0/structure_code", "structure-unknown"),
        ),
        (
            [SEAT | {"office_code": "NC459.mayor"}],
            ("/rows/0/office_code", "office-unknown"),
        ),
        ([SEAT, SEAT], ("/rows/1/office_code", "seat-repeated")),
        ([SEAT | {"role": "chair"}], ("/rows/0/role", "chair-not-alone")),
        (
            [SEAT | {"office_code": "DC45.executive_mayor", "ends": True}],
            ("/rows/0/role", "chair-missing"),
        ),
        ([SEAT | {"ends": True}], ("/rows/0/office_code", "nothing-to-end")),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
async def test_a_seat_that_breaks_a_rule_is_refused_by_name(
    registry: Running, rows: list[Any], fault: tuple[str, str]
) -> None:
    answer = await proposed(registry, "structure_members", rows)

    assert fault in faults(answer)


async def test_a_cycle_over_several_rows_is_refused(registry: Running) -> None:
    first = FORUM | {"code": "F1", "reports_to": "F2"}
    second = FORUM | {"code": "F2", "reports_to": "F1"}

    answer = await proposed(registry, "structures", [first, second])

    assert ("/rows/0/reports_to", "reports-to-cycle") in faults(answer)
    assert ("/rows/1/reports_to", "reports-to-cycle") in faults(answer)


async def test_nothing_is_slipped_in_before_what_is_stated(own: Running) -> None:
    await applied(own, "structure_members", [SEAT], effective_from="2026-08-01")

    answer = await proposed(
        own, "structure_members", [SEAT], effective_from="2026-07-01"
    )

    assert ("/rows/0/office_code", "later-period-stated") in faults(answer)


async def test_what_began_on_a_past_day_is_not_rewritten(registry: Running) -> None:
    began = (await read(registry, "DC45-DIF"))["valid_from"]
    forum = FORUM | {"code": "DC45-DIF", "kind": "district_intergovernmental_forum"}

    for row in (forum, {"code": "DC45-DIF", "ends": True}):
        answer = await proposed(registry, "structures", [row], effective_from=began)
        assert ("/rows/0/code", "history-rewritten") in faults(answer)


async def test_who_chaired_since_a_past_day_is_not_written_out_of_it(
    own: Running,
) -> None:
    await applied(own, "structures", [FORUM], effective_from="2026-01-01")
    seats = [
        {"structure_code": "NC-WATER", "office_code": "NC451.mayor"},
        {"structure_code": "NC-WATER", "office_code": "NC452.mayor", "role": "chair"},
    ]
    await applied(own, "structure_members", seats, effective_from="2026-02-01")

    back = await proposed(own, "structures", [FORUM], effective_from="2026-02-01")
    kept = FORUM | {"name": "Another name", "chairs": ["NC452.mayor"]}
    await applied(own, "structures", [kept], effective_from="2026-02-01")

    assert ("/rows/0/chairs", "history-rewritten") in faults(back)


async def test_members_of_one_structure_are_weighed_together(own: Running) -> None:
    mayors = [SEAT | {"office_code": f"NC45{n}.mayor", "role": "chair"} for n in (1, 2)]

    answer = await proposed(own, "structure_members", mayors)

    assert faults(answer) == {("/rows/1/role", "chair-not-alone")}
