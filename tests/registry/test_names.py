"""Places and organs by any of their names, and decisions about labels, over HTTP."""

from http import HTTPStatus

from sqlalchemy import text

from chassis.database import EVERYWHERE, transaction
from tests.registry.asking import LOOKUP, RESOLUTIONS, RESOLVE, resolved


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


async def test_a_new_name_in_the_register_is_known_at_once(start) -> None:
    registry = await start("registry")
    assert (await resolved(registry, "Moonbase"))["outcome"] == "unknown"

    async with transaction(registry.sessions, EVERYWHERE) as session:
        await session.execute(
            text("update place set name = 'Moonbase' where code = 'NC453'")
        )

    assert (await resolved(registry, "Moonbase"))["place"]["code"] == "NC453"
