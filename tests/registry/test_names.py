"""Places and organs by any of their names, and decisions about labels, over HTTP."""

import asyncio
from http import HTTPStatus

from sqlalchemy import text

from chassis.database import EVERYWHERE, transaction
from tests.harness import Running

RESOLVE = "/v1/places/resolve"
RESOLUTIONS = "/v1/places/resolutions"
LOOKUP = "/v1/places/lookup"
LABEL = "GRT KURUMAN MUNICIPALITY 17"
NC452 = {"kind": "municipality", "code": "NC452"}


async def queued(registry: Running, *labels: str, **known) -> list[dict]:
    """Reviews of these labels, oldest first."""
    async with registry.as_("administrator") as registrar:
        sent = {"labels": labels, "queue": True} | known
        answered = await registrar.post(RESOLUTIONS, json=sent)
        assert answered.status_code == HTTPStatus.OK, answered.text
        return (await registrar.get("/v1/name-reviews")).json()["items"]


async def decide(registry: Running, review: dict, place: dict | None, **headers):
    async with registry.as_("administrator", sub="a-registrar") as registrar:
        return await registrar.post(
            f"/v1/name-reviews/{review['id']}/decision",
            json={"place": place, "reason": "as the annual report of 2017 uses it"},
            headers=headers,
        )


async def resolved(registry: Running, name: str, **known) -> dict:
    async with registry.as_anyone() as anyone:
        return (await anyone.get(RESOLVE, params={"name": name} | known)).json()


async def events(registry: Running) -> list[dict]:
    async with transaction(registry.sessions, EVERYWHERE) as session:
        rows = await session.scalars(
            text(
                "select payload from outbox where subject like '%place_alias_adopted%'"
            )
        )
        return list(rows)


async def test_a_label_is_resolved_with_its_reason_and_score(registry) -> None:
    answer = await resolved(registry, "DISTR MUN: EHALANZENI 17")

    assert answer["outcome"] == "matched"
    assert answer["reason"] == "close_spelling"
    assert answer["place"] == {
        "kind": "municipality",
        "code": "DC32",
        "name": "Ehlanzeni",
    }
    assert answer["score"] == answer["candidates"][0]["score"] == 90


async def test_what_is_known_of_a_place_narrows_the_answer(registry) -> None:
    alone = await resolved(registry, "Emalahleni")
    inside = await resolved(registry, "Emalahleni", within="MP")
    earlier = await resolved(registry, "Naledi", as_of="2016-08-02")
    organ = await resolved(registry, "ZA-GP", kind="municipality")

    assert alone["outcome"] == earlier["outcome"] == "ambiguous"
    assert alone["place"] is None
    assert inside["place"]["code"] == "MP312"
    assert organ["outcome"] == "unknown"


async def test_a_thousand_labels_are_answered_in_their_order(registry) -> None:
    labels = ["Emalahleni", "SEBIDENG", "Durban", "!Kheis"] * 250

    async with registry.as_("national_viewer") as viewer:
        answered = (await viewer.post(RESOLUTIONS, json={"labels": labels})).json()

    assert [item["label"] for item in answered["items"]] == labels
    assert (answered["matched"], answered["ambiguous"]) == (500, 250)
    assert (answered["unknown"], answered["queued"]) == (250, 0)


HOSTILE = (
    ({"labels": []}, "/labels"),
    ({"labels": ["Ugu"] * 1001}, "/labels"),
    ({"labels": ["Ugu", "x" * 10_000]}, "/labels/1"),
    ({"labels": ["Ugu\x00"]}, "/labels/0"),
    ({"labels": ["U\u202egu"]}, "/labels/0"),
    ({"labels": ["  "]}, "/labels/0"),
    ({"labels": [17]}, "/labels/0"),
    ({"labels": ["Ugu"], "kind": "planet"}, "/kind"),
    ({"labels": ["Ugu"], "as_of": "2016-02-30"}, "/as_of"),
    ({"labels": ["Ugu"], "unheard": "of"}, "/unheard"),
)


async def test_hostile_labels_are_refused_by_name(registry) -> None:
    async with registry.as_("administrator") as registrar:
        for sent, pointer in HOSTILE:
            refused = await registrar.post(RESOLUTIONS, json=sent)

            assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
            assert pointer in {error["pointer"] for error in refused.json()["errors"]}


async def test_only_a_province_or_a_space_can_be_around_a_place(registry) -> None:
    async with registry.as_anyone() as anyone:
        refused = await anyone.get(RESOLVE, params={"name": "Ugu", "within": "MARS"})
        local = await anyone.get(RESOLVE, params={"name": "Ugu", "within": "NC451"})
        alias = await anyone.get(RESOLVE, params={"name": "Emfuleni", "within": "GP"})

    assert refused.json()["title"] == local.json()["title"] == "WithinUnknown"
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert alias.json()["place"]["code"] == "GT421"


IDENTIFIERS = (
    ("mdb", "nc451", {"NC451"}),
    ("mdb", "DC45", {"DC45"}),
    ("name", "joe morolong", {"NC451"}),
    ("name", "EMALAHLENI", {"EC136", "MP312"}),
    ("iso3166_2", "ZA-GP", {"GT"}),
    ("iso3166_2_old", "ZA-NL", {"KZN"}),
    ("statssa_numeric", "3", {"NC"}),
    ("common", "LP", {"LIM"}),
    ("treasury", "Nelson Mandela", {"NMA"}),
    ("cogta", "Bojanala", {"DC37"}),
    ("former", "Cacadu", {"DC10"}),
)


async def test_a_place_is_found_by_any_identifier(registry) -> None:
    async with registry.as_anyone() as anyone:
        for scheme, identifier, codes in IDENTIFIERS:
            asked = {"scheme": scheme, "identifier": identifier}
            found = (await anyone.get(LOOKUP, params=asked)).json()["items"]

            assert {place["code"] for place in found} == codes


async def test_an_identifier_that_is_none_is_not_found(registry) -> None:
    async with registry.as_anyone() as anyone:
        none = await anyone.get(f"{LOOKUP}?scheme=iso3166_2&identifier=ZA-XX")
        ended = await anyone.get(f"{LOOKUP}?scheme=mdb&identifier=EC103")
        then = await anyone.get(
            f"{LOOKUP}?scheme=mdb&identifier=EC103&as_of=2016-08-02"
        )

    assert none.status_code == ended.status_code == HTTPStatus.NOT_FOUND
    assert none.json()["title"] == "IdentifierUnknown"
    assert then.json()["items"][0]["name"] == "Ikwezi"


async def test_a_vote_belongs_to_the_department_of_its_years(registry) -> None:
    vote = "/v1/organ-lookup?scheme=treasury_vote&identifier=17"

    async with registry.as_anyone() as anyone:
        now = (await anyone.get(vote)).json()["items"]
        then = (await anyone.get(f"{vote}&as_of=2019-04-01")).json()["items"]
        former = await anyone.get(
            "/v1/organ-lookup?scheme=former&identifier=department of water affairs"
        )
        code = await anyone.get("/v1/organ-lookup?scheme=code&identifier=ESKOM")
        name = await anyone.get(
            "/v1/organ-lookup?scheme=name&identifier=the presidency"
        )
        none = await anyone.get("/v1/organ-lookup?scheme=code&identifier=NOBODY")

    assert [organ["code"] for organ in now] == ["DHET"]
    assert [organ["code"] for organ in then] == ["DSD"]
    assert former.json()["items"][0]["code"] == "DWS"
    assert code.json()["items"][0]["code"] == "ESKOM"
    assert name.json()["items"][0]["code"] == "PRESIDENCY"
    assert none.status_code == HTTPStatus.NOT_FOUND


async def test_aliases_are_read_page_by_page_and_by_code(registry) -> None:
    async with registry.as_anyone() as anyone:
        every = (await anyone.get("/v1/places/aliases")).json()["items"]
        first = (await anyone.get("/v1/places/aliases?limit=40")).json()
        rest = (
            await anyone.get(
                "/v1/places/aliases", params={"cursor": first["next_cursor"]}
            )
        ).json()["items"]
        eden = (await anyone.get("/v1/places/aliases?code=DC4&scheme=former")).json()
        organs = (await anyone.get("/v1/organ-aliases?code=DWS")).json()["items"]
        bad = await anyone.get("/v1/places/aliases?cursor=nonsense")

    assert first["items"] + rest == every
    assert [alias["identifier"] for alias in eden["items"]] == ["Eden"]
    assert eden["items"][0]["valid_to"] == "2018-12-31"
    assert "Department of Water Affairs" in {alias["identifier"] for alias in organs}
    assert bad.json()["title"] == "CursorMalformed"


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


async def test_a_new_name_in_the_register_is_known_at_once(start) -> None:
    registry = await start("registry")
    assert (await resolved(registry, "Moonbase"))["outcome"] == "unknown"

    async with transaction(registry.sessions, EVERYWHERE) as session:
        await session.execute(
            text("update place set name = 'Moonbase' where code = 'NC453'")
        )

    assert (await resolved(registry, "Moonbase"))["place"]["code"] == "NC453"
