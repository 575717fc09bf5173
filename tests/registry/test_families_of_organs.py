"""An organ that belongs to another never outlives it."""

from typing import Any

from tests.harness import Running
from tests.registry.proposing import applied, faults, proposed

MAY = "2026-05-01"


def department(code: str, **changes: Any) -> dict[str, Any]:
    name = f"Department {code}"
    return {"code": code, "name": name, "kind": "national_department"} | changes


def company(code: str, parent: str, **changes: Any) -> dict[str, Any]:
    child = {"kind": "state_owned_company", "parent_code": parent}
    return {"code": code, "name": f"Company {code}"} | child | changes


async def test_a_parent_ends_only_with_its_children_or_after_them(
    registry: Running,
) -> None:
    family = [department("P1"), company("C1", "P1"), department("P2")]
    await applied(registry, "organs", family)
    ended = department("P1", valid_to="2027-04-01")

    alone = await proposed(registry, "organs", [ended], effective_from=MAY)
    outlived = [ended, company("C1", "P1", valid_to="2027-04-02")]
    sooner = await proposed(registry, "organs", outlived, effective_from=MAY)
    moved = [ended, company("C1", "P2")]
    accepted = await proposed(registry, "organs", moved, effective_from=MAY)
    together = [ended, company("C1", "P1", valid_to="2027-04-01")]
    both = await proposed(registry, "organs", together, effective_from=MAY)

    assert ("/rows/0/valid_to", "children-go-on") in faults(alone)
    assert ("/rows/0/valid_to", "children-go-on") in faults(sooner)
    assert ("/rows/1/parent_code", "parent-ends-before") in faults(sooner)
    assert (accepted.status_code, both.status_code) == (201, 201)


async def test_a_child_is_not_given_to_a_parent_that_ends_before_it(
    registry: Running,
) -> None:
    await applied(registry, "organs", [department("P3", valid_to="2028-04-01")])

    late = await proposed(registry, "organs", [company("C3", "P3")])
    in_time = [company("C3", "P3", valid_to="2028-04-01")]
    accepted = await proposed(registry, "organs", in_time)

    assert faults(late) == {("/rows/0/parent_code", "parent-ends-before")}
    assert accepted.status_code == 201


async def test_a_parent_that_is_renamed_later_goes_on_for_its_children(
    registry: Running,
) -> None:
    await applied(registry, "organs", [department("P4")])
    renamed = department("P4", name="Renamed")
    await applied(registry, "organs", [renamed], effective_from="2031-04-01")

    child = await proposed(registry, "organs", [company("C4", "P4")])

    assert child.status_code == 201


async def test_a_succession_leaves_no_children_behind(registry: Running) -> None:
    family = [department("P5"), department("P6"), company("C5", "P5")]
    await applied(registry, "organs", family)
    absorbed = [{"old_code": "P5", "new_code": "P6", "change": "absorbed"}]

    refused = await proposed(
        registry, "organ_successions", absorbed, effective_from=MAY
    )
    await applied(registry, "organs", [company("C5", "P6")], effective_from=MAY)
    accepted = await proposed(
        registry, "organ_successions", absorbed, effective_from=MAY
    )

    assert faults(refused) == {("/rows/0/old_code", "children-go-on")}
    assert accepted.status_code == 201
