"""Hubs: which spaces they support, what for, and how many posts stand vacant."""

import pytest

from services.registry.hubs.models import HubPost, PostStatus
from services.registry.hubs.rules import capacity_by_skill, capacity_of
from tests.harness import Running

PILOTS = {"HUB-DC15": "DC15", "HUB-DC36": "DC36", "HUB-ETH": "ETH"}


def a_post(skill: str, status: PostStatus) -> HubPost:
    return HubPost(skill=skill, status=status)


async def test_the_three_pilots_are_known_with_their_source(registry: Running) -> None:
    async with registry.as_anyone() as anyone:
        hubs = (await anyone.get("/v1/hubs?as_of=2020-10-01")).json()["items"]
        before = (await anyone.get("/v1/hubs?as_of=2020-09-30")).json()["items"]

    assert {hub["code"]: hub["spaces"][0] for hub in hubs} == PILOTS
    assert all(hub["source"] and len(hub["functions"]) == 8 for hub in hubs)
    assert not any(hub["illustrative"] for hub in hubs)
    assert before == []


async def test_the_invented_hub_of_the_worked_example_says_so(registry) -> None:
    async with registry.as_anyone() as anyone:
        hubs = (await anyone.get("/v1/hubs?space=DC45")).json()["items"]

    assert [(hub["code"], hub["illustrative"]) for hub in hubs] == [("HUB-DC45", True)]


async def test_hubs_are_found_by_what_they_do_page_by_page(registry) -> None:
    async with registry.as_anyone() as anyone:
        found, cursor = [], None
        while True:
            sent = {"function": "common_vision", "limit": 2}
            page = await anyone.get(
                "/v1/hubs", params=sent | ({"cursor": cursor} if cursor else {})
            )
            found += [hub["code"] for hub in page.json()["items"]]
            cursor = page.json()["next_cursor"]
            if cursor is None:
                break

    assert found == sorted(PILOTS)


async def test_capacity_says_what_stands_vacant(registry: Running) -> None:
    async with registry.as_anyone() as anyone:
        capacity = (await anyone.get("/v1/hubs/HUB-DC45/capacity")).json()

    assert capacity["capacity"] == {
        "posts": 4,
        "filled": 2,
        "vacant": 2,
        "vacancy_rate": "0.5000",
    }
    assert capacity["by_skill"]["engineering"]["vacancy_rate"] == "1.0000"
    assert {post["status"] for post in capacity["posts"]} == {"filled", "vacant"}


async def test_no_rate_is_made_up_where_no_posts_are_known(registry: Running) -> None:
    async with registry.as_anyone() as anyone:
        hub = (await anyone.get("/v1/hubs/HUB-ETH")).json()

    assert hub["capacity"]["vacancy_rate"] is None


async def test_every_function_of_a_hub_is_one_of_the_eight(registry: Running) -> None:
    async with registry.as_anyone() as anyone:
        functions = (await anyone.get("/v1/hub-functions")).json()["items"]
        hubs = (await anyone.get("/v1/hubs")).json()["items"]

    known = {function["code"] for function in functions}
    assert len(known) == 8
    assert all(known.issuperset(hub["functions"]) for hub in hubs)


@pytest.mark.parametrize("path", ["", "/capacity"])
async def test_a_hub_that_did_not_stand_is_not_found(registry, path: str) -> None:
    async with registry.as_anyone() as anyone:
        unknown = await anyone.get(f"/v1/hubs/HUB-DC1{path}")
        early = await anyone.get(f"/v1/hubs/HUB-ETH{path}?as_of=2019-01-01")

    assert unknown.json()["title"] == early.json()["title"] == "HubNotFound"


def test_capacity_by_skill_adds_up_to_all_of_it() -> None:
    filled, vacant = PostStatus.FILLED, PostStatus.VACANT
    posts = [a_post("a", filled), a_post("a", vacant), a_post("b", vacant)]

    whole, parts = capacity_of(posts), capacity_by_skill(posts).values()

    assert whole.posts == sum(part.posts for part in parts) == 3
    assert whole.vacant == sum(part.vacant for part in parts) == 2
    assert str(whole.vacancy_rate) == "0.6667"
