"""Structures that the law and the Regulations make, in every space and province."""

from collections import Counter, defaultdict
from typing import Any

import httpx
import pytest

from services.registry import reference
from services.registry.circles import in_circles
from services.registry.periods import stands
from services.registry.reference.structures import sectors
from services.registry.structures import pack
from services.registry.structures.models import Role, Seat
from services.registry.structures.rules import (
    chair_fault,
    citations,
    escalation,
)
from tests.harness import Running

OF_A_SPACE = {
    "district_intergovernmental_forum",
    "technical_support_structure",
    "ddm_committee",
}
OF_A_PROVINCE = {
    "premiers_intergovernmental_forum",
    "provincial_ddm_steering_committee",
    "provincial_ddm_technical_committee",
}


async def all_of(client: httpx.AsyncClient, path: str, **sent: Any) -> list[Any]:
    found: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await client.get(path, params=sent | cursor)).json()
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        cursor = {"cursor": page["next_cursor"]}


async def test_every_space_and_province_has_its_structures(registry: Running) -> None:
    async with registry.as_anyone() as anyone:
        found = await all_of(anyone, "/v1/structures", limit=100)

    spaces = {(each["space_code"], each["kind"]) for each in found}
    provinces = {(each["province_code"], each["kind"]) for each in found}
    counts = Counter(each["kind"] for each in found)
    for kind in OF_A_SPACE:
        assert counts[kind] == 52
        assert {(space.code, kind) for space in reference.spaces()} <= spaces
    for kind in OF_A_PROVINCE:
        assert counts[kind] == 9
        assert {(each.code, kind) for each in reference.provinces()} <= provinces
    assert counts["presidents_coordinating_council"] == 1
    assert counts["ddm_implementation_coordinating_committee"] == 1
    assert counts["national_intergovernmental_forum"] == len(sectors())


def test_every_seat_is_taken_by_an_office_that_exists() -> None:
    offices = {office.code: office for office in reference.offices()}
    _, seats = pack.structures()

    assert seats
    for seat in seats:
        assert seat.office_code in offices, seat.office_code
        assert seat.valid_from >= offices[seat.office_code].valid_from


def test_matters_go_up_from_everywhere_to_the_president_s_council() -> None:
    structures, _ = pack.structures()
    above = {each.code: each.reports_to for each in structures}

    for code in above.keys() - {"PCC"}:
        assert escalation(code, above)[-1] == "PCC", code
    assert escalation("DC45-TSS", above) == ["DC45-DIF", "NC-PIF", "PCC"]


def test_every_structure_is_chaired_on_every_day_by_one_or_by_several_together() -> (
    None
):
    structures, seats = pack.structures()
    taken: dict[str, list[Seat]] = defaultdict(list)
    for seat in seats:
        taken[seat.structure_code].append(seat)

    for structure in structures:
        own = taken[structure.code]
        days = {seat.valid_from for seat in own} | {seat.valid_to for seat in own}
        for day in days - {None}:
            roles = [seat.role for seat in own if stands(seat, day)]
            assert chair_fault(roles) is None, (structure.code, day)
        assert any(seat.votes for seat in own)


def test_no_quorum_of_the_pack_pretends_to_be_law() -> None:
    structures, _ = pack.structures()

    assert {each.quorum_basis for each in structures} == {"design"}
    assert all(each.citations and each.source for each in structures)


async def test_a_district_forum_is_its_mayors_and_the_district_s_secretariat(
    registry: Running,
) -> None:
    async with registry.as_anyone() as anyone:
        forum = (await anyone.get("/v1/structures/DC45-DIF")).json()
        members = (await anyone.get("/v1/structures/DC45-DIF/members")).json()["items"]

    assert forum["secretariat_organ_code"] == "DC45"
    assert forum["provider_meetings_a_year"] == 1
    assert forum["escalates_to"] == ["NC-PIF", "PCC"]
    assert {"act": "IGRFA", "section": "s27"} in forum["citations"]
    assert members[0]["office_code"] == "DC45.executive_mayor"
    assert members[0]["role"] == "chair"
    voters = {each["office_code"] for each in members if each["votes"]}
    assert voters == {
        "DC45.executive_mayor",
        "NC451.mayor",
        "NC452.mayor",
        "NC453.mayor",
    }
    assert all(each["office_title"] and each["holder"] is None for each in members)


async def test_structures_are_found_by_place_tier_kind_and_office(registry) -> None:
    async with registry.as_anyone() as anyone:

        async def codes(**sent: str) -> set[str]:
            return {
                each["code"] for each in await all_of(anyone, "/v1/structures", **sent)
            }

        of_space = await codes(space="ETH")
        of_province = await codes(province="NC", tier="provincial")
        of_mayor = await codes(office="NC451.mayor")
        forums = await codes(kind="premiers_intergovernmental_forum")

    assert of_space == {"ETH-DIF", "ETH-TSS", "ETH-DDMC"}
    assert of_province == {"NC-PIF", "NC-DDMSC", "NC-DDMTC"}
    assert of_mayor == {"DC45-DIF", "DC45-DDMC"}
    assert len(forums) == 9


async def test_before_the_law_there_was_no_forum(registry: Running) -> None:
    async with registry.as_anyone() as anyone:
        before = await anyone.get("/v1/structures/DC45-DIF?as_of=2005-08-14")
        first = await anyone.get("/v1/structures/DC45-DIF?as_of=2005-08-15")
        early = await all_of(anyone, "/v1/structures", as_of="2005-08-14")

    assert before.json()["title"] == "StructureNotFound"
    assert first.status_code == 200
    assert early == []


def test_citations_name_act_and_section() -> None:
    assert citations("IGRFA s24; DDM Regulations 2024 reg 8(5)") == [
        {"act": "IGRFA", "section": "s24"},
        {"act": "DDM Regulations 2024", "section": "reg 8(5)"},
    ]
    with pytest.raises(ValueError, match="section"):
        citations("IGRFA")


@pytest.mark.parametrize(
    ("roles", "rule"),
    [
        ([], "chair-missing"),
        ([Role.MEMBER, Role.OBSERVER], "chair-missing"),
        ([Role.CHAIR, Role.CHAIR], "chair-not-alone"),
        ([Role.CO_CHAIR], "co-chair-alone"),
        ([Role.CHAIR, Role.CO_CHAIR], "chairs-mixed"),
        ([Role.CHAIR, Role.MEMBER], None),
        ([Role.CO_CHAIR, Role.CO_CHAIR], None),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_one_chairs_or_several_do_so_together(roles, rule: str | None) -> None:
    broken = chair_fault(roles)

    assert (broken[0] if broken else None) == rule


def test_a_cycle_is_seen_from_within_and_not_from_outside() -> None:
    above = {"a": "b", "b": "c", "c": "b", "d": None}

    assert sorted(in_circles(above)) == ["b", "c"]
    assert escalation("a", above) == ["b", "c"]
