"""Who holds an office: one at a time, acting only in their place, ended by itself."""

from collections.abc import AsyncGenerator
from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from sqlalchemy import text

from chassis.database import EVERYWHERE, transaction
from services.registry.statements import Effect
from tests.harness import Running
from tests.registry.holding import MANAGER, ends, faults, row, state

MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 1)
GATEWAY = {"scopes": frozenset({"gateway:powers"}), "spaces": frozenset()}
VACANT, ACTING = row("vacant"), row("acting", "B. Mokoena")


@pytest.fixture(autouse=True)
async def nobody_yet(registry: Running) -> AsyncGenerator[None]:
    yield
    async with transaction(registry.sessions, EVERYWHERE) as session:
        await session.execute(text("delete from appointment"))


async def powers(registry: Running) -> dict[str, dict[str, Any]]:
    """What the gateway reads, one appointment to a page, by identity."""
    found, cursor = {}, ""
    async with registry.as_("gateway", **GATEWAY) as gateway:
        while cursor is not None:
            page = (await gateway.get(f"/v1/powers?limit=1{cursor}")).json()
            found |= {item["identity"]: item for item in page["items"]}
            after = page["next_cursor"]
            cursor = f"&cursor={after}" if after else None
    return found


async def office(registry: Running, day: str, code: str = MANAGER) -> dict[str, Any]:
    async with registry.as_anyone() as anyone:
        answer = await anyone.get(f"/v1/offices/{code}?as_of={day}")
    assert answer.status_code == HTTPStatus.OK, answer.text
    return answer.json()


async def test_an_office_stands_differently_as_the_year_goes_on(registry) -> None:
    await state(registry, row("substantive", "T. Molefe", valid_from="2024-01-01"))
    await state(registry, ends("substantive"), VACANT)
    await state(registry, ACTING | {"powers": ["plans:write"]}, effective=MARCH)
    await state(registry, row("substantive", "N. Dube"), effective=JUNE)

    stood = [
        (found["status"], found["holder"] and found["holder"]["name"])
        for found in [
            await office(registry, day)
            for day in ("2023-12-31", "2025-12-31", "2026-02-28", "2026-05-31")
        ]
    ]
    now = await office(registry, "2026-06-01")
    assert stood == [
        ("not_recorded", None),
        ("filled", "T. Molefe"),
        ("vacant", None),
        ("acting", None),
    ]
    assert (now["status"], now["holder"]["name"]) == ("filled", "N. Dube")
    assert now["acting"] is now["vacant_since"] is None


async def test_vacancies_are_listed_with_their_age_and_who_acts(registry) -> None:
    await state(registry, row("vacant", reason="term ended"))
    await state(registry, ACTING, effective=MARCH)

    async with registry.as_anyone() as anyone:
        found = await anyone.get("/v1/vacancies?as_of=2026-03-01&space=DC45")
        elsewhere = await anyone.get("/v1/vacancies?as_of=2026-03-01&province=GT")
        before = await anyone.get("/v1/vacancies?as_of=2025-12-31")

    (vacancy,) = found.json()["items"]
    assert vacancy["office_code"] == MANAGER
    assert (vacancy["vacant_since"], vacancy["days"]) == ("2026-01-01", 59)
    assert vacancy["reason"] == "term ended"
    assert vacancy["acting"]["name"] == "B. Mokoena"
    assert elsewhere.json()["items"] == before.json()["items"] == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([row("acting", "B")], [("/rows/0/capacity", "acting-not-vacant")]),
        (
            [row("vacant", valid_to="2026-03-01"), row("acting", "B")],
            [("/rows/1/capacity", "acting-not-vacant")],
        ),
        ([row("absent")], [("/rows/0/capacity", "absent-not-held")]),
        (
            [row("substantive", "A"), row("substantive", "B", valid_from="2026-02-01")],
            [("/rows/1/valid_from", "substantive-overlaps")],
        ),
        (
            [row("substantive", "A"), row("substantive", "B")],
            [("/rows/1/valid_from", "substantive-overlaps")],
        ),
        (
            [VACANT, ACTING, row("acting", "C", valid_from="2026-02-01")],
            [("/rows/2/valid_from", "acting-overlaps")],
        ),
        (
            [row("substantive", "A"), row("vacant", valid_from="2026-02-01")],
            [("/rows/1/valid_from", "vacant-while-held")],
        ),
        (
            [VACANT, row("vacant", valid_from="2026-02-01")],
            [("/rows/1/valid_from", "vacancy-overlaps")],
        ),
        (
            [VACANT, ACTING | {"powers": ["plans:adopt"]}],
            [("/rows/1/powers", "power-not-of-office")],
        ),
        (
            [row("substantive", "A", powers=["plans:write"])],
            [("/rows/0/powers", "powers-not-delegated")],
        ),
        (
            [row("substantive", "A", valid_to="2026-01-01")],
            [("/rows/0/valid_to", "period-empty")],
        ),
        ([row("substantive")], [("/rows/0/holder", "holder-missing")]),
        ([row("vacant", "A")], [("/rows/0/holder", "holder-not-expected")]),
        (
            [row("vacant", identity="a")],
            [("/rows/0/identity", "holder-not-expected")],
        ),
        ([ends("acting")], [("/rows/0/ends", "nothing-to-end")]),
        (
            [row("substantive", "A", office_code="DC45.emperor")],
            [("/rows/0/office_code", "office-unknown")],
        ),
        (
            [row("substantive", "A", valid_from="1999-01-01")],
            [("/rows/0/office_code", "office-unknown")],
        ),
    ],
    ids=lambda value: value[0][1] if isinstance(value[0], tuple) else None,
)
async def test_what_breaks_a_rule_is_refused_by_its_name_and_changes_nothing(
    registry, rows: list[dict[str, Any]], expected: list[tuple[str, str]]
) -> None:
    found = await faults(registry, *rows)

    assert found == expected
    assert (await office(registry, "2026-02-15"))["status"] == "not_recorded"


async def test_an_acting_holder_cannot_be_doubled_by_a_later_statement(
    registry,
) -> None:
    await state(registry, VACANT, ACTING)

    doubled = await faults(registry, row("acting", "C"), effective=MARCH)
    replaced = await faults(
        registry, row("acting", "C"), ends("acting"), effective=JUNE
    )

    assert doubled == [("/rows/0/valid_from", "acting-overlaps")]
    assert replaced == []
    assert (await office(registry, "2026-06-01"))["acting"]["name"] == "C"


async def test_an_absence_ends_with_its_holder_and_somebody_acts_on(registry) -> None:
    await state(registry, row("substantive", "A"), row("absent", valid_from=MARCH))
    await state(registry, row("acting", "B"), effective=MARCH)

    left = await faults(registry, ends("substantive"), VACANT, effective=JUNE)

    assert left == []
    assert (await office(registry, "2026-05-31"))["absent_since"] == "2026-03-01"
    after = await office(registry, "2026-06-01")
    assert (after["status"], after["acting"]["name"]) == ("acting", "B")
    assert after["vacant_since"] == "2026-06-01"


async def test_saying_the_same_again_is_no_difference(registry) -> None:
    rows = [row("substantive", "A", identity="a"), VACANT | {"valid_from": JUNE}]
    first = await state(registry, rows[0] | {"valid_to": JUNE}, rows[1])
    again = await state(registry, rows[0] | {"valid_to": JUNE}, rows[1])
    ended = await state(registry, ends("vacant"), effective=date(2026, 9, 1))

    assert [each.effect for each in first] == [Effect.ADDED, Effect.ADDED]
    assert again == []
    assert [each.effect for each in ended] == [Effect.ENDED]
    assert ended[0].before["valid_to"] is None
    assert ended[0].after["valid_to"] == "2026-09-01"


async def test_one_identity_holds_only_so_many_offices(registry) -> None:
    codes = [f"NC06{n}.mayor" for n in (1, 2, 4, 5, 6, 7)]
    codes += [f"NC07{n}.mayor" for n in (1, 2, 3)]
    rows = [row("substantive", "A", office_code=c, identity="a") for c in codes]

    few, many = await faults(registry, *rows[:8]), await faults(registry, rows[8])

    assert few == []
    assert many == [("/rows/0/identity", "too-many-offices")]


async def test_names_of_office_bearers_are_public_and_their_identities_are_not(
    registry,
) -> None:
    await state(registry, row("substantive", "T. Molefe", identity="thandi"))
    path = f"/v1/offices/{MANAGER}/appointments"

    async def seen(role: str, **claims: Any) -> tuple[str, str | None, int]:
        async with registry.as_(role, **claims) as client:
            (found,) = (await client.get(path)).json()["items"]
            asked = await client.get("/v1/appointments?identity=thandi")
        return found["holder"], found["identity"], asked.status_code

    hidden = ("T. Molefe", None, HTTPStatus.FORBIDDEN)
    shown = ("T. Molefe", "thandi", HTTPStatus.OK)
    nobody = {"scopes": frozenset(), "spaces": frozenset()}
    assert await seen("anonymous", **nobody) == hidden
    assert await seen("district_planner") == hidden
    assert await seen("auditor") == shown
    assert await seen("approver") == shown
    assert await seen("administrator") == shown
    assert await seen("district_planner", sub="thandi") == shown


async def test_the_others_are_told_who_holds_what_and_not_what_is_vacant(
    registry,
) -> None:
    async def told() -> list[dict[str, Any]]:
        async with transaction(registry.sessions, EVERYWHERE) as session:
            events = await session.scalars(
                text(
                    "select payload from outbox where subject = "
                    "'onedistrict.registry.appointments_stated.v1' order by 1"
                )
            )
            return list(events)

    before = len(await told())
    await state(registry, VACANT)
    await state(registry, row("substantive", "A", identity="a"), effective=MARCH)

    assert len(await told()) == before + 1


async def test_only_the_gateway_reads_what_appointments_give(registry) -> None:
    await state(registry, row("substantive", "A", identity="a"))
    await state(registry, row("absent", valid_to="2099-01-01"), effective=MARCH)
    await state(
        registry,
        row("acting", "B", identity="b", powers=["plans:write"], valid_to="2098-01-01"),
        row("substantive", "C", office_code="NC451.mayor", valid_to=JUNE, identity="c"),
        effective=MARCH,
    )

    async with registry.as_("administrator") as administrator:
        refused = await administrator.get("/v1/powers")
    gives = await powers(registry)

    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert set(gives) == {"a", "b"}
    assert gives["a"]["away"] == [
        {"valid_from": "2026-03-01", "valid_to": "2099-01-01"}
    ]
    assert "budgets:write" in gives["a"]["scopes"]
    assert gives["b"]["scopes"] == ["plans:write"]
    assert gives["b"]["space_codes"] == ["DC45"]
    assert gives["b"]["valid_from"] == "2026-03-01"
    assert gives["b"]["valid_to"] == "2098-01-01"
    assert (gives["b"]["away"], gives["b"]["capacity"]) == ([], "acting")


async def test_the_gateway_is_told_when_anything_has_changed(registry) -> None:
    await state(registry, row("substantive", "A", identity="a"))
    async with registry.as_("gateway", **GATEWAY) as client:
        first = await client.get("/v1/powers")
        tagged = {"if-none-match": first.headers["etag"]}
        same = await client.get("/v1/powers", headers=tagged)
        await state(registry, ends("substantive"), effective=MARCH)
        changed = await client.get("/v1/powers", headers=tagged)

    assert same.status_code == HTTPStatus.NOT_MODIFIED
    assert changed.status_code == HTTPStatus.OK
    assert len(first.json()["items"]) == 1
    assert changed.json()["items"] == []
