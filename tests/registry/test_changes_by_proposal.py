"""Master data changes by proposal, reviewed by somebody else, and applied whole."""

import asyncio
from http import HTTPStatus

import pytest

from tests.harness import Running
from tests.registry.departments import DEPARTMENT, named, organ, read, told
from tests.registry.proposing import PROPOSALS, applied, decided, faults, proposed


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
