"""Places and organs as plans know them: as the registry told last, as of today."""

from datetime import date

from chassis.identifiers import new_id
from contracts.events.registry import PlaceRecord, PlacesPublished
from tests.harness import Running
from tests.plans.desk import a_draft, a_new_organ, file_of, load


def a_village(**changes: object) -> PlaceRecord:
    record = {
        "code": "NC451-W1",
        "name": "Ward 1",
        "kind": "municipality",
        "category": "B",
        "miif_class": None,
        "parent_code": "DC45",
        "space_code": "DC45",
        "province_code": "NC",
        "population_2011": None,
        "population_2016": None,
        "valid_from": date(2016, 8, 3),
        "valid_to": None,
    }
    return PlaceRecord.model_validate(record | changes)


async def places_are_told(plans: Running, *places: PlaceRecord) -> None:
    event = PlacesPublished(vintage=str(new_id()), part=1, parts=1, places=places)
    await plans.hears(event)


async def test_a_place_can_be_named_once_the_registry_told_it(plans, planner) -> None:
    await places_are_told(plans, a_village())
    plan = await a_draft(planner)

    loaded = await load(planner, plan, file_of({"location_code": "NC451-W1"}))

    assert loaded.status_code == 201, loaded.text


async def test_a_place_that_ended_can_no_longer_be_named(plans, planner) -> None:
    await places_are_told(plans, a_village())
    await places_are_told(plans, a_village(valid_to=date(2021, 11, 1)))
    plan = await a_draft(planner)

    refused = await load(planner, plan, file_of({"location_code": "NC451-W1"}))

    assert refused.json()["errors"][0]["code"] == "place-unknown"


async def test_a_place_that_begins_later_cannot_be_named_yet(plans, planner) -> None:
    await places_are_told(plans, a_village(valid_from=date(2126, 1, 1)))
    plan = await a_draft(planner)

    refused = await load(planner, plan, file_of({"location_code": "NC451-W1"}))

    assert refused.json()["errors"][0]["code"] == "place-unknown"


async def test_an_older_version_of_an_organ_replaces_no_newer_one(
    plans, planner
) -> None:
    await plans.hears(a_new_organ("NEW", version=2))
    await plans.hears(a_new_organ("NEW", version=1, sphere="provincial"))
    plan = await a_draft(planner)

    row = {"lead_organ": "NEW", "sphere": "national"}
    loaded = await load(planner, plan, file_of(row))

    assert loaded.status_code == 201, loaded.text


async def test_telling_everything_again_changes_nothing(plans, planner) -> None:
    await places_are_told(plans, a_village())
    await places_are_told(plans, a_village())
    await plans.hears(a_new_organ("NEW"))
    await plans.hears(a_new_organ("NEW"))
    plan = await a_draft(planner)

    row = {"location_code": "NC451-W1", "lead_organ": "NEW"}
    loaded = await load(planner, plan, file_of(row))

    assert loaded.status_code == 201, loaded.text
