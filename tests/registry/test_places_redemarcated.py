"""A new demarcation is a file: shown first, then applied whole or not at all."""

import asyncio
from decimal import Decimal
from http import HTTPStatus
from importlib.resources import files

import pytest
from sqlalchemy import text

from chassis.database import EVERYWHERE, transaction

MUNICIPALITY = (
    "code,name,category,parent_code,space_code,province_code,miif_class,valid_from,"
    "valid_from_basis,valid_to\n"
)
TRANSITION = "date,old_code,new_code,old_change,new_change,weight,population,source\n"
WARD = "code,name,municipality_code,valid_from,valid_to\n"
SPACE = "code,name,kind,province_code,seat,valid_from,valid_to\n"
KURUMAN = "NC454,Kuruman,B,DC45,DC45,NC,,2026-11-04,established,\n"
MERGER = (
    "2026-11-04,NC452,NC454,disestablished,established,,,\n"
    "2026-11-04,NC453,NC454,disestablished,established,,,\n"
)
PACK = files("services.registry.reference") / "za"


async def sent(client, *, dry_run: bool = False, **tables: str):
    return await client.post(
        "/v1/demarcation-imports",
        data={
            "vintage": "za-2026-11-04",
            "source": "an invented gazette",
            "dry_run": str(dry_run).lower(),
        },
        files={
            name: (f"{name}.csv", table.encode(), "text/csv")
            for name, table in tables.items()
        },
    )


async def merged(client, **options: bool):
    return await sent(
        client,
        municipalities=MUNICIPALITY + KURUMAN,
        transitions=TRANSITION + MERGER,
        **options,
    )


async def events(registry) -> list[str]:
    async with transaction(registry.sessions, EVERYWHERE) as session:
        rows = await session.scalars(
            text("select subject from outbox where aggregate = 'za-2026-11-04'")
        )
        return [subject.split(".")[2] for subject in rows]


async def test_a_dry_run_shows_what_would_change_and_changes_nothing(registry) -> None:
    async with registry.as_("administrator") as administrator:
        shown = await merged(administrator, dry_run=True)
        still = await administrator.get("/v1/municipalities/NC452")

    view = shown.json()
    assert shown.status_code == HTTPStatus.OK
    assert [place["code"] for place in view["added"]] == ["NC454"]
    assert [place["code"] for place in view["ended"]] == ["NC452", "NC453"]
    assert [step["change"] for step in view["transitions"]] == ["merged", "merged"]
    assert (view["id"], view["dry_run"]) == (None, True)
    assert still.status_code == HTTPStatus.OK
    assert await events(registry) == []


async def test_a_demarcation_is_applied_told_and_audited(start) -> None:
    registry = await start("registry")

    async with registry.as_("administrator") as administrator:
        applied = await merged(administrator)
        gone = await administrator.get("/v1/municipalities/NC452?as_of=2026-11-04")
        before = await administrator.get("/v1/municipalities/NC452?as_of=2026-11-03")
        lineage = await administrator.get("/v1/municipalities/NC454/lineage")
        imports = (await administrator.get("/v1/demarcation-imports")).json()["items"]
    async with transaction(registry.sessions, EVERYWHERE) as session:
        audited = await session.scalar(
            text("select count(*) from audit_entry where operation like '%emarcation%'")
        )

    assert applied.status_code == HTTPStatus.CREATED, applied.text
    assert gone.json()["detail"].endswith("successors: NC454")
    assert before.json()["name"] == "Ga-Segonyana"
    assert [p["code"] for p in lineage.json()["predecessors"]] == ["NC452", "NC453"]
    assert [each["counts"]["added"] for each in imports] == [1]
    assert await events(registry) == ["places_published", "municipalities_transitioned"]
    assert audited == 1


async def test_the_same_files_again_change_nothing(start) -> None:
    registry = await start("registry")

    async with registry.as_("administrator") as administrator:
        await merged(administrator)
        again = await merged(administrator)

    assert again.status_code == HTTPStatus.OK
    assert not any(again.json()["counts"].values())
    assert len(await events(registry)) == 2


async def test_two_who_apply_the_same_at_once_apply_it_once(start) -> None:
    registry = await start("registry")

    async with registry.as_("administrator") as administrator:
        both = await asyncio.gather(merged(administrator), merged(administrator))

    assert sorted(answer.status_code for answer in both) == [200, 201]
    assert len(await events(registry)) == 2


async def test_the_pack_s_own_files_change_nothing(registry) -> None:
    async with registry.as_("administrator") as administrator:
        same = await sent(
            administrator,
            spaces=(PACK / "spaces.csv").read_text("utf-8"),
            municipalities=(PACK / "municipalities.csv").read_text("utf-8"),
            transitions=(PACK / "transitions.csv").read_text("utf-8"),
        )

    assert same.status_code == HTTPStatus.OK, same.text
    assert not any(same.json()["counts"].values())


async def test_a_restart_keeps_what_a_later_demarcation_changed(start) -> None:
    registry = await start("registry")
    from services.registry.loading import load_reference  # noqa: PLC0415

    async with registry.as_("administrator") as administrator:
        await merged(administrator)
        async with transaction(registry.sessions, EVERYWHERE) as session:
            await session.execute(
                text("update reference_edition set sha256 = '' where part = 'places'")
            )
        async with transaction(registry.sessions, EVERYWHERE) as session:
            await load_reference(session)
        gone = await administrator.get("/v1/municipalities/NC452")

    assert gone.status_code == HTTPStatus.NOT_FOUND


async def test_a_municipality_that_crosses_changes_both_spaces(start) -> None:
    registry = await start("registry")
    wards = WARD + "30901001,,NC091,2021-11-01,\n"
    moved = "NC453,Gamagara,B,DC8,DC8,NC,,2026-11-04,,\n"

    async with registry.as_("administrator") as administrator:
        await sent(
            administrator,
            wards=WARD + "34503001,,NC453,2021-11-01,\n" + wards[len(WARD) :],
        )
        view = (await sent(administrator, municipalities=MUNICIPALITY + moved)).json()
        ward = await administrator.get("/v1/places/ward/34503001/periods")
        space = await administrator.get("/v1/spaces/DC45")

    assert [(p["code"], p["before"], p["after"]) for p in view["moved"]] == [
        ("NC453", "DC45", "DC8"),
        ("34503001", "NC453", "NC453"),
    ]
    assert {(p["kind"], p["code"]) for p in view["boundaries_changed"]} == {
        ("space", "DC45"),
        ("space", "DC8"),
        ("municipality", "DC45"),
        ("municipality", "DC8"),
    }
    assert [p["space_code"] for p in ward.json()["items"]] == ["DC45", "DC8"]
    assert space.json()["boundaries_since"] == "2026-11-04"
    assert space.json()["population_2016"] is None


async def test_wards_hang_under_their_municipality(start) -> None:
    registry = await start("registry")
    wards = WARD + "34501001,,NC451,2021-11-01,\n34501002,,NC451,2021-11-01,\n"

    async with registry.as_("administrator") as administrator:
        applied = await sent(administrator, wards=wards)
        below = await administrator.get("/v1/places/municipality/NC451/children")
        whole = await administrator.get("/v1/hierarchy?down_to=ward")

    assert applied.json()["counts"]["added"] == 2
    assert [w["name"] for w in below.json()["items"]] == ["Ward 1", "Ward 2"]
    assert below.json()["items"][0]["space_code"] == "DC45"
    assert '"34501001"' in whole.text


async def test_a_rename_keeps_boundaries_and_people(start) -> None:
    registry = await start("registry")
    renamed = "NC451,Kgalagadi,B,DC45,DC45,NC,B4,2026-11-04,,\n"

    async with registry.as_("administrator") as administrator:
        view = (await sent(administrator, municipalities=MUNICIPALITY + renamed)).json()
        now = (await administrator.get("/v1/municipalities/NC451")).json()
        then = (
            await administrator.get("/v1/municipalities/NC451?as_of=2026-11-03")
        ).json()

    assert [(p["before"], p["after"]) for p in view["renamed"]] == [
        ("Joe Morolong", "Kgalagadi")
    ]
    assert then["name"] == "Joe Morolong"
    assert now["since"] == now["boundaries_since"] == "2000-12-05"
    assert now["population_2016"] == then["population_2016"] == 84201


@pytest.mark.parametrize(
    ("tables", "pointer", "rule"),
    [
        (
            {"transitions": "2026-11-04,NC999,NC451,disestablished,continued,,,\n"},
            "/transitions/rows/2/old_code",
            "code-unknown",
        ),
        (
            {"transitions": "2026-11-04,EC103,EC101,disestablished,continued,,,\n"},
            "/transitions/rows/2/old_code",
            "code-expired",
        ),
        (
            {"transitions": "2026-11-04,NC453,NC452,continued,established,,,\n"},
            "/transitions/rows/2/new_change",
            "transition-contradicts",
        ),
        (
            {"transitions": "2016-08-03,LIM342,LIM341,disestablished,continued,,,\n"},
            "/transitions/rows/2/new_code",
            "history-rewritten",
        ),
        (
            {"municipalities": "EC103,Ikwezi,B,DC10,DC10,EC,,2010-01-01,,\n"},
            "/municipalities/rows/2/valid_from",
            "period-overlaps",
        ),
        (
            {"municipalities": "NC451,Other,B,DC45,DC45,NC,,2000-01-01,,\n"},
            "/municipalities/rows/2/valid_from",
            "period-overlaps",
        ),
        (
            {"municipalities": "NC454,New,B,DC45,DC45,NC,,2026-11-04,,2026-11-04\n"},
            "/municipalities/rows/2/valid_to",
            "period-empty",
        ),
        (
            {"municipalities": "NC454,New,B,DC45,,NC,,2026-11-04,,\n"},
            "/municipalities/rows/2/space_code",
            "municipality-without-space",
        ),
        (
            {"municipalities": "NC454,New,B,NC451,DC45,NC,,2026-11-04,,\n"},
            "/municipalities/rows/2/parent_code",
            "parent-of-wrong-kind",
        ),
        (
            {"municipalities": "NC454,New,B,NC,DC45,NC,,2026-11-04,,\n"},
            "/municipalities/rows/2/parent_code",
            "parent-of-wrong-kind",
        ),
        (
            {"municipalities": "NC454,New,B,DC45,DC8,NC,,2026-11-04,,\n"},
            "/municipalities/rows/2/space_code",
            "space-differs",
        ),
        (
            {"municipalities": "NC454,New,A,FS,DC45,FS,,2026-11-04,,\n"},
            "/municipalities/rows/2/province_code",
            "province-differs",
        ),
        (
            {
                "municipalities": "DC45,John Taolo Gaetsewe,C,NC,DC45,NC,,2000-12-05,,"
                "2026-11-04\n"
            },
            "/municipalities/rows/2/code",
            "code-expired",
        ),
        (
            {
                "municipalities": "NC451,Joe Morolong,B,NC452,DC45,NC,,2026-11-04,,\n"
                "NC452,Ga-Segonyana,B,NC451,DC45,NC,,2026-11-04,,\n"
            },
            "/municipalities/rows/2/parent_code",
            "hierarchy-cycle",
        ),
        (
            {"wards": "34501001,,DC45X,2021-11-01,\n"},
            "/wards/rows/2/municipality_code",
            "code-unknown",
        ),
        (
            {"wards": "3450100,,NC451,2021-11-01,\n"},
            "/wards/rows/2/code",
            "code-not-valid",
        ),
        (
            {"spaces": "DC49,Nowhere,district,XX,,2026-11-04,\n"},
            "/spaces/rows/2/province_code",
            "code-unknown",
        ),
    ],
)
async def test_a_row_that_breaks_a_rule_is_named_and_nothing_is_applied(
    registry, tables, pointer, rule
) -> None:
    headers = {
        "municipalities": MUNICIPALITY,
        "transitions": TRANSITION,
        "wards": WARD,
        "spaces": SPACE,
    }

    async with registry.as_("administrator") as administrator:
        refused = await sent(
            administrator,
            **{name: headers[name] + rows for name, rows in tables.items()},
        )

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert refused.json()["title"] == "DemarcationHasErrors"
    assert (pointer, rule) in {
        (error["pointer"], error["code"]) for error in refused.json()["errors"]
    }
    assert await events(registry) == []


DIVIDED = "2016-08-03,LIM342,{new},disestablished,continued,{share},{source}\n"


def shares(*cells: str, source: str = "an invented count") -> str:
    codes = ("LIM341", "LIM343")
    return TRANSITION + "".join(
        DIVIDED.format(new=code, share=cell, source=source)
        for code, cell in zip(codes, cells, strict=True)
    )


@pytest.mark.parametrize(
    ("table", "rule"),
    [
        (shares("0.4,", "0.5,"), "weights-not-one"),
        (shares("1,", ","), "weights-incomplete"),
        (shares("0.4,7", "0.6,3"), "weights-twice"),
        (shares("0.4,", "0.6,", source=""), "source-missing"),
        (shares("1.5,", "0.5,"), "weight-not-valid"),
    ],
)
async def test_shares_that_are_not_a_whole_are_refused(registry, table, rule) -> None:
    async with registry.as_("administrator") as administrator:
        refused = await sent(administrator, transitions=table)

    assert rule in {error["code"] for error in refused.json()["errors"]}


async def test_shares_may_be_established_later_and_only_once(start) -> None:
    registry = await start("registry")
    asked = {"from": "LIM342", "as_of": "2016-01-01", "amount": "100.01"}

    async with registry.as_("administrator") as administrator:
        view = (await sent(administrator, transitions=shares(",1", ",2"))).json()
        carried = await administrator.get("/v1/apportionments", params=asked)
        other = await sent(administrator, transitions=shares("0.4,", "0.6,"))

    parts = carried.json()["parts"]
    assert [step["weight_basis"] for step in view["weights_established"]] == [
        "population",
        "population",
    ]
    assert sum(Decimal(part["weight"]) for part in parts) == 1
    assert [(part["code"], part["amount"]) for part in parts] == [
        ("LIM341", "33.34"),
        ("LIM343", "66.67"),
    ]
    assert {error["code"] for error in other.json()["errors"]} == {"history-rewritten"}


async def test_the_part_that_a_municipality_kept_has_a_share(start) -> None:
    registry = await start("registry")
    ceded = "2016-08-03,LIM343,LIM345,continued,established,0.2,,an invented count\n"
    kept = "2016-08-03,LIM343,LIM343,continued,continued,0.8,,an invented count\n"
    asked = {"from": "LIM343", "as_of": "2016-01-01"}

    async with registry.as_("administrator") as administrator:
        alone = await sent(administrator, transitions=TRANSITION + ceded)
        both = await sent(administrator, transitions=TRANSITION + ceded + kept)
        carried = await administrator.get("/v1/apportionments", params=asked)

    assert {error["code"] for error in alone.json()["errors"]} == {"weights-incomplete"}
    assert both.status_code == HTTPStatus.CREATED, both.text
    assert [part["code"] for part in carried.json()["parts"]] == ["LIM343", "LIM345"]


async def test_only_a_registrar_applies_a_demarcation_and_never_none(registry) -> None:
    async with registry.as_("district_planner") as planner:
        forbidden = await merged(planner)
    async with registry.as_("administrator") as administrator:
        empty = await sent(administrator)
        unreadable = await sent(administrator, wards="%PDF-1.7")

    assert forbidden.status_code == HTTPStatus.FORBIDDEN
    assert empty.json()["title"] in {"DemarcationEmpty", "InvalidRequest"}
    assert unreadable.json()["title"] == "FileNotReadable"
