"""Offices change by proposal: from a day on, for places and spaces that are theirs."""

from http import HTTPStatus
from typing import Any

import pytest

from tests.harness import Running
from tests.registry.proposing import applied, faults, proposed

APRIL = "2026-04-01"


def speaker(municipality: str, **changes: Any) -> dict[str, Any]:
    return {
        "code": f"{municipality}.speaker",
        "title": f"Speaker of {municipality}",
        "kind": "speaker",
        "organ_code": municipality,
        "place_code": municipality,
    } | changes


async def office(registry: Running, code: str, day: str) -> tuple[int, Any]:
    async with registry.as_anyone() as anyone:
        answer = await anyone.get(f"/v1/offices/{code}?as_of={day}")
    return answer.status_code, answer.json()


async def test_an_office_is_there_from_its_day_until_it_ends(registry: Running) -> None:
    await applied(registry, "offices", [speaker("NC451")])
    renamed = speaker("NC451", title="Speaker of the council of NC451")
    await applied(registry, "offices", [renamed], effective_from="2026-05-01")
    over = {"code": "NC451.speaker", "ends": True}
    await applied(registry, "offices", [over], effective_from="2026-06-01")

    async def on(day: str) -> str:
        status, found = await office(registry, "NC451.speaker", day)
        return str(found["title"] if status == HTTPStatus.OK else status)

    assert await on("2026-03-31") == str(int(HTTPStatus.NOT_FOUND))
    assert await on(APRIL) == "Speaker of NC451"
    assert await on("2026-05-31") == "Speaker of the council of NC451"
    assert await on("2026-06-01") == str(int(HTTPStatus.NOT_FOUND))


async def test_an_office_covers_the_spaces_of_its_place_or_fewer(
    registry: Running,
) -> None:
    few = {
        "code": "NC.champions_office",
        "title": "Office of two spaces",
        "kind": "mec_local_government",
        "place_code": "NC",
        "space_codes": ["DC45", "DC6"],
    }
    await applied(registry, "offices", [speaker("NC452"), few])

    _, local = await office(registry, "NC452.speaker", APRIL)
    _, provincial = await office(registry, "NC.champions_office", APRIL)

    assert local["space_codes"] == ["DC45"]
    assert provincial["space_codes"] == ["DC45", "DC6"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (speaker("NC453", kind="emperor"), ("kind", "kind-unknown")),
        (speaker("NC453", organ_code="NOBODY"), ("organ_code", "organ-unknown")),
        (speaker("NC453", place_code="XX999"), ("place_code", "place-unknown")),
        (
            speaker("NC453", space_codes=["DC21"]),
            ("space_codes", "space-outside-place"),
        ),
        (speaker("NC453", valid_to=APRIL), ("valid_to", "period-empty")),
        (speaker("NC453", title=None), ("title", "missing")),
        ({"code": "NC453.speaker", "ends": True}, ("ends", "nothing-to-end")),
        (
            speaker("DC45", code="DC45.executive_mayor"),
            ("kind", "kind-fixed"),
        ),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else None,
)
async def test_an_office_that_breaks_a_rule_is_refused_by_its_name(
    registry: Running, row: dict[str, Any], expected: tuple[str, str]
) -> None:
    answer = await proposed(registry, "offices", [row])

    column, rule = expected
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, answer.text
    assert faults(answer) == {(f"/rows/0/{column}", rule)}
    status, _ = await office(registry, "NC453.speaker", APRIL)
    assert status == HTTPStatus.NOT_FOUND


async def test_no_office_covers_everywhere_by_saying_so(registry: Running) -> None:
    answer = await proposed(registry, "offices", [speaker("NC453", space_codes=["*"])])

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


async def test_two_rows_of_one_office_are_one_too_many(registry: Running) -> None:
    answer = await proposed(registry, "offices", [speaker("NC453"), speaker("NC453")])

    assert faults(answer) == {("/rows/1/code", "office-repeated")}


async def test_the_code_of_an_office_that_ended_is_never_given_to_another(
    registry: Running,
) -> None:
    await applied(registry, "offices", [speaker("NC451", code="NC451.once")])
    over = {"code": "NC451.once", "ends": True}
    await applied(registry, "offices", [over], effective_from="2026-05-01")

    mayor = speaker("DC45", code="NC451.once", kind="executive_mayor")
    answer = await proposed(registry, "offices", [mayor], effective_from="2026-06-01")

    assert faults(answer) == {("/rows/0/code", "code-expired")}


async def test_an_office_belongs_to_an_organ_that_stands_on_its_first_day(
    registry: Running,
) -> None:
    late = speaker("NC453", organ_code="DMRE")

    answer = await proposed(registry, "offices", [late], effective_from="2025-01-01")

    assert faults(answer) == {("/rows/0/organ_code", "organ-expired")}


async def test_what_an_office_was_from_a_past_day_on_is_not_rewritten(
    registry: Running,
) -> None:
    _, before = await office(registry, "NC452.mayor", "2001-01-01")
    row = {name: before[name] for name in ("code", "kind", "organ_code", "place_code")}

    answer = await proposed(
        registry,
        "offices",
        [row | {"title": "Another title"}],
        effective_from=before["valid_from"],
    )

    assert faults(answer) == {("/rows/0/code", "history-rewritten")}
