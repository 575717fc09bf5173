"""Shares of a divided municipality: whole, established once, and usable."""

from decimal import Decimal

import pytest

from tests.registry.demarcating import TRANSITION, applied, sent

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
    refused = await sent(registry, transitions=table)

    assert rule in {error["code"] for error in refused.json()["errors"]}


async def test_shares_may_be_established_later_and_only_once(start) -> None:
    registry = await start("registry")
    asked = {"from": "LIM342", "as_of": "2016-01-01", "amount": "100.01"}

    async with registry.as_("administrator") as administrator:
        view = await applied(registry, transitions=shares(",1", ",2"))
        carried = await administrator.get("/v1/apportionments", params=asked)
        other = await sent(registry, transitions=shares("0.4,", "0.6,"))

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
        alone = await sent(registry, transitions=TRANSITION + ceded)
        await applied(registry, transitions=TRANSITION + ceded + kept)
        carried = await administrator.get("/v1/apportionments", params=asked)

    assert {error["code"] for error in alone.json()["errors"]} == {"weights-incomplete"}
    assert [part["code"] for part in carried.json()["parts"]] == ["LIM343", "LIM345"]
