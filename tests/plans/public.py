"""The public comments on a draft: what it sends, and what is read afterwards."""

from datetime import timedelta

from sqlalchemy import text

from chassis import clock
from chassis.database import EVERYWHERE, transaction
from tests.plans.desk import a_draft, file_of, load

COMMENT = {"comment": "Hotazel has waited for water since 2019", "intervention": "A1"}
RESPONSE = {"outcome": "accepted", "response": "Brought forward", "changes": ["A1"]}


def notice(*, opens: int = 0, days: int = 21) -> dict[str, str]:
    first = clock.today() + timedelta(days=opens)
    last = first + timedelta(days=days - 1)
    return {
        "opens_on": str(first),
        "closes_on": str(last),
        "notice": "Comment",
    }


async def an_open_window(planner, **dates: int) -> tuple[str, str]:
    plan = await a_draft(planner)
    assert (await load(planner, plan, file_of({}))).status_code == 201
    opened = await planner.post(
        f"/v1/plans/{plan}/comment-windows", json=notice(**dates)
    )
    assert opened.status_code == 201, opened.text
    return plan, opened.json()["id"]


async def comment(client, window: str, **sent):
    return await client.post(
        f"/v1/comment-windows/{window}/submissions", json=COMMENT | sent
    )


async def register(client, window: str) -> list[dict]:
    found = await client.get(f"/v1/comment-windows/{window}/submissions")
    assert found.status_code == 200, found.text
    return found.json()["items"]


LATER = (
    """
    update comment_window set opens_on = opens_on + cast(:days as int),
      closes_on = closes_on + cast(:days as int) where id = :window
    """,
    """
    update plan set comment_from = comment_from + cast(:days as int),
      comment_to = comment_to + cast(:days as int)
    where id = (select plan_id from comment_window where id = :window)
    """,
)


async def moved(plans, window: str, days: int) -> None:
    """The window, so many days later."""
    async with transaction(plans.sessions, EVERYWHERE) as session:
        for statement in LATER:
            await session.execute(text(statement), {"days": days, "window": window})
