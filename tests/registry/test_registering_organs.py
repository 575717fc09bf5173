"""Organs of state over time: how they are stated, read, and refused."""

from http import HTTPStatus

import pytest

from tests.harness import Running
from tests.registry.proposing import applied, faults, proposed

DEPARTMENT = {
    "code": "NC-OVER-TIME",
    "name": "Northern Cape Department of Time",
    "kind": "provincial_department",
    "place_code": "NC",
}
COMPANY = {"code": "COMPANY", "name": "A company", "kind": "private_company"}


def named(code: str, **changes: object) -> dict[str, object]:
    return DEPARTMENT | {"code": code} | changes


async def get(registry: Running, path: str):
    async with registry.as_anyone() as anyone:
        return await anyone.get(path)


async def test_a_renamed_organ_is_read_as_it_was_on_any_day(registry: Running) -> None:
    await applied(registry, "organs", [named("T1")], effective_from="2020-04-01")
    await applied(
        registry,
        "organs",
        [named("T1", name="Renamed", vote=61)],
        effective_from="2024-04-01",
    )

    before = (await get(registry, "/v1/organs/T1?as_of=2024-03-31")).json()
    after = (await get(registry, "/v1/organs/T1?as_of=2024-04-01")).json()
    periods = (await get(registry, "/v1/organs/T1/periods")).json()["items"]

    assert (before["name"], before["vote"]) == (DEPARTMENT["name"], None)
    assert (after["name"], after["vote"]) == ("Renamed", 61)
    assert before["id"] == after["id"]
    assert [(p["valid_from"], p["valid_to"]) for p in periods] == [
        ("2020-04-01", "2024-04-01"),
        ("2024-04-01", None),
    ]


async def test_an_organ_that_ended_stays_readable_and_leaves_the_lists(
    registry: Running,
) -> None:
    await applied(registry, "organs", [named("T2")], effective_from="2020-04-01")
    ended = named("T2", valid_to="2023-04-01")
    proposal = await applied(registry, "organs", [ended], effective_from="2022-04-01")

    now = await get(registry, "/v1/organs/T2?as_of=2026-11-01")
    then = await get(registry, "/v1/organs/T2?as_of=2023-03-31")
    listed = await get(registry, "/v1/organs?place=NC&as_of=2026-11-01")

    assert proposal["counts"] == {"added": 0, "changed": 0, "ended": 1}
    assert now.status_code == HTTPStatus.NOT_FOUND
    assert "it ended on 2023-04-01" in now.json()["detail"]
    assert then.json()["valid_to"] == "2023-04-01"
    assert "T2" not in {organ["code"] for organ in listed.json()["items"]}


REFUSED = {
    "a place nobody knows": ({"place_code": "ATLANTIS"}, "place_code", "place-unknown"),
    "a place that ended": (
        {"kind": "traditional_council", "place_code": "FS164"},
        "place_code",
        "place-expired",
    ),
    "a province where a municipality is due": (
        {"kind": "municipal_entity", "parent_code": "JHB"},
        "place_code",
        "place-of-wrong-kind",
    ),
    "no place": ({"place_code": None}, "place_code", "place-missing"),
    "a department of no province": (
        {"kind": "national_department"},
        "place_code",
        "place-of-wrong-kind",
    ),
    "a parent nobody knows": (
        {"parent_code": "NOBODY"},
        "parent_code",
        "parent-unknown",
    ),
    "a parent of the wrong kind": (
        {"parent_code": "ESKOM"},
        "parent_code",
        "parent-of-wrong-kind",
    ),
    "no parent": (
        {"kind": "municipal_entity", "place_code": "JHB"},
        "parent_code",
        "parent-missing",
    ),
    "a vote of a company": (
        {"kind": "private_company", "vote": 4},
        "vote",
        "vote-not-expected",
    ),
    "a function nobody knows": (
        {"functions": ["9999"]},
        "functions",
        "function-unknown",
    ),
    "an end before its beginning": (
        {"valid_to": "2026-04-01"},
        "valid_to",
        "period-empty",
    ),
    "a municipality": (
        {"kind": "municipality", "place_code": "NC451"},
        "kind",
        "follows-the-demarcation",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_a_rule_that_is_broken_is_named_where_it_is(
    registry: Running, name: str
) -> None:
    changes, column, rule = REFUSED[name]
    rows = [COMPANY, named("T3", **changes)]

    refused = await proposed(registry, "organs", rows)

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert refused.json()["title"] == "StatementRefused"
    assert (f"/rows/1/{column}", rule) in faults(refused)


async def test_periods_neither_overlap_nor_are_rewritten(registry: Running) -> None:
    await applied(registry, "organs", [named("T4")], effective_from="2020-04-01")
    renamed = named("T4", name="Renamed")

    earlier = await proposed(registry, "organs", [renamed], effective_from="2019-04-01")
    same_day = await proposed(
        registry, "organs", [renamed], effective_from="2020-04-01"
    )
    twice = await proposed(registry, "organs", [renamed, named("T4")])

    assert faults(earlier) == {("/rows/0/code", "period-overlaps")}
    assert faults(same_day) == {("/rows/0/code", "history-rewritten")}
    assert faults(twice) == {("/rows/1/code", "code-repeated")}


async def test_a_code_is_never_given_again_and_a_kind_never_changes(
    registry: Running,
) -> None:
    await applied(
        registry,
        "organs",
        [named("T5", valid_to="2021-04-01"), named("T6")],
        effective_from="2020-04-01",
    )

    again = await proposed(registry, "organs", [named("T5")])
    other = await proposed(
        registry, "organs", [named("T6", kind="provincial_treasury")]
    )

    assert faults(again) == {("/rows/0/code", "code-expired")}
    assert faults(other) == {("/rows/0/kind", "kind-changed")}


async def test_a_vote_belongs_to_one_department_and_may_change_hands(
    registry: Running,
) -> None:
    await applied(registry, "organs", [named("T7", vote=71), named("T8", vote=72)])

    taken = await proposed(
        registry, "organs", [named("T9", vote=71)], effective_from="2026-05-01"
    )
    swapped = await applied(
        registry,
        "organs",
        [named("T7", vote=72), named("T8", vote=71)],
        effective_from="2026-05-01",
    )

    assert faults(taken) == {("/rows/0/vote", "vote-taken")}
    assert swapped["counts"]["changed"] == 2


async def test_what_lies_ahead_may_be_stated_otherwise(registry: Running) -> None:
    await applied(registry, "organs", [named("T10")])
    for name in ("Planned", "Planned otherwise"):
        await applied(
            registry, "organs", [named("T10", name=name)], effective_from="2032-04-01"
        )

    periods = (await get(registry, "/v1/organs/T10/periods")).json()["items"]

    assert [p["name"] for p in periods] == [DEPARTMENT["name"], "Planned otherwise"]


async def test_municipalities_are_organs_that_follow_their_places(
    registry: Running,
) -> None:
    now = (await get(registry, "/v1/organs/EC101")).json()
    then = (await get(registry, "/v1/organs/EC101?as_of=2016-01-01")).json()
    gone = await get(registry, "/v1/organs/FS164")

    assert now["name"] == "Dr Beyers Naudé Local Municipality"
    assert then["name"] == "Camdeboo Local Municipality"
    assert now["id"] != then["id"]
    assert gone.status_code == HTTPStatus.NOT_FOUND


async def test_organs_are_read_page_by_page_without_a_gap(registry: Running) -> None:
    codes: list[str] = []
    cursor: dict[str, str] = {}

    async with registry.as_anyone() as anyone:
        while True:
            page = (await anyone.get("/v1/organs?limit=100", params=cursor)).json()
            codes += [organ["code"] for organ in page["items"]]
            if page["next_cursor"] is None:
                break
            cursor = {"cursor": page["next_cursor"]}

    assert codes == sorted(set(codes))
    assert {"DWS", "ESKOM", "NC451", "DC45", "ETH"} <= set(codes)
