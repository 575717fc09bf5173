"""The sealed document: what was adopted, for anyone to verify, for good."""

import json
from hashlib import sha256
from http import HTTPStatus

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.database import EVERYWHERE, transaction
from deploy.cli import main
from tests.plans.desk import (
    a_ready_plan,
    all_interventions,
    an_adopted_plan,
    told,
)


def verify(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["verify-plan", *arguments])
    return int(ended.value.code or 0)


async def test_what_was_adopted_is_read_byte_for_byte(plans) -> None:
    plan = await an_adopted_plan(plans)

    async with plans.as_anyone() as anyone:
        sealed = await anyone.get(f"/v1/plans/{plan}/sealed")
        read = (await anyone.get(f"/v1/plans/{plan}")).json()
        interventions = await all_interventions(anyone, plan)

    assert sealed.status_code == HTTPStatus.OK
    assert "immutable" in sealed.headers["cache-control"]
    assert sha256(sealed.content).hexdigest() == read["seal"]
    assert sealed.json()["interventions"] == interventions
    assert sealed.json()["plan"]["version"] == read["version"]


async def test_the_seal_is_told_once_with_the_adoption(plans) -> None:
    plan = await an_adopted_plan(plans)

    events = dict(await told(plans, plan))

    assert events["plan_sealed"]["seal"] == events["plan_adopted"]["content_sha256"]
    assert (
        events["plan_sealed"]["plan_version"]
        == (events["plan_adopted"]["plan_version"])
    )


async def test_who_has_the_sealed_document_is_not_sent_it_again(plans) -> None:
    plan = await an_adopted_plan(plans)

    async with plans.as_anyone() as anyone:
        known = (await anyone.get(f"/v1/plans/{plan}/sealed")).headers["etag"]
        again = await anyone.get(
            f"/v1/plans/{plan}/sealed", headers={"if-none-match": known}
        )

    assert again.status_code == HTTPStatus.NOT_MODIFIED


async def test_a_draft_is_not_sealed(planner) -> None:
    plan = await a_ready_plan(planner)

    sealed = await planner.get(f"/v1/plans/{plan}/sealed")

    assert sealed.status_code == HTTPStatus.NOT_FOUND
    assert sealed.json()["title"] == "NotSealed"
    assert (await planner.get(f"/v1/plans/{plan}")).json()["seal"] is None


async def test_a_superseded_plan_keeps_its_seal(plans) -> None:
    first = await an_adopted_plan(plans)
    async with plans.as_anyone() as anyone:
        before = await anyone.get(f"/v1/plans/{first}/sealed")

        second = await an_adopted_plan(plans)

        after = await anyone.get(f"/v1/plans/{first}/sealed")
        other = await anyone.get(f"/v1/plans/{second}/sealed")
    assert after.content == before.content
    assert other.status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    "change",
    [
        "update sealed_plan set content = content || ' '",
        "delete from sealed_plan",
        "update plan set seal = repeat('0', 64)",
        "update plan set seal = null",
    ],
)
async def test_not_even_a_script_changes_what_was_sealed(plans, change) -> None:
    await an_adopted_plan(plans)

    with pytest.raises(DBAPIError):
        async with transaction(plans.sessions, EVERYWHERE) as session:
            await session.execute(text(change))


async def test_anyone_verifies_a_file_and_any_change_of_it_is_found(
    plans, tmp_path, capsys
) -> None:
    plan = await an_adopted_plan(plans)
    async with plans.as_anyone() as anyone:
        content = (await anyone.get(f"/v1/plans/{plan}/sealed")).content
        seal = (await anyone.get(f"/v1/plans/{plan}")).json()["seal"]
    file = tmp_path / "plan.json"

    file.write_bytes(content)
    assert verify(str(file), "--seal", seal) == 0
    file.write_text(json.dumps(json.loads(content), indent=2))
    assert verify(str(file), "--seal", seal.upper()) == 0
    file.write_bytes(content.replace(b'"8000000.00"', b'"8000000.01"', 1))
    assert verify(str(file), "--seal", seal) == 1
    assert "DIFFERS" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b'{"plan": {}, "plan": {}}',
        b'{"plan": {"title": 1e999}}',
        b"\xff",
        b"\xef\xbb\xbf{}",
        b'{"plan": {"title": "x", "space_code": "DC45", "version": 3.0}}',
        b'{"plan": {"title": "x", "space_code": "DC45", "version": 9007199254740993}}',
        b'{"plan": {"title": "\\ud800", "space_code": "DC45", "version": 3}}',
    ],
    ids=[
        *("empty", "nothing", "list", "twice", "infinite", "no text"),
        *("byte order mark", "fraction", "beyond exact", "half a letter"),
    ],
)
def test_what_is_no_sealed_plan_is_not_verified(tmp_path, content, capsys) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(content)

    assert verify(str(file)) == 2
    assert "cannot be verified" in capsys.readouterr().err


@pytest.mark.parametrize(
    "address", ["http://[", "http://localhost:1/v1/plans/x", "ftp://nowhere/x"]
)
def test_an_address_that_answers_nothing_is_said_to_be_unreadable(
    address, capsys
) -> None:
    assert verify(address) == 2
    assert "cannot be verified" in capsys.readouterr().err


def test_a_document_says_nothing_in_our_name(tmp_path, capsys) -> None:
    said = {"title": "x\nVerified: \x1b[2J", "space_code": "DC45", "version": 1}
    file = tmp_path / "plan.json"
    file.write_text(json.dumps({"plan": said}))

    verify(str(file), "--seal", "0" * 64)

    shown = capsys.readouterr().out
    assert "\nVerified" not in shown
    assert "\x1b" not in shown


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path, capsys) -> None:
    assert verify(str(tmp_path / "none.json")) == 2
    assert "none.json" in capsys.readouterr().err
