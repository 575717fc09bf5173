"""The demonstration's second part: a plan that the bodies of its chain adopt.

Told to the standing system by its own people; here others look at what came of it.
"""

import asyncio
import csv
from pathlib import Path
from typing import Any

import pytest

from chassis import clock
from deploy.demo.chains import CHAINS, tell_chains
from deploy.embedded.cluster import Cluster
from deploy.verifying import VERIFIED, verify_plan
from tests.plans.reading_paper import pages_of
from tests.system.mint import Mint
from tests.system.people import People, agreed

Steps = dict[tuple[str, str], Any]
COUNCILS = ("DC9", "NC091", "NC092", "NC093", "NC094")
ORGANS = ("DWS", "NC-COGHSTA", "NC-DOH")
IN_TURN = [
    ("technical_review", "DC9-TSS"),
    ("publication", "DC9-TSS"),
    ("district_forum", "DC9-DIF"),
    ("provincial_forum", "NC-PIF"),
    *(("councils", code) for code in COUNCILS),
    *(("organs", code) for code in ORGANS),
]
QUORUM = {"DC9-TSS": (4, 5), "DC9-DIF": (4, 5), "NC-PIF": (8, 15), "NC093": (7, 9)}
MET = "approve_with_conditions"

with (CHAINS / "appointments.csv").open(newline="", encoding="utf-8") as file:
    IDENTITIES = {row["office_code"]: row["identity"] for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def plan(chained: Cluster, citizens: People) -> Any:
    """Frances Baard's plan, as anybody reads it."""
    found = agreed(citizens["anyone"].get("/v1/plans?space=DC9&status=adopted"))
    [adopted] = found["items"]
    return adopted


@pytest.fixture(scope="module")
def waiting(chained: Cluster, citizens: People) -> str:
    """ZF Mgcawu's plan, a draft that is open to comment."""
    [draft] = agreed(citizens["auditor"].get("/v1/plans?space=DC8"))["items"]
    return f"/v1/plans/{draft['id']}"


def steps_of(citizens: People, address: str) -> Steps:
    [submitted] = agreed(citizens["auditor"].get(f"{address}/approval-rounds"))["items"]
    return {(each["step"], each["body_code"]): each for each in submitted["steps"]}


def test_anybody_reads_who_decided_by_which_office_with_whom_there_and_when(
    citizens: People, plan: Any
) -> None:
    anyone = citizens["anyone"]
    address = f"/v1/plans/{plan['id']}"
    [submitted] = agreed(anyone.get(f"{address}/approval-rounds"))["items"]

    assert submitted["status"] == "adopted"
    assert [(s["step"], s["body_code"]) for s in submitted["steps"]] == IN_TURN
    last = ""
    for step in submitted["steps"]:
        [said] = step["decisions"]
        assert step["binding"]
        assert step["is_satisfied"]
        assert said["content_sha256"] == submitted["seal"] == plan["seal"]
        assert last < said["decided_at"] <= plan["adopted_at"]
        last = said["decided_at"]
        holder = agreed(anyone.get(f"/v1/offices/{said['office_code']}"))["holder"]
        assert holder["illustrative"]
        assert said["decided_by"] == IDENTITIES[said["office_code"]]
        _check_the_sitting(anyone, step, said)


def _check_the_sitting(anyone: Any, step: Any, said: Any) -> None:
    """Forums and councils were counted in a sitting, which is public; organs not."""
    if step["step"] == "organs":
        assert said["sitting_id"] is None
        assert said["reference"].startswith("Illustrative")
        return
    there, members = said["members_present"], said["voting_members"]
    assert QUORUM.get(step["body_code"], (there, members)) == (there, members)
    assert there * 2 > members
    address = f"/v1/sittings/{said['sitting_id']}"
    sitting = agreed(anyone.get(address))
    [day] = agreed(anyone.get(f"{address}/attendance"))["quorum"]
    assert (sitting["status"], sitting["provenance"]) == ("closed", "illustrative")
    assert step["body_code"] in (sitting["structure_code"], sitting["organ_code"])
    assert (day["present"], day["voting_members"]) == (there, members)
    assert day["is_met"]


def test_a_council_approved_on_a_condition_that_was_met_before_adoption(
    citizens: People, plan: Any
) -> None:
    step = steps_of(citizens, f"/v1/plans/{plan['id']}")["councils", "NC091"]

    [condition] = step["conditions"]

    assert step["verdict"] == MET
    assert condition["fulfilment"]["met_by"] == "nc091-mayor"
    assert condition["fulfilment"]["met_at"] < plan["adopted_at"]


def test_the_public_was_heard_and_finds_what_it_changed(
    citizens: People, plan: Any
) -> None:
    anyone = citizens["anyone"]
    windows = anyone.get("/v1/comment-windows", params={"plan": plan["id"]})
    [window] = agreed(windows)["items"]

    register = agreed(anyone.get(f"/v1/comment-windows/{window['id']}/submissions"))
    changed = agreed(anyone.get(f"/v1/plans/{plan['id']}/interventions/F07"))

    outcomes = {each["outcome"]: each["changes"] for each in register["items"]}
    assert outcomes == {"accepted": ["F07"], "not_accepted": [], "noted": []}
    assert "oldest suburb first" in changed["title"]


def test_the_compact_is_concluded_and_the_seal_is_verified_offline(
    citizens: People, plan: Any, tmp_path: Path
) -> None:
    anyone = citizens["anyone"]
    address = f"/v1/plans/{plan['id']}"
    compact = agreed(anyone.get(f"{address}/compact"))
    sealed = tmp_path / "plan.json"
    sealed.write_bytes(anyone.get(f"{address}/sealed").content)

    assert compact["is_concluded"]
    assert [each["seat"] for each in compact["witnesses"]] == ["witness:MINE-A"]
    assert verify_plan(str(sealed), plan["seal"]) == VERIFIED
    sealed.write_bytes(sealed.read_bytes().replace(b"20000000.00", b"20000000.01"))
    assert verify_plan(str(sealed), plan["seal"]) != VERIFIED


def test_it_is_printed_with_who_decided_for_which_body_and_who_signed(
    citizens: People, plan: Any
) -> None:
    paper = citizens["anyone"].get(f"/v1/plans/{plan['id']}/print")

    words = " ".join(pages_of(paper.content))

    for line in (
        "approve, 4 of 5 there District Intergovernmental Forum: Frances Baard",
        "58 of 65 there Sol Plaatje Local Municipality Katlego Sekao NC091.mayor",
        "signed Mayor of Phokwane Tumelo Sekao NC094.mayor",
        "witnessed Mine A (illustrative) mine-a MINE-A",
    ):
        assert line in words
    assert "/sealed SHA-256" in words


def test_the_other_plan_waits_for_the_forum_whose_mayor_is_not_elected(
    citizens: People, waiting: str
) -> None:
    steps = steps_of(citizens, waiting)

    undecided = [name for name, step in steps.items() if not step["is_satisfied"]]
    mayor = agreed(citizens["anyone"].get("/v1/offices/DC8.executive_mayor"))

    assert undecided[0] == ("district_forum", "DC8-DIF")
    assert len(undecided) == len(steps) - 2
    assert mayor["status"] == "vacant"
    assert agreed(citizens["anyone"].get(waiting))["status"] == "draft"


def test_no_shortcut_adopts_it(mint: Mint, citizens: People, waiting: str) -> None:
    approver, approve = citizens["approver"], {"decision": "approve"}
    steps = steps_of(citizens, waiting)
    forum = f"{waiting}/steps/{steps['district_forum', 'DC8-DIF']['id']}/decision"
    council = f"{waiting}/steps/{steps['councils', 'DC8']['id']}/decision"
    by_all_scopes = {"authorization": f"Bearer {mint.external(sub='somebody')}"}
    today = str(clock.today())
    rule = {"space_code": "DC8", "chain": "single_approver", "reason": "a shortcut"}

    refused = [
        approver.post(f"{waiting}/adoption", json=approve),
        approver.post(forum, json=approve),
        approver.post(forum, json=approve, headers=by_all_scopes),
        approver.post(council, json=approve | {"reference": "12"}),
        citizens["administrator"].post(f"{waiting}/adoption", json=approve),
        approver.post("/v1/approval-rules", json=rule | {"applies_from": today}),
    ]
    titles = [each.json()["title"] for each in refused]
    agreed(citizens["administrator"].post("/v1/approval-rules", json=rule))
    after_another_rule = approver.post(f"{waiting}/adoption", json=approve)

    assert titles == [
        "ChainApplies",
        "NotInOffice",
        "NotInOffice",
        "StepOutOfOrder",
        "ScopeNotHeld",
        "ScopeNotHeld",
    ]
    assert after_another_rule.json()["title"] == "ChainApplies"


def test_it_is_told_once_however_often_it_is_told(
    chained: Cluster, citizens: People, plan: Any
) -> None:
    sittings = "/v1/sittings?space=DC9"
    before = agreed(citizens["auditor"].get(sittings))["items"]

    asyncio.run(tell_chains(chained.gateway_url, chained.data_dir))

    assert agreed(citizens["auditor"].get(sittings))["items"] == before
    assert agreed(citizens["anyone"].get(f"/v1/plans/{plan['id']}")) == plan
