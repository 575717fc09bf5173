"""How organs went over into others, and which successions are refused."""

from http import HTTPStatus

import pytest

from tests.harness import Running
from tests.registry.proposing import applied, faults, proposed

DAY = "2026-04-01"


def company(code: str, **changes: object) -> dict[str, object]:
    return {
        "code": code,
        "name": f"Company {code}",
        "kind": "private_company",
    } | changes


def follows(old: str, new: str, change: str = "renamed") -> dict[str, str]:
    return {"old_code": old, "new_code": new, "change": change}


async def companies(registry: Running, *codes: str, since: str = "2020-01-01") -> None:
    rows = [company(code) for code in codes]
    await applied(registry, "organs", rows, effective_from=since)


async def get(registry: Running, path: str):
    async with registry.as_anyone() as anyone:
        return await anyone.get(path)


async def test_the_history_of_a_department_is_read_from_either_end(
    registry: Running,
) -> None:
    for code in ("DME", "DMPR"):
        items = (await get(registry, f"/v1/organs/{code}/lineage")).json()["items"]
        steps = {(each["old_code"], each["new_code"]) for each in items}

        assert {("DME", "DMR"), ("DMR", "DMRE"), ("DMRE", "DMPR")} <= steps
        assert (("DME", "DOE") in steps) is True
    (renamed, *_) = (await get(registry, "/v1/organs/DWA/lineage")).json()["items"]
    assert renamed["confidence"] in {"high", "medium", "low"}


async def test_a_department_that_ended_says_what_took_its_place(
    registry: Running,
) -> None:
    gone = await get(registry, "/v1/organs/DMRE?as_of=2026-11-01")
    then = await get(registry, "/v1/organs/DMRE?as_of=2022-01-01")

    assert gone.status_code == HTTPStatus.NOT_FOUND
    assert "successors: DEE, DMPR" in gone.json()["detail"]
    assert then.json()["vote"] == 34


async def test_a_split_ends_the_old_organ_and_is_told_whole(registry: Running) -> None:
    await companies(registry, "S1", "S2", "S3")
    rows = [follows("S1", "S2", "split"), follows("S1", "S3", "split")]

    proposal = await applied(registry, "organ_successions", rows)

    assert proposal["counts"] == {"added": 2, "changed": 0, "ended": 1}
    periods = (await get(registry, "/v1/organs/S1/periods")).json()["items"]
    assert [period["valid_to"] for period in periods] == [DAY]
    lineage = (await get(registry, "/v1/organs/S3/lineage")).json()["items"]
    assert [(e["old_code"], e["change"]) for e in lineage] == [("S1", "split")]


async def test_a_transfer_of_functions_ends_nobody(registry: Running) -> None:
    await companies(registry, "U1", "U2")

    await applied(registry, "organ_successions", [follows("U1", "U2", "transferred")])
    await applied(
        registry,
        "organ_successions",
        [follows("U2", "U1", "transferred")],
        effective_from="2026-06-01",
    )

    assert (await get(registry, "/v1/organs/U1")).is_success


REFUSED = {
    "of itself": ([follows("V1", "V1")], ("/rows/0/new_code", "succession-cycle")),
    "of nobody": ([follows("NOBODY", "V1")], ("/rows/0/old_code", "code-unknown")),
    "of one that ended": (
        [follows("DMRE", "V1")],
        ("/rows/0/old_code", "code-expired"),
    ),
    "into one that ended": (
        [follows("V1", "DMRE")],
        ("/rows/0/new_code", "code-expired"),
    ),
    "in a circle": (
        [follows("V1", "V2"), follows("V2", "V1")],
        ("/rows/1/new_code", "succession-cycle"),
    ),
    "twice": (
        [follows("V1", "V2"), follows("V1", "V2")],
        ("/rows/1/new_code", "succession-repeated"),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_a_succession_that_cannot_be_is_refused_by_name(
    registry: Running, name: str
) -> None:
    if not (await get(registry, "/v1/organs/V1")).is_success:
        await companies(registry, "V1", "V2")
    rows, fault = REFUSED[name]

    refused = await proposed(registry, "organ_successions", rows)

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert fault in faults(refused)


async def test_a_circle_over_several_years_is_refused(registry: Running) -> None:
    await companies(registry, "W1", "W2")
    await applied(registry, "organ_successions", [follows("W1", "W2", "absorbed")])
    await companies(registry, "W3", since="2026-05-01")

    refused = await proposed(
        registry,
        "organ_successions",
        [follows("W2", "W1")],
        effective_from="2026-06-01",
    )

    assert ("/rows/0/new_code", "code-expired") in faults(refused)


async def test_what_is_known_of_a_succession_is_not_said_otherwise(
    registry: Running,
) -> None:
    refused = await proposed(
        registry,
        "organ_successions",
        [follows("DMRE", "DMPR", "renamed")],
        effective_from="2024-07-03",
    )
    again = await proposed(
        registry,
        "organ_successions",
        [follows("DMRE", "DMPR", "split")],
        effective_from="2024-07-03",
    )

    assert faults(refused) == {("/rows/0/change", "history-rewritten")}
    assert again.json()["title"] == "ProposalChangesNothing"
