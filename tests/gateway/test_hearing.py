"""Whom a change reaches: those whom the event contracts name, also by way of others."""

from pathlib import Path

import pytest

import contracts
from gateway.cache import AnswerCache, Kept
from gateway.hearing import followers_in

CONTRACTS = Path(contracts.__file__).parent
SERVICES = ("registry", "plans", "budgets", "monitoring")


def test_a_change_reaches_those_who_act_on_what_it_causes() -> None:
    reached = followers_in(CONTRACTS, SERVICES)

    assert reached["registry"] == {"registry", "plans", "budgets", "monitoring"}
    assert reached["plans"] == {"plans", "budgets", "monitoring"}
    assert reached["budgets"] == {"budgets", "monitoring"}
    assert reached["monitoring"] == {"monitoring"}


@pytest.mark.parametrize(
    ("changed", "found", "fresh"),
    [
        ("registry", {"plans", "budgets"}, set()),
        ("plans", {"registry", "budgets"}, {"registry"}),
        ("budgets", {"registry", "plans"}, {"registry", "plans"}),
        (
            "monitoring",
            {"registry", "plans", "budgets"},
            {"registry", "plans", "budgets"},
        ),
    ],
)
async def test_a_change_drops_its_own_answers_and_unsettles_those_it_reaches(
    changed: str, found: set[str], fresh: set[str]
) -> None:
    cache = AnswerCache(
        max_bytes=1 << 20,
        fresh_seconds=600,
        followers=followers_in(CONTRACTS, SERVICES),
    )
    for service in ("registry", "plans", "budgets"):
        cache.keep((service,), Kept(service, b'"1"', [], b"said"), generation=0)

    cache.changed(changed)

    kept = [each for s in SERVICES if (each := cache.find((s,)))]
    assert {each.service for each in kept} == found
    assert {each.service for each in kept if cache.is_fresh(each)} == fresh
