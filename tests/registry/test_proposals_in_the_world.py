"""Proposals read page by page, malformed, huge, and sent twice."""

from http import HTTPStatus

import pytest

from tests.harness import Running
from tests.registry.departments import named, organ, read
from tests.registry.proposing import PROPOSALS, applied, change, faults, proposed


async def test_proposals_are_read_page_by_page_by_who_has_to_do_with_them(
    registry: Running,
) -> None:
    rows = [named(f"L{number}") for number in range(5)]
    proposal = (await proposed(registry, "organs", rows)).json()["id"]
    address = f"{PROPOSALS}/{proposal}/rows?limit=2"

    codes: list[str] = []
    cursor = ""
    while True:
        page = (await read(registry, address + cursor)).json()
        codes += [each["row"]["code"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"

    assert codes == ["L0", "L1", "L2", "L3", "L4"]
    waiting = await read(registry, f"{PROPOSALS}?state=pending&subject=organs")
    assert proposal in {each["id"] for each in waiting.json()["items"]}
    for role in ("administrator", "approver", "auditor"):
        assert (await read(registry, f"{PROPOSALS}/{proposal}", role)).is_success
    for role in ("district_planner", "national_viewer"):
        refused = await read(registry, f"{PROPOSALS}/{proposal}", role)
        assert refused.status_code == HTTPStatus.FORBIDDEN


async def test_a_cursor_of_rows_that_nobody_was_given_is_refused(
    registry: Running,
) -> None:
    proposal = (await proposed(registry, "organs", [named("M1")])).json()["id"]

    answer = await read(registry, f"{PROPOSALS}/{proposal}/rows?cursor=IngyIg")

    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert answer.json()["title"] == "CursorMalformed"


HOSTILE = {
    "an unknown subject": ({"subject": "planets"}, "/subject"),
    "no rows": ({"rows": []}, "/rows"),
    "too many rows": ({"rows": [{}] * 10_001}, "/rows"),
    "a row that is none": ({"rows": [[]]}, "/rows/0"),
    "an unknown kind": ({"rows": [named("N1", kind="castle")]}, "/rows/0/kind"),
    "an unknown field": ({"rows": [named("N1", colour="red")]}, "/rows/0/colour"),
    "a code with a blank": ({"rows": [named("N 1")]}, "/rows/0/code"),
    "a day before the register": (
        {"effective_from": "1900-01-01"},
        "/effective_from",
    ),
    "no reason": ({"reason": " "}, "/reason"),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_what_is_no_proposal_is_refused_where_it_is_wrong(
    registry: Running, name: str
) -> None:
    changes, pointer = HOSTILE[name]
    sent = change("organs", [named("N1")]) | changes

    async with registry.as_("administrator") as administrator:
        answer = await administrator.post(PROPOSALS, json=sent)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, answer.text
    assert answer.json()["title"] == "InvalidRequest"
    assert pointer in {where for where, _ in faults(answer)}


@pytest.mark.parametrize(
    "many", [1_000, pytest.param(10_000, marks=pytest.mark.nightly)]
)
async def test_thousands_of_rows_are_proposed_and_applied_at_once(
    registry: Running, many: int
) -> None:
    rows = [
        {
            "code": f"MANY-{many}-{number}",
            "name": f"Company {number}",
            "kind": "private_company",
        }
        for number in range(many)
    ]

    proposal = await applied(registry, "organs", rows)

    assert proposal["counts"]["added"] == len(rows)
    assert (await organ(registry, f"MANY-{many}-{many - 1}")).is_success


async def test_the_same_request_sent_again_makes_one_proposal(
    registry: Running,
) -> None:
    key = {"idempotency-key": "proposing-once"}
    sent = change("organs", [named("O1")])

    async with registry.as_("administrator") as administrator:
        first = await administrator.post(PROPOSALS, json=sent, headers=key)
        again = await administrator.post(PROPOSALS, json=sent, headers=key)

    assert again.content == first.content
    assert again.headers["idempotency-replayed"] == "true"
