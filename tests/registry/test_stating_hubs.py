"""Hubs and their posts change by proposal, and by rules."""

from typing import Any

import pytest

from tests.harness import Running
from tests.registry.proposing import applied, faults, proposed

HUB = {
    "code": "HUB-NC",
    "name": "Northern Cape hub",
    "organ_code": "NC-PG",
    "spaces": ["DC45", "DC7"],
    "functions": ["deep_planning"],
    "source": "a decision of the province",
}
POST = {
    "hub_code": "HUB-DC45",
    "code": "P03",
    "title": "Civil engineer",
    "skill": "engineering",
    "status": "filled",
    "funded_by": "DC45",
}


async def hub_on(registry: Running, code: str, day: str) -> Any:
    async with registry.as_anyone() as anyone:
        return (await anyone.get(f"/v1/hubs/{code}?as_of={day}")).json()


@pytest.fixture
async def own(start) -> Running:
    """A registry that a test may change."""
    running: Running = await start("registry")
    return running


async def test_a_hub_supports_other_spaces_from_a_day_on(registry: Running) -> None:
    hub = HUB | {"code": "HUB-NC-SPACES"}
    await applied(registry, "hubs", [hub], effective_from="2026-01-01")
    other = hub | {"spaces": ["DC8", "DC7"]}
    await applied(registry, "hubs", [other], effective_from="2026-06-01")

    before = await hub_on(registry, "HUB-NC-SPACES", "2026-05-31")
    after = await hub_on(registry, "HUB-NC-SPACES", "2026-06-01")

    assert before["spaces"] == ["DC45", "DC7"]
    assert after["spaces"] == ["DC7", "DC8"]
    assert before["valid_from"] == after["valid_from"] == "2026-01-01"


async def test_a_hub_that_ends_supports_nothing_and_comes_back(
    registry: Running,
) -> None:
    hub = HUB | {"code": "HUB-NC-ENDS"}
    await applied(registry, "hubs", [hub], effective_from="2026-01-01")
    ends = {"code": "HUB-NC-ENDS", "ends": True}
    await applied(registry, "hubs", [ends], effective_from="2026-03-01")
    await applied(registry, "hubs", [hub], effective_from="2026-05-01")

    gone = await hub_on(registry, "HUB-NC-ENDS", "2026-04-01")
    back = await hub_on(registry, "HUB-NC-ENDS", "2026-05-01")

    assert gone["title"] == "HubNotFound"
    assert back["spaces"] == ["DC45", "DC7"]


async def test_a_post_is_filled_and_keeps_its_day_when_only_renamed(
    own: Running,
) -> None:
    await applied(own, "hub_posts", [POST], effective_from="2026-08-01")
    renamed = POST | {"title": "Senior engineer"}
    await applied(own, "hub_posts", [renamed], effective_from="2026-10-01")

    async with own.as_anyone() as anyone:
        path = "/v1/hubs/HUB-DC45/capacity"
        before = (await anyone.get(f"{path}?as_of=2026-07-31")).json()
        after = (await anyone.get(f"{path}?as_of=2026-10-01")).json()

    (post,) = (each for each in after["posts"] if each["code"] == "P03")
    assert post["title"] == "Senior engineer"
    assert (post["status"], post["since"]) == ("filled", "2026-08-01")
    assert before["capacity"]["vacancy_rate"] == "0.5000"
    assert after["capacity"]["vacancy_rate"] == "0.2500"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"spaces": ["DC99"]}, ("/rows/0/spaces", "space-unknown")),
        ({"spaces": []}, ("/rows/0/spaces", "missing")),
        ({"functions": ["magic"]}, ("/rows/0/functions", "function-unknown")),
        ({"organ_code": "NOBODY"}, ("/rows/0/organ_code", "organ-unknown")),
        ({"source": None}, ("/rows/0/source", "missing")),
        ({"ends": True}, ("/rows/0/code", "nothing-to-end")),
    ],
    ids=lambda value: value[0].split("/")[-1] if isinstance(value, tuple) else "",
)
async def test_a_hub_that_breaks_a_rule_is_refused_by_name(
    registry: Running, change: dict[str, Any], fault: tuple[str, str]
) -> None:
    answer = await proposed(registry, "hubs", [HUB | change])

    assert fault in faults(answer)


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([POST | {"hub_code": "NOWHERE"}], ("/rows/0/hub_code", "hub-unknown")),
        ([POST | {"status": None}], ("/rows/0/status", "missing")),
        ([POST | {"funded_by": "NOBODY"}], ("/rows/0/funded_by", "organ-unknown")),
        (
            [POST | {"since": "2027-01-01"}],
            ("/rows/0/since", "since-after-effective"),
        ),
        ([POST, POST], ("/rows/1/code", "post-repeated")),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
async def test_a_post_that_breaks_a_rule_is_refused_by_name(
    registry: Running, rows: list[Any], fault: tuple[str, str]
) -> None:
    answer = await proposed(registry, "hub_posts", rows, effective_from="2026-08-01")

    assert fault in faults(answer)


async def test_a_hub_that_is_so_already_changes_nothing(registry: Running) -> None:
    same = await hub_on(registry, "HUB-ETH", "2026-04-01")
    row = {name: same[name] for name in HUB}

    answer = await proposed(registry, "hubs", [row])

    assert answer.json()["title"] == "ProposalChangesNothing", answer.text


async def test_what_a_hub_was_from_a_past_day_on_is_not_rewritten(
    registry: Running,
) -> None:
    hub = HUB | {"code": "HUB-NC-PAST"}
    await applied(registry, "hubs", [hub], effective_from="2026-01-01")
    other = hub | {"spaces": ["DC45", "DC7", "DC8"]}
    await applied(registry, "hubs", [other], effective_from="2026-02-01")

    renamed = await proposed(
        registry, "hubs", [hub | {"name": "Another"}], effective_from="2026-01-01"
    )
    fewer = await proposed(registry, "hubs", [hub], effective_from="2026-02-01")

    assert ("/rows/0/code", "history-rewritten") in faults(renamed)
    assert faults(fewer) == {("/rows/0/spaces", "history-rewritten")}
