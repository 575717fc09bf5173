"""Labels that wait for a person, and decisions that become aliases."""

import asyncio
from http import HTTPStatus

from tests.registry.asking import (
    LABEL,
    NC452,
    RESOLUTIONS,
    decide,
    events,
    queued,
    resolved,
)


async def test_a_decision_becomes_an_alias_of_the_next_resolution(start) -> None:
    registry = await start("registry")
    (review,) = await queued(registry, LABEL)

    before = await resolved(registry, LABEL)
    decided = await decide(registry, review, NC452)
    after = await resolved(registry, LABEL)
    next_year = await resolved(registry, "Grt. Kuruman Municipality 2018/19")

    assert before["outcome"] == "unknown"
    assert decided.json()["status"] == "adopted"
    assert decided.json()["decided_by"] == "a-registrar"
    assert after["place"]["code"] == next_year["place"]["code"] == "NC452"
    assert after["reason"] == "adopted_alias"
    async with registry.as_anyone() as anyone:
        (alias,) = (await anyone.get("/v1/places/aliases?scheme=adopted")).json()[
            "items"
        ]
    assert alias["identifier"] == LABEL
    assert alias["adopted_by"] == "a-registrar"
    assert alias["reason"] == "as the annual report of 2017 uses it"
    assert alias["adopted_at"] == decided.json()["decided_at"]


async def test_a_decision_is_told_to_others_and_audited(start) -> None:
    registry = await start("registry")
    (review,) = await queued(registry, LABEL)

    await decide(registry, review, NC452)

    (told,) = await events(registry)
    assert (told["alias"], told["kind"], told["code"]) == (
        LABEL,
        "municipality",
        "NC452",
    )
    async with registry.as_("auditor") as auditor:
        entries = (
            await auditor.get(f"/v1/audit/registry?record={review['id']}")
        ).json()
    assert [entry["operation"] for entry in entries["items"]] == ["decideNameReview"]


async def test_a_label_may_name_no_place_at_all(start) -> None:
    registry = await start("registry")
    (review,) = await queued(registry, "Various")

    decided = await decide(registry, review, None)

    assert decided.json()["status"] == "dismissed"
    assert decided.json()["place_code"] is None
    assert (await resolved(registry, "Various"))["outcome"] == "unknown"
    assert await events(registry) == []


async def test_two_deciders_at_once_make_one_decision(start) -> None:
    registry = await start("registry")
    (review,) = await queued(registry, LABEL)

    answers = await asyncio.gather(
        decide(registry, review, NC452),
        decide(registry, review, {"kind": "municipality", "code": "NC451"}),
        decide(registry, review, None),
    )

    statuses = sorted(answer.status_code for answer in answers)
    refused = [a.json()["title"] for a in answers if a.status_code != HTTPStatus.OK]
    assert statuses == [HTTPStatus.OK, HTTPStatus.CONFLICT, HTTPStatus.CONFLICT]
    assert refused == ["NameReviewDecided", "NameReviewDecided"]


async def test_one_label_asked_in_two_ways_becomes_one_alias(start) -> None:
    registry = await start("registry")
    await queued(registry, LABEL)
    reviews = await queued(registry, LABEL, kind="municipality")
    assert len(reviews) == 2

    answers = await asyncio.gather(
        *(decide(registry, review, NC452) for review in reviews)
    )

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert {"AliasTaken"} == {
        a.json()["title"] for a in answers if a.status_code != HTTPStatus.OK
    }
    assert len(await events(registry)) == 1


async def test_a_decision_is_made_on_what_was_read(start) -> None:
    registry = await start("registry")
    (review,) = await queued(registry, LABEL)

    stale = await decide(registry, review, NC452, **{"if-match": '"7"'})
    async with registry.as_("administrator") as registrar:
        read = await registrar.get(f"/v1/name-reviews/{review['id']}")
    fresh = await decide(registry, review, NC452, **{"if-match": read.headers["etag"]})

    assert stale.status_code == HTTPStatus.PRECONDITION_FAILED
    assert fresh.status_code == HTTPStatus.OK
    assert fresh.headers["etag"] == '"2"'


NOT_TO_BE_TAKEN = (
    ("Emalahleni", {"kind": "municipality", "code": "MP312"}, "AliasTaken"),
    ("Nowhere", {"kind": "municipality", "code": "NC999"}, "AliasPlaceUnknown"),
    ("Nowhere", {"kind": "province", "code": "NC451"}, "AliasPlaceUnknown"),
    ("Nowhere", {"kind": "municipality", "code": "EC103"}, "AliasPlaceUnknown"),
)


async def test_a_name_of_another_place_is_never_taken(start) -> None:
    registry = await start("registry")
    reviews = {r["label"]: r for r in await queued(registry, "Emalahleni", "Nowhere")}

    for label, place, rule in NOT_TO_BE_TAKEN:
        assert (await decide(registry, reviews[label], place)).json()["title"] == rule

    async with registry.as_("administrator") as registrar:
        waiting = await registrar.get("/v1/name-reviews?status=open")
    assert len(waiting.json()["items"]) == 2
    assert await events(registry) == []


async def test_a_label_waits_once_however_often_it_is_asked(start) -> None:
    registry = await start("registry")

    await queued(registry, LABEL, "Various", LABEL.lower(), "Ugu")
    reviews = await queued(registry, "various", "Various")

    asked = {r["label"].casefold(): r["times_asked"] for r in reviews}
    assert asked == {LABEL.casefold(): 1, "various": 2}


async def test_reviews_are_read_by_status_and_page_by_page(start) -> None:
    registry = await start("registry")
    reviews = await queued(registry, LABEL, "Various", "Nowhere")
    await decide(registry, reviews[0], None)

    async with registry.as_("administrator") as registrar:
        waiting = (await registrar.get("/v1/name-reviews?status=open")).json()
        first = (await registrar.get("/v1/name-reviews?limit=2")).json()
        last = (
            await registrar.get(
                "/v1/name-reviews", params={"cursor": first["next_cursor"]}
            )
        ).json()
        none = await registrar.get(f"/v1/name-reviews/{'0' * 8}{reviews[0]['id'][8:]}")

    assert len(waiting["items"]) == 2
    assert [r["id"] for r in first["items"] + last["items"]] == [
        r["id"] for r in reviews
    ]
    assert none.json()["title"] == "NameReviewNotFound"


async def test_only_a_registrar_queues_reads_and_decides(start) -> None:
    registry = await start("registry")
    (review,) = await queued(registry, LABEL)
    sent = {"labels": ["Nowhere"], "queue": True}
    decision = {"place": None, "reason": "mine"}
    path = f"/v1/name-reviews/{review['id']}"

    async with registry.as_("national_viewer") as viewer:
        forbidden = [
            await viewer.post(RESOLUTIONS, json=sent),
            await viewer.get("/v1/name-reviews"),
            await viewer.get(path),
            await viewer.post(f"{path}/decision", json=decision),
        ]
    async with registry.as_anyone() as anyone:
        unknown = [
            await anyone.post(RESOLUTIONS, json=sent),
            await anyone.post(f"{path}/decision", json=decision),
        ]

    assert {answer.status_code for answer in forbidden} == {HTTPStatus.FORBIDDEN}
    assert {answer.status_code for answer in unknown} == {HTTPStatus.UNAUTHORIZED}
