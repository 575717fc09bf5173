"""A demarcation is proposed as files, shown, and written when another approves it."""

import asyncio
from http import HTTPStatus
from importlib.resources import files

import httpx

from tests.harness import Running
from tests.registry.demarcating import WARD, applied, events, merger, sent
from tests.registry.proposing import PROPOSALS, decided

PACK = files("services.registry.reference") / "za"
WARDS_OF_THE_COUNTRY = 4468


async def municipality(registry: Running, code: str) -> httpx.Response:
    async with registry.as_anyone() as anyone:
        return await anyone.get(f"/v1/municipalities/{code}?as_of=2026-11-04")


async def test_a_dry_run_shows_what_would_change_and_keeps_nothing(registry) -> None:
    shown = await sent(registry, **merger(), dry_run=True)
    async with registry.as_("approver") as approver:
        kept = await approver.get(PROPOSALS)

    view = shown.json()
    assert shown.status_code == HTTPStatus.OK
    assert [place["code"] for place in view["added"]] == ["NC454"]
    assert [place["code"] for place in view["ended"]] == ["NC452", "NC453"]
    assert [step["change"] for step in view["transitions"]] == ["merged", "merged"]
    assert (view["id"], view["dry_run"]) == (None, True)
    assert kept.json()["items"] == []


async def test_nothing_changes_until_another_person_approves_it(start) -> None:
    registry = await start("registry")

    proposed = await sent(registry, **merger())
    before = await municipality(registry, "NC452")
    own = await decided(
        registry, proposed.json()["id"], "approval", sub="administrator"
    )
    told_before = await events(registry)
    approval = await decided(registry, proposed.json()["id"], "approval")

    assert proposed.status_code == HTTPStatus.CREATED, proposed.text
    assert proposed.headers["Location"] == f"{PROPOSALS}/{proposed.json()['id']}"
    assert before.is_success
    assert own.json()["title"] == "ReviewedByAnother"
    assert told_before == []
    assert approval.json()["state"] == "approved"
    assert (await municipality(registry, "NC452")).status_code == HTTPStatus.NOT_FOUND


async def test_a_reviewer_sees_the_rows_and_every_difference(start) -> None:
    registry = await start("registry")
    proposed = (await sent(registry, **merger())).json()
    place = f"{PROPOSALS}/{proposed['id']}"

    async with registry.as_("approver") as approver:
        proposal = (await approver.get(place)).json()
        rows = (await approver.get(f"{place}/rows")).json()["items"]
        found = (await approver.get(f"{place}/differences")).json()["items"]

    differences = {each["record"]: each for each in found}
    assert (proposal["subject"], proposal["rows"]) == ("demarcations", 3)
    assert proposal["effective_from"] == "2026-11-04"
    assert rows[0]["row"]["place"]["code"] == "NC454"
    assert rows[1]["row"]["transition"]["old_code"] == "NC452"
    assert differences["municipality NC452"]["effect"] == "ended"
    assert differences["municipality NC454"]["after"]["name"] == "Kuruman"
    assert differences["transition NC453 NC454"]["effect"] == "added"


async def test_what_is_known_already_is_not_proposed(registry) -> None:
    same = await sent(
        registry,
        spaces=(PACK / "spaces.csv").read_text("utf-8"),
        municipalities=(PACK / "municipalities.csv").read_text("utf-8"),
        transitions=(PACK / "transitions.csv").read_text("utf-8"),
    )

    assert same.json()["title"] == "ProposalChangesNothing"


async def test_of_two_equal_proposals_one_is_applied_and_the_other_outdated(
    start,
) -> None:
    registry = await start("registry")
    ids = [(await sent(registry, **merger())).json()["id"] for _ in range(2)]

    answers = await asyncio.gather(
        *(decided(registry, proposal, "approval") for proposal in ids)
    )

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    outdated = next(answer for answer in answers if not answer.is_success)
    assert outdated.json()["title"] == "ProposalOutdated"
    assert len(await events(registry)) == 2


async def test_a_proposal_whose_rows_would_be_refused_today_is_outdated(start) -> None:
    registry = await start("registry")
    wards = WARD + "34503001,,NC453,2026-11-04,\n"
    proposed = await sent(registry, wards=wards)
    await applied(registry, **merger())

    answer = await decided(registry, proposed.json()["id"], "approval")

    assert answer.json()["title"] == "ProposalOutdated"
    assert [error["code"] for error in answer.json()["errors"]] == ["code-expired"]


async def test_the_wards_of_the_whole_country_are_one_proposal(start) -> None:
    registry = await start("registry")
    rows = [
        f"{10_000_000 + number},,NC451,2021-11-01,"
        for number in range(1, WARDS_OF_THE_COUNTRY + 1)
    ]

    view = await applied(registry, wards=WARD + "\n".join(rows) + "\n")

    assert view["counts"]["added"] == WARDS_OF_THE_COUNTRY
    assert await events(registry) == ["places_published"] * 30
