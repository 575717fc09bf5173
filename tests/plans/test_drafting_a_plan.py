"""Drafting plans, changing drafts, and who sees them."""

from http import HTTPStatus
from uuid import uuid4

from tests.plans.desk import a_draft, a_ready_plan, an_adopted_plan, approve, told

HOSTILE = [
    {},
    {"space_code": "DC45"},
    {"space_code": "DC45", "title": ""},
    {"space_code": "DC45", "title": "x" * 201},
    {"space_code": "DC45", "title": "a\u202eb"},
    {"space_code": "DC45", "title": "a\x00b"},
    {"space_code": "DC45", "title": ["a"]},
    {"space_code": "DC 45'; drop table plan", "title": "a"},
    {"space_code": "DC45", "title": "a", "status": "adopted"},
    {"space_code": "DC45", "title": "a", "provenance": "guessed"},
    {"space_code": "DC45", "title": "a", "generation": 0},
    {"space_code": "DC45", "title": "a", "generation": 10**30},
    [],
    "DC45",
    None,
]


async def test_a_draft_is_begun_for_a_space(plans, planner) -> None:
    sent = {"space_code": "DC45", "title": "One Plan 2026", "provenance": "published"}

    drafted = await planner.post("/v1/plans", json=sent)

    assert drafted.status_code == HTTPStatus.CREATED
    plan = drafted.json()
    assert sent.items() <= plan.items()
    assert (plan["status"], plan["version"], plan["stages"]) == ("draft", 1, [])
    assert drafted.headers["location"] == f"/v1/plans/{plan['id']}"
    assert (await planner.get(drafted.headers["location"])).json() == plan
    assert [name for name, _ in await told(plans, plan["id"])] == ["plan_drafted"]


async def test_a_plan_is_only_for_a_space_that_exists(plans) -> None:
    async with plans.as_("administrator") as administrator:
        drafted = await administrator.post(
            "/v1/plans", json={"space_code": "DC99", "title": "Nowhere"}
        )

    assert drafted.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert drafted.json()["title"] == "SpaceUnknown"
    assert drafted.json()["errors"][0]["pointer"] == "/space_code"


async def test_a_municipality_is_not_a_space(plans) -> None:
    async with plans.as_("administrator") as administrator:
        drafted = await administrator.post(
            "/v1/plans", json={"space_code": "NC451", "title": "A municipality"}
        )

    assert drafted.json()["title"] == "SpaceUnknown"


async def test_nobody_drafts_in_a_space_of_others(planner) -> None:
    drafted = await planner.post(
        "/v1/plans", json={"space_code": "ETH", "title": "Theirs"}
    )

    assert drafted.status_code == HTTPStatus.FORBIDDEN
    assert drafted.json()["title"] == "NotPermittedInSpace"


async def test_a_hostile_draft_is_refused_and_changes_nothing(planner) -> None:
    for sent in HOSTILE:
        drafted = await planner.post("/v1/plans", json=sent)

        assert drafted.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert (await planner.get("/v1/plans")).json()["items"] == []


async def test_a_lone_surrogate_is_refused(planner) -> None:
    drafted = await planner.post(
        "/v1/plans",
        content=b'{"space_code": "DC45", "title": "a\\ud800"}',
        headers={"content-type": "application/json"},
    )

    assert drafted.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


async def test_a_draft_gets_another_title(plans, planner) -> None:
    plan = await a_draft(planner)
    read = await planner.get(f"/v1/plans/{plan}")

    changed = await planner.patch(
        f"/v1/plans/{plan}",
        json={"title": "Better"},
        headers={"if-match": read.headers["etag"]},
    )

    assert changed.status_code == HTTPStatus.OK
    assert (changed.json()["title"], changed.json()["version"]) == ("Better", 2)
    assert changed.headers["etag"] != read.headers["etag"]


async def test_a_change_needs_what_was_read(planner) -> None:
    plan = await a_draft(planner)
    url, change = f"/v1/plans/{plan}", {"title": "Better"}

    without = await planner.patch(url, json=change)
    stale = await planner.patch(url, json=change, headers={"if-match": '"7"'})

    assert without.status_code == HTTPStatus.PRECONDITION_REQUIRED
    assert stale.status_code == HTTPStatus.PRECONDITION_FAILED
    assert (await planner.get(url)).json()["version"] == 1


async def test_an_adopted_plan_keeps_its_title(plans, planner) -> None:
    plan = await an_adopted_plan(plans)
    url = f"/v1/plans/{plan}"
    read = await planner.get(url)

    changed = await planner.patch(
        url, json={"title": "Other"}, headers={"if-match": read.headers["etag"]}
    )

    assert changed.status_code == HTTPStatus.CONFLICT
    assert changed.json()["title"] == "PlanNotDraft"


async def test_the_etag_changes_when_the_status_does(planner, approver) -> None:
    plan = await a_ready_plan(planner)
    url = f"/v1/plans/{plan}"
    draft = await planner.get(url)

    await approve(approver, plan)

    known = {"if-none-match": draft.headers["etag"]}
    again = await planner.get(url, headers=known)
    assert again.status_code == HTTPStatus.OK
    assert again.json()["status"] == "adopted"


async def test_a_draft_is_not_there_for_others(plans, planner) -> None:
    plan = await a_draft(planner)
    strangers = (
        plans.as_anyone(),
        plans.as_("national_viewer"),
        plans.as_("district_planner", spaces=frozenset({"ETH"})),
    )
    paths = ("", "/interventions", "/decisions")

    for stranger in strangers:
        async with stranger:
            for path in paths:
                answer = await stranger.get(f"/v1/plans/{plan}{path}")
                assert answer.status_code == HTTPStatus.NOT_FOUND
                assert answer.json()["title"] == "PlanNotFound"
            assert (await stranger.get("/v1/plans")).json()["items"] == []


async def test_writing_to_a_draft_of_others_finds_none(plans, planner) -> None:
    plan = await a_draft(planner)

    async with plans.as_("district_planner", spaces=frozenset({"ETH"})) as stranger:
        answers = [
            await stranger.patch(
                f"/v1/plans/{plan}", json={"title": "x"}, headers={"if-match": '"1"'}
            ),
            await stranger.post(f"/v1/plans/{plan}/stages/diagnostic/completion"),
            await stranger.get(f"/v1/plans/{plan}/imports"),
        ]

    assert {answer.status_code for answer in answers} == {HTTPStatus.NOT_FOUND}


async def test_writing_to_an_adopted_plan_of_others_is_refused(plans) -> None:
    plan = await an_adopted_plan(plans)

    async with plans.as_("district_planner", spaces=frozenset({"ETH"})) as stranger:
        changed = await stranger.patch(
            f"/v1/plans/{plan}", json={"title": "x"}, headers={"if-match": '"1"'}
        )
        imports = await stranger.get(f"/v1/plans/{plan}/imports")

    assert changed.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
    assert imports.status_code == HTTPStatus.FORBIDDEN


async def test_an_auditor_reads_drafts_and_writes_none(plans, planner) -> None:
    plan = await a_draft(planner)

    async with plans.as_("auditor") as auditor:
        read = await auditor.get(f"/v1/plans/{plan}")
        written = await auditor.post(
            "/v1/plans", json={"space_code": "DC45", "title": "x"}
        )

    assert read.status_code == HTTPStatus.OK
    assert written.status_code == HTTPStatus.FORBIDDEN


async def test_plans_are_listed_page_by_page(planner) -> None:
    drafts = [await a_draft(planner, title=f"Plan {number}") for number in range(5)]

    first = (await planner.get("/v1/plans?limit=3")).json()
    second = (
        await planner.get("/v1/plans", params={"cursor": first["next_cursor"]})
    ).json()

    assert [item["id"] for item in first["items"] + second["items"]] == drafts
    assert second["next_cursor"] is None


async def test_a_cursor_of_another_list_is_refused(planner) -> None:
    answer = await planner.get("/v1/plans", params={"cursor": "IkEi"})

    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert answer.json()["title"] == "CursorMalformed"


async def test_a_plan_that_never_was_is_not_found(planner) -> None:
    for path in ("", "/interventions", "/decisions", "/imports"):
        answer = await planner.get(f"/v1/plans/{uuid4()}{path}")

        assert answer.status_code == HTTPStatus.NOT_FOUND
        assert answer.json()["title"] == "PlanNotFound"
