"""Aliases from a file: all of its rows or none, each with its reason."""

import asyncio
from http import HTTPStatus

import httpx

from tests.harness import Running
from tests.registry.asking import events
from tests.registry.proposing import decided

IMPORTS = "/v1/alias-imports"
FILE = """scheme,identifier,code,subject,kind,valid_from,valid_to,needs_title
stats,JTGDM,DC45,,,,,
stats,Kathu municipality,NC453,place,municipality,2016-08-03,,1
former,Department of Forestry,DWS,organ,,1994-05-01,2009-05-01,
"""


async def sent(registry: Running, content: str, **sent) -> httpx.Response:
    form = {"reason": "names of the 2017 statistics"} | sent
    async with registry.as_("administrator") as registrar:
        return await registrar.post(
            IMPORTS, data=form, files={"file": ("names.csv", content.encode())}
        )


async def approved(registry: Running, content: str) -> httpx.Response:
    """Propose and approve; the approval."""
    proposed = await sent(registry, content)
    assert proposed.status_code == HTTPStatus.CREATED, proposed.text
    return await decided(registry, proposed.json()["id"], "approval")


async def found(registry: Running, scheme: str) -> list[str]:
    async with registry.as_anyone() as anyone:
        every = []
        for path in ("/v1/places/aliases", "/v1/organ-aliases"):
            page = await anyone.get(path, params={"scheme": scheme})
            every += [alias["identifier"] for alias in page.json()["items"]]
        return every


async def test_a_file_is_shown_then_proposed_then_approved_by_another(start) -> None:
    registry = await start("registry")

    shown = await sent(registry, FILE, dry_run="true")
    proposed = await sent(registry, FILE)
    before = await found(registry, "stats")
    own = await decided(
        registry, proposed.json()["id"], "approval", sub="administrator"
    )
    approval = await decided(registry, proposed.json()["id"], "approval")
    again = await sent(registry, FILE)

    assert shown.status_code == HTTPStatus.OK
    assert shown.json() == {"id": None, "added": 3, "unchanged": 0, "dry_run": True}
    assert proposed.json()["added"] == 3
    assert before == []
    assert own.json()["title"] == "ReviewedByAnother"
    assert approval.json()["counts"] == {"added": 3, "changed": 0, "ended": 0}
    assert again.json()["title"] == "ProposalChangesNothing"
    assert len(await events(registry)) == 2
    assert await found(registry, "stats") == ["JTGDM", "Kathu municipality"]
    async with registry.as_anyone() as anyone:
        answer = await anyone.get("/v1/places/resolve?name=jtgdm")
        organ = await anyone.get(
            "/v1/organ-lookup?scheme=former&identifier=Department of Forestry"
        )
    assert answer.json()["place"]["code"] == "DC45"
    assert organ.json()["items"][0]["code"] == "DWS"


BROKEN = (
    ("adopted,Kathu,NC453,,,,,", "scheme", "scheme-kept"),
    ("stats,Kathu,NC999,,,,,", "code", "subject-unknown"),
    ("stats,Kathu,NC453,organ,space,,,", "kind", "kind-of-organ"),
    ("stats,Kathu,NC453,place,province,,,", "code", "subject-unknown"),
    ("stats,Kathu,EC103,place,,2016-08-03,,", "code", "subject-unknown"),
    ("stats,Kathu,NC453,,,2017-01-01,2016-01-01,", "valid_to", "period-reversed"),
    ("stats,Ugu,NC453,,,,,", "identifier", "name-taken"),
    ("iso3166_2,ZA-GP,NC,,,,,", "identifier", "identifier-taken"),
    ("treasury_vote,41,DHET,organ,,,,", "identifier", "identifier-taken"),
    ("stats,Kathu,NC453,,,2016-02-30,,", "valid_from", "date-not-valid"),
)


async def test_a_row_that_breaks_a_rule_is_named_and_nothing_loaded(registry) -> None:
    for row, column, rule in BROKEN:
        refused = await sent(registry, FILE + row + "\n")

        assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        faults = [(e["pointer"], e["code"]) for e in refused.json()["errors"]]
        assert (f"/rows/5/{column}", rule) in faults
    assert await found(registry, "stats") == []


async def test_one_identifier_cannot_name_two_places_in_one_file(start) -> None:
    registry = await start("registry")
    header = FILE.splitlines()[0]

    twice = f"{header}\nstats,X1,NC451,,,,,\nstats,x1,NC452,,,,,\n"
    refused = await sent(registry, twice)
    in_turn = await approved(
        registry,
        f"{header}\nstats,X1,NC451,,,2001-01-01,2010-01-01,\n"
        "stats,X1,NC452,,,2010-01-01,,\n",
    )

    assert [e["code"] for e in refused.json()["errors"]] == ["identifier-taken"] * 2
    assert in_turn.json()["counts"]["added"] == 2


async def test_a_file_without_rows_is_refused(registry) -> None:
    refused = await sent(registry, FILE.splitlines()[0] + "\n")

    assert refused.json()["title"] == "AliasFileEmpty"


async def test_the_same_file_twice_adds_its_aliases_once(start) -> None:
    registry = await start("registry")
    ids = [(await sent(registry, FILE)).json()["id"] for _ in range(2)]

    answers = await asyncio.gather(
        *(decided(registry, proposal, "approval") for proposal in ids)
    )

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert await found(registry, "stats") == ["JTGDM", "Kathu municipality"]


async def test_only_a_registrar_proposes_aliases(registry) -> None:
    async with registry.as_("district_planner") as planner:
        refused = await planner.post(
            IMPORTS, data={"reason": "mine"}, files={"file": ("n.csv", FILE.encode())}
        )

    assert refused.status_code == HTTPStatus.FORBIDDEN
