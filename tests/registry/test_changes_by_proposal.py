"""Master data changes by proposal, reviewed by somebody else, and applied whole."""

import asyncio
from http import HTTPStatus

import pytest
from sqlalchemy import text

from chassis.database import EVERYWHERE, transaction
from tests.harness import Running
from tests.registry.proposing import (
    PROPOSALS,
    applied,
    change,
    decided,
    faults,
    proposed,
)

DEPARTMENT = {
    "code": "NC-TESTS",
    "name": "Northern Cape Department of Tests",
    "kind": "provincial_department",
    "place_code": "NC",
}


def named(code: str, **changes: object) -> dict[str, object]:
    return DEPARTMENT | {"code": code} | changes


async def read(registry: Running, path: str, role: str = "auditor"):
    async with registry.as_(role) as reader:
        return await reader.get(path)


async def organ(registry: Running, code: str, as_of: str = "2026-11-01"):
    return await read(registry, f"/v1/organs/{code}?as_of={as_of}")


async def told(registry: Running, word: str, of: str) -> list[dict]:
    async with transaction(registry.sessions, EVERYWHERE) as session:
        rows = await session.scalars(
            text(
                "select payload from outbox where subject like :subject "
                "and payload::text like :of order by position"
            ),
            {"subject": f"%.{word}.v1", "of": f"%{of}%"},
        )
        return list(rows)


async def test_a_proposal_shows_what_it_would_change_and_changes_nothing(
    registry: Running,
) -> None:
    answer = await proposed(registry, "organs", [named("A1")])

    proposal = answer.json()
    assert answer.status_code == HTTPStatus.CREATED, answer.text
    assert answer.headers["location"] == f"{PROPOSALS}/{proposal['id']}"
    assert proposal["state"] == "pending"
    assert proposal["counts"] == {"added": 1, "changed": 0, "ended": 0}
    seen = await read(registry, f"{PROPOSALS}/{proposal['id']}/differences")
    (difference,) = seen.json()["items"]
    assert difference["record"] == "A1"
    assert difference["effect"] == "added"
    assert difference["before"] == {}
    assert difference["after"]["name"] == DEPARTMENT["name"]
    assert (await organ(registry, "A1")).status_code == HTTPStatus.NOT_FOUND
    assert await told(registry, "organs_stated", "A1") == []


async def test_an_approved_proposal_is_in_force_from_its_day_and_told(
    registry: Running,
) -> None:
    proposal = await applied(
        registry, "organs", [named("B1")], effective_from="2026-05-01"
    )

    assert proposal["state"] == "approved"
    assert proposal["decided_by"] == "approver"
    now, before = await organ(registry, "B1"), await organ(registry, "B1", "2026-04-30")
    assert now.json()["valid_from"] == "2026-05-01"
    assert before.status_code == HTTPStatus.NOT_FOUND
    (stated,) = await told(registry, "organs_stated", '"B1"')
    (registered,) = await told(registry, "organs_registered", '"B1"')
    (told_decision,) = await told(registry, "change_proposal_decided", proposal["id"])
    assert stated["organs"][0]["periods"][0]["valid_from"] == "2026-05-01"
    assert registered["organs"][0]["sphere"] == "provincial"
    assert (told_decision["state"], told_decision["added"]) == ("approved", 1)


async def test_a_change_that_lies_ahead_is_written_now_and_in_force_then(
    registry: Running,
) -> None:
    await applied(registry, "organs", [named("C1")])
    await applied(
        registry,
        "organs",
        [named("C1", name="Renamed")],
        effective_from="2031-04-01",
    )

    assert (await organ(registry, "C1")).json()["name"] == DEPARTMENT["name"]
    later = (await organ(registry, "C1", "2031-04-01")).json()
    assert later["name"] == "Renamed"
    assert later["id"] == (await organ(registry, "C1")).json()["id"]


@pytest.mark.parametrize(
    "claims",
    [{"sub": "administrator"}, {"client_id": "administrator"}],
    ids=["the same person", "the same client"],
)
@pytest.mark.parametrize("verdict", ["approval", "rejection"])
async def test_nobody_reviews_what_they_proposed(
    registry: Running, verdict: str, claims: dict[str, str]
) -> None:
    answer = await proposed(registry, "organs", [named("D1")])

    refused = await decided(registry, answer.json()["id"], verdict, **claims)

    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert refused.json()["title"] == "ReviewedByAnother"
    assert (await organ(registry, "D1")).status_code == HTTPStatus.NOT_FOUND


async def test_a_rejected_proposal_changes_nothing_and_says_why(
    registry: Running,
) -> None:
    answer = await proposed(registry, "organs", [named("E1")])

    rejected = await decided(registry, answer.json()["id"], "rejection")
    again = await decided(registry, answer.json()["id"], "approval")

    assert rejected.json()["state"] == "rejected"
    assert rejected.json()["decision_reason"] == "a test"
    assert again.status_code == HTTPStatus.CONFLICT
    assert again.json()["title"] == "ChangeProposalDecidedAlready"
    assert (await organ(registry, "E1")).status_code == HTTPStatus.NOT_FOUND


async def test_only_its_author_withdraws_a_proposal(registry: Running) -> None:
    answer = await proposed(registry, "organs", [named("F1")])
    proposal_id = answer.json()["id"]

    other = await decided(registry, proposal_id, "withdrawal", sub="somebody-else")
    withdrawn = await decided(registry, proposal_id, "withdrawal")
    approval = await decided(registry, proposal_id, "approval")

    assert other.json()["title"] == "WithdrawnByItsAuthor"
    assert withdrawn.json()["state"] == "withdrawn"
    assert approval.json()["title"] == "ChangeProposalDecidedAlready"


async def test_of_two_approvals_at_once_one_wins(registry: Running) -> None:
    answer = await proposed(registry, "organs", [named("G1")])

    verdicts = await asyncio.gather(
        *(
            decided(registry, answer.json()["id"], "approval", sub=name, client_id=name)
            for name in ("one", "two", "three")
        )
    )

    assert sorted(verdict.status_code for verdict in verdicts) == [200, 409, 409]
    assert (
        len(await told(registry, "change_proposal_decided", answer.json()["id"])) == 1
    )
    assert len((await read(registry, "/v1/organs/G1/periods")).json()["items"]) == 1


async def test_approval_and_withdrawal_at_once_leave_one_decision(
    registry: Running,
) -> None:
    answer = await proposed(registry, "organs", [named("H1")])
    proposal_id = answer.json()["id"]

    approval, withdrawal = await asyncio.gather(
        decided(registry, proposal_id, "approval"),
        decided(registry, proposal_id, "withdrawal"),
    )

    assert sorted([approval.status_code, withdrawal.status_code]) == [200, 409]
    exists = (await organ(registry, "H1")).is_success
    assert exists is approval.is_success


async def test_a_proposal_whose_effect_has_changed_is_not_applied(
    registry: Running,
) -> None:
    await applied(registry, "organs", [named("I1")], effective_from="2026-04-01")
    first = await proposed(
        registry, "organs", [named("I1", name="First")], effective_from="2026-06-01"
    )
    await applied(
        registry, "organs", [named("I1", name="Second")], effective_from="2026-05-01"
    )

    refused = await decided(registry, first.json()["id"], "approval")

    assert refused.status_code == HTTPStatus.CONFLICT
    assert refused.json()["title"] == "ProposalOutdated"
    assert (await organ(registry, "I1")).json()["name"] == "Second"
    seen = await read(registry, f"{PROPOSALS}/{first.json()['id']}")
    assert seen.json()["state"] == "pending"


async def test_a_proposal_that_breaks_a_rule_by_now_is_outdated_by_name(
    registry: Running,
) -> None:
    first = await proposed(registry, "organs", [named("J1", vote=91)])
    await applied(registry, "organs", [named("J2", vote=91)])

    refused = await decided(registry, first.json()["id"], "approval")

    assert refused.json()["title"] == "ProposalOutdated"
    assert faults(refused) == {("/rows/0/vote", "vote-taken")}


async def test_a_proposal_that_changes_nothing_is_refused(registry: Running) -> None:
    await applied(registry, "organs", [named("K1")])

    again = await proposed(
        registry, "organs", [named("K1")], effective_from="2026-06-01"
    )

    assert again.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert again.json()["title"] == "ProposalChangesNothing"


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
