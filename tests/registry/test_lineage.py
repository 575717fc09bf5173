"""What municipalities came from and became, and figures carried along."""

from datetime import date
from decimal import Decimal
from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, text

from chassis.database import EVERYWHERE, transaction
from services.registry.lineage import repository, rules
from services.registry.lineage.models import WeightsNotEstablished
from services.registry.places import pack
from services.registry.places.models import Transition

amounts = st.decimals(min_value=-(10**15), max_value=10**15, places=2, allow_nan=False)
people = st.dictionaries(
    st.text("ABC", min_size=1), st.integers(0, 10**7), min_size=1
).filter(lambda counts: sum(counts.values()) > 0)


async def asked(registry, path: str, **params: str):
    async with registry.as_anyone() as anyone:
        return await anyone.get(f"/v1/{path}", params=params)


def codes(steps: list[dict]) -> list[str]:
    return [step["code"] for step in steps]


@pytest.mark.parametrize(
    ("code", "successors", "change"),
    [
        ("EC103", ["EC101"], "absorbed"),
        ("EC127", ["EC129"], "merged"),
        ("FS164", ["MAN"], "absorbed"),
        ("LIM342", ["LIM341", "LIM343"], "divided"),
        ("KZN283", ["KZN281", "KZN282", "KZN285"], "divided"),
        ("LIM343", ["LIM345"], "ceded"),
    ],
)
async def test_a_municipality_names_what_it_became(
    registry, code, successors, change
) -> None:
    lineage = (await asked(registry, f"municipalities/{code}/lineage")).json()

    assert codes(lineage["successors"]) == successors
    assert {step["change"] for step in lineage["successors"]} == {change}
    assert {step["effective"] for step in lineage["successors"]} == {"2016-08-03"}


async def test_naledi_crossed_from_a_district_into_a_metro(registry) -> None:
    lineage = (await asked(registry, "municipalities/FS164/lineage")).json()

    step = lineage["successors"][0]
    assert (lineage["name"], lineage["valid_to"]) == ("Naledi", "2016-08-03")
    assert (step["from_space"], step["to_space"]) == ("DC16", "MAN")
    assert step["crosses_spaces"] is True
    assert Decimal(step["weight"]) == 1


async def test_the_two_municipalities_of_one_code_have_a_lineage_each(registry) -> None:
    now = (await asked(registry, "municipalities/EC101/lineage")).json()
    then = await asked(registry, "municipalities/EC101/lineage", as_of="2016-08-02")
    never = await asked(registry, "municipalities/EC999/lineage")

    assert codes(now["predecessors"]) == ["EC101", "EC103", "EC107"]
    assert now["predecessors"][0]["name"] == "Camdeboo"
    assert now["successors"] == []
    assert then.json()["name"] == "Camdeboo"
    assert codes(then.json()["successors"]) == ["EC101"]
    assert never.json()["title"] == "LineageNotFound"


async def test_all_257_with_lineage_are_one_query_by_index(registry) -> None:
    statements: list[str] = []
    engine = registry.state["engine"].sync_engine
    event.listen(
        engine,
        "before_cursor_execute",
        lambda _c, _cur, sql, *_: "place" in sql and statements.append(sql),
    )

    found = (await asked(registry, "lineages")).json()["items"]
    async with transaction(registry.sessions, EVERYWHERE) as session:
        await session.execute(text("set local enable_seqscan = off"))
        plan = "\n".join(
            await session.scalars(
                text("explain " + repository.STANDING), {"day": date(2026, 1, 1)}
            )
        )

    assert len(found) == 257
    assert len([sql for sql in statements if "explain" not in sql]) == 1
    assert "Seq Scan" not in plan
    assert sum(len(each["predecessors"]) > 0 for each in found) >= 25


async def test_an_unchanged_list_of_lineages_is_not_sent_again(registry) -> None:
    async with registry.as_anyone() as anyone:
        first = await anyone.get("/v1/lineages")
        again = await anyone.get(
            "/v1/lineages", headers={"if-none-match": first.headers["etag"]}
        )

    assert again.status_code == HTTPStatus.NOT_MODIFIED


async def test_what_went_whole_is_carried_whole(registry) -> None:
    carried = await asked(
        registry,
        "apportionments",
        **{"from": "FS164", "as_of": "2016-07-01", "amount": "1000.01"},
    )
    stayed = await asked(
        registry,
        "apportionments",
        **{"from": "FS164", "as_of": "2015-07-01", "date": "2016-08-02"},
    )

    part = carried.json()["parts"][0]
    assert (part["code"], part["space_code"]) == ("MAN", "MAN")
    assert part["amount"] == "1000.01"
    assert stayed.json()["parts"][0]["space_code"] == "DC16"


async def test_what_was_divided_is_not_apportioned_without_weights(registry) -> None:
    refused = await asked(
        registry, "apportionments", **{"from": "LIM342", "as_of": "2016-08-02"}
    )
    ceded = await asked(
        registry, "apportionments", **{"from": "LIM343", "as_of": "2016-08-02"}
    )

    assert refused.status_code == HTTPStatus.CONFLICT
    assert refused.json()["title"] == "WeightsNotEstablished"
    assert "LIM341, LIM343" in refused.json()["detail"]
    assert ceded.json()["title"] == "WeightsNotEstablished"


@pytest.mark.parametrize(
    ("params", "rule"),
    [
        ({"from": "EC103", "as_of": "2016-08-03"}, "ApportionmentSourceUnknown"),
        (
            {"from": "EC103", "as_of": "2016-08-02", "date": "2016-08-01"},
            "ApportionmentBackwards",
        ),
        ({"from": "EC103"}, "InvalidRequest"),
    ],
)
async def test_figures_come_from_a_place_and_go_forward(registry, params, rule) -> None:
    refused = await asked(registry, "apportionments", **params)

    assert refused.json()["title"] == rule


def test_the_pack_holds_the_42_transitions_and_invents_no_weight() -> None:
    _, transitions = pack.history()
    of_2016 = [
        each
        for each in transitions
        if each.effective == date(2016, 8, 3) and each.old_code != each.new_code
    ]

    assert len(of_2016) == 42
    assert {each.weight for each in transitions} == {None, Decimal(1)}
    assert {each.old_code for each in of_2016 if each.weight is None} == {
        "KZN283",
        "LIM342",
        "LIM343",
        "LIM344",
        "LIM352",
    }
    assert [each.old_code for each in of_2016 if each.crosses_spaces] == ["FS164"]


@given(people)
def test_weights_by_population_sum_to_one_exactly(counts) -> None:
    weights = rules.weights_by_population(counts)

    total = sum(counts.values())
    assert sum(weights.values()) == 1
    for key, count in counts.items():
        assert abs(weights[key] - Decimal(count) / total) < rules.SMALLEST_WEIGHT


@given(amounts, people)
def test_apportioned_amounts_sum_to_the_whole_to_the_cent(amount, counts) -> None:
    weights = rules.weights_by_population(counts)

    parts = rules.apportion(amount, weights)

    assert sum(parts.values()) == amount
    for key, part in parts.items():
        assert abs(part - amount * weights[key]) < Decimal("0.01")
        assert part == part.quantize(Decimal("0.01"))


@given(amounts, people)
def test_a_debit_is_apportioned_as_its_credit(amount, counts) -> None:
    weights = rules.weights_by_population(counts)

    forward, back = rules.apportion(amount, weights), rules.apportion(-amount, weights)

    assert back == {key: -part for key, part in forward.items()}


def test_weights_that_are_not_one_and_parts_of_cents_are_refused() -> None:
    with pytest.raises(ValueError, match="sum to 1"):
        rules.apportion(Decimal(1), {"a": Decimal("0.9")})
    with pytest.raises(ValueError, match="whole cents"):
        rules.apportion(Decimal("0.001"), {"a": Decimal(1)})
    with pytest.raises(ValueError, match="need people"):
        rules.weights_by_population({"a": 0})


def step(day: date, old: str, new: str, weight: str | None) -> Transition:
    return Transition(
        effective=day,
        old_code=old,
        old_since=date(2000, 12, 5),
        new_code=new,
        new_since=date(2000, 12, 5),
        weight=None if weight is None else Decimal(weight),
    )


def test_shares_are_carried_through_one_change_after_another() -> None:
    first, second = date(2016, 8, 3), date(2026, 11, 4)
    steps = [
        step(first, "A", "B", "0.25"),
        step(first, "A", "C", "0.75"),
        step(second, "C", "B", "0.5"),
        step(second, "C", "C", "0.5"),
    ]

    def carried(as_of: date, target: date) -> dict[str, Decimal]:
        found = rules.carry(("A", date(2000, 12, 5)), steps, as_of=as_of, target=target)
        return {code: weight for (code, _), weight in found.items()}

    assert carried(date(2015, 1, 1), date(2016, 1, 1)) == {"A": 1}
    assert carried(date(2015, 1, 1), first) == {
        "B": Decimal("0.25"),
        "C": Decimal("0.75"),
    }
    assert carried(date(2015, 1, 1), second) == {
        "B": Decimal("0.625"),
        "C": Decimal("0.375"),
    }


def test_one_share_that_nobody_knows_leaves_the_others_unknown() -> None:
    day = date(2016, 8, 3)
    steps = [step(day, "A", "B", None), step(day, "A", "C", None)]

    with pytest.raises(WeightsNotEstablished, match="A went to B, C"):
        rules.carry(("A", date(2000, 12, 5)), steps, as_of=date(2016, 1, 1), target=day)
