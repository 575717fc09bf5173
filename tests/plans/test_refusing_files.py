"""What is wrong with a file is said cell by cell, and nothing of it is loaded."""

from http import HTTPStatus

from tests.plans.desk import (
    EXAMPLE,
    a_draft,
    a_ready_plan,
    all_interventions,
    approve,
    file_of,
    load,
    told,
)

BROKEN_ROWS = [
    ({"lead_organ": "NOBODY"}, "lead_organ", "organ-unknown"),
    ({"sphere": "local"}, "sphere", "sphere-differs"),
    ({"location_code": "NC999"}, "location_code", "place-unknown"),
    ({"location_code": "ETH"}, "location_code", "place-outside-space"),
    ({"location_code": "NC451 GT"}, "location_code", "place-outside-space"),
    ({"depends_on": "A7:FS"}, "depends_on", "dependency-unknown"),
    ({"depends_on": "A1:FS"}, "depends_on", "dependency-on-itself"),
    ({"depends_on": "A1:XX"}, "depends_on", "link-not-valid"),
    ({"focus_area": "roads"}, "focus_area", "choice-unknown"),
    ({"planned_2026_27": "-1"}, "planned_2026_27", "amount-negative"),
    ({"planned_2026_27": "R5"}, "planned_2026_27", "amount-not-a-number"),
    ({"planned_2026_27": "NaN"}, "planned_2026_27", "amount-not-a-number"),
    ({"planned_2026_27": "9" * 18}, "planned_2026_27", "amount-too-large"),
    ({"title": ""}, "title", "value-missing"),
    ({"unit": "rand"}, "unit", "unit-differs"),
    ({"start_year": "2030", "end_year": "2026"}, "end_year", "end-before-start"),
    ({"end_year": "2024"}, "planned_2026_27", "planned-outside-horizon"),
    (
        {"start_year": "2026", "milestones": "2020-01-01 Long ago"},
        "milestones",
        "milestone-outside-horizon",
    ),
    ({"source_url": "javascript:x"}, "source_url", "address-not-valid"),
    ({"in_idp": "maybe"}, "in_idp", "boolean-not-valid"),
]


def faults(answer) -> list[tuple[str, str]]:
    """Where and why rows were refused."""
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, answer.text
    assert answer.json()["title"] == "FileHasErrors"
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


async def test_a_row_that_breaks_a_rule_is_named(planner) -> None:
    plan = await a_draft(planner)

    for row, where, rule in BROKEN_ROWS:
        refused = await load(planner, plan, file_of(row))

        assert faults(refused) == [(f"/rows/2/{where}", rule)]
    assert await all_interventions(planner, plan) == []


async def test_every_fault_is_named_and_nothing_is_loaded(plans, planner) -> None:
    plan = await a_draft(planner)
    content = file_of(
        {},
        {"intervention_id": "A2", "planned_2026_27": "many"},
        {"intervention_id": "A3", "lead_organ": "NOBODY"},
        {"intervention_id": "A1"},
    )

    refused = await load(planner, plan, content)

    assert sorted(faults(refused)) == [
        ("/rows/3/planned_2026_27", "amount-not-a-number"),
        ("/rows/4/lead_organ", "organ-unknown"),
        ("/rows/5/intervention_id", "value-repeated"),
    ]
    assert "'many'" in refused.json()["errors"][0]["detail"]
    assert await all_interventions(planner, plan) == []
    assert len(await told(plans, plan)) == 1


async def test_dependencies_may_not_go_in_a_circle(planner) -> None:
    plan = await a_draft(planner)

    refused = await load(
        planner,
        plan,
        file_of(
            {"depends_on": "A2:FS"},
            {"intervention_id": "A2", "depends_on": "A3:SS"},
            {"intervention_id": "A3", "depends_on": "A1:FS"},
            {"intervention_id": "A4", "depends_on": "A1:FS"},
        ),
    )

    assert faults(refused) == [
        (f"/rows/{row}/depends_on", "dependency-cycle") for row in (2, 3, 4)
    ]


async def test_a_circle_through_the_plan_is_found_too(planner) -> None:
    plan = await a_draft(planner)
    first = file_of({}, {"intervention_id": "A2", "depends_on": "A1:FS"})
    await load(planner, plan, first)

    refused = await load(planner, plan, file_of({"depends_on": "A2:FS"}))

    assert faults(refused) == [("/rows/2/depends_on", "dependency-cycle")]


async def test_only_a_draft_takes_interventions(planner, approver) -> None:
    plan = await a_ready_plan(planner)
    await approve(approver, plan)

    refused = await load(planner, plan, file_of({}))

    assert refused.status_code == HTTPStatus.CONFLICT
    assert refused.json()["title"] == "PlanNotDraft"


async def test_the_unit_is_declared_and_never_guessed(planner) -> None:
    plan = await a_draft(planner)

    unknown = await load(planner, plan, file_of({}), unit="dollars")
    none = await load(planner, plan, file_of({}), unit="")
    millions = await load(planner, plan, file_of({}), unit="R million")

    assert unknown.json()["title"] == "UnitNotDeclared"
    assert none.json()["title"] == "UnitNotDeclared"
    assert millions.status_code == HTTPStatus.CREATED
    interventions = await all_interventions(planner, plan)
    assert interventions[0]["planned"] == {"2026/27": "100000000.00"}


async def test_what_is_not_such_a_table_is_refused(planner) -> None:
    plan = await a_draft(planner)
    contents = [b"", b"\x00\x01", b"PK\x03\x04broken", b"%PDF-1.7", b"title\nA1"]

    for content in contents:
        refused = await load(planner, plan, content)

        assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


async def test_a_malformed_upload_is_refused(planner) -> None:
    plan = await a_draft(planner)
    right = {"format": "interventions", "unit": "rand"}
    file, no_file = {"file": ("plan.csv", EXAMPLE)}, {"other": ("a", b"")}
    uploads = [
        ({"unit": "rand"}, file),
        (right | {"format": "poems"}, file),
        (right | {"dry_run": "perhaps"}, file),
        (right | {"status": "adopted"}, file),
        (right | {"file": "not a file"}, {}),
        (right, no_file),
    ]

    for fields, files in uploads:
        refused = await planner.post(
            f"/v1/plans/{plan}/imports", data=fields, files=files
        )

        assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert refused.json()["title"] == "InvalidRequest"


async def test_a_file_name_cannot_do_harm(planner) -> None:
    plan = await a_draft(planner)

    loaded = await planner.post(
        f"/v1/plans/{plan}/imports",
        data={"format": "interventions", "unit": "rand"},
        files={"file": ("../\u202ea" + "b" * 300, file_of({}))},
    )

    assert loaded.status_code == HTTPStatus.CREATED, loaded.text
    assert loaded.json()["filename"].isprintable()
    assert len(loaded.json()["filename"]) <= 100
