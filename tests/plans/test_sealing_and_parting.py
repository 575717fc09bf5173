"""The seal of adopted content, and the parts it travels in."""

from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from itertools import chain
from uuid import UUID

import pytest

from contracts.ids import PlanId
from contracts.seal import canonical, seal_of
from services.plans.adoption.parts import in_parts
from services.plans.content.whole import Whole
from services.plans.documents.content import FocusArea, Intervention
from services.plans.documents.models import Plan, PlanStatus, Provenance
from services.plans.sealing.document import document_of
from tests.plans.desk import a_ready_plan, approve, file_of, told

DAY = datetime(2026, 11, 21, tzinfo=UTC)


def a_plan() -> Plan:
    return Plan(
        id=PlanId(UUID(int=1)),
        space_code="DC45",
        title="One Plan",
        status=PlanStatus.DRAFT,
        provenance=Provenance.OWN,
        generation=2,
        version=3,
        drafted_by="planner",
        drafted_at=DAY,
        updated_at=DAY,
    )


def an_intervention(code: str, title: str = "Water") -> Intervention:
    return Intervention(
        code=code,
        title=title,
        focus_area=FocusArea.INFRASTRUCTURE,
        location_codes=["NC451"],
        lead_organ="DWS",
        sphere="national",
        planned={"2027/28": Decimal("1.50"), "2026/27": Decimal(2)},
        depends_on=[],
        strategies=[],
        supporting_organs=[],
        points=[],
        milestones=[],
        revision=1,
    )


def seal(plan: Plan, interventions: list[Intervention]) -> str:
    return seal_of(document_of(Whole(plan, [], [], [], [], interventions)))


def test_a_seal_is_that_of_its_canonical_document() -> None:
    written = (
        '{"interventions":[{"code":"A","confirmed_by_organ":null,"depends_on":[],'
        '"end_year":null,"focus_area":"infrastructure_engineering","horizon":null,'
        '"horizon_years":null,"in_idp":null,"lead_organ":"DWS",'
        '"location_codes":["NC451"],"milestones":[],"note":null,'
        '"planned":{"2026/27":"2.00","2027/28":"1.50"},"points":[],"readiness":null,'
        '"revision":1,"section":null,"source_document":null,"source_url":null,'
        '"source_year":null,"sphere":"national","start_year":null,'
        '"status_as_found":null,"strategies":[],"supporting_organs":[],'
        '"title":"Khâi-Ma","unphased":null}],"issues":[],"links":[],"outcomes":[],'
        '"plan":{"based_on":null,"generation":2,'
        '"id":"00000000-0000-0000-0000-000000000001","provenance":"own",'
        '"space_code":"DC45","title":"One Plan","version":3,"vision":null},'
        '"strategies":[]}'
    )

    assert seal(a_plan(), [an_intervention("A", "Khâi-Ma")]) == (
        sha256(written.encode()).hexdigest()
    )


def test_a_seal_changes_with_every_statement() -> None:
    plan, before = a_plan(), an_intervention("A")
    sealed = seal(plan, [before])

    for name, value in {"title": "b", "in_idp": True, "unphased": Decimal(1)}.items():
        after = an_intervention("A")
        setattr(after, name, value)
        assert seal(plan, [after]) != sealed


def test_only_what_a_plan_can_hold_is_sealed() -> None:
    with pytest.raises(TypeError):
        canonical({"at": DAY})


def test_parts_hold_everything_once_in_order() -> None:
    interventions = [an_intervention(f"P{number:04}") for number in range(1001)]

    parts = in_parts(a_plan(), interventions)

    assert [len(part.interventions) for part in parts] == [200, 200, 200, 200, 200, 1]
    assert [(part.part, part.parts) for part in parts] == [(n, 6) for n in range(1, 7)]
    carried = chain.from_iterable(part.interventions for part in parts)
    assert [item.code for item in carried] == [item.code for item in interventions]


def test_no_part_is_too_large_for_a_message() -> None:
    wordy = [an_intervention(f"P{number}", "ⵣ" * 2000) for number in range(60)]

    parts = in_parts(a_plan(), wordy)

    sizes = [len(part.model_dump_json().encode()) for part in parts]
    assert len(parts) > 1
    assert max(sizes) < 200_000


def test_a_plan_without_interventions_has_one_empty_part() -> None:
    (part,) = in_parts(a_plan(), [])

    assert (part.part, part.parts, part.interventions) == (1, 1, ())


async def test_a_large_plan_is_adopted_in_parts(plans, planner, approver) -> None:
    rows = [{"intervention_id": f"P{number:04}"} for number in range(450)]
    plan = await a_ready_plan(planner, file_of(*rows))

    await approve(approver, plan)

    *parts, (last, adopted) = (await told(plans, plan))[-4:]
    assert [len(event["interventions"]) for _, event in parts] == [200, 200, 50]
    assert (last, adopted["parts"]) == ("plan_adopted", 3)
    assert adopted["intervention_count"] == 450
