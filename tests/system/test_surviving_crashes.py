"""Processes die at every step of the story: nothing is lost, nothing applied twice.

Each test adopts a new One Plan of DC45, which supersedes the one before it, or loads
the One Budget again, while something dies; then every book is compared.
"""

import json

import pytest

from deploy.embedded.cluster import Cluster
from tests.system.aftermath import (
    FINDINGS,
    Json,
    assert_all_is_well,
    commitments_of,
    decisions_of,
)
from tests.system.books import Books
from tests.system.mishaps import (
    Insistent,
    await_death,
    killed,
    lose_the_streams,
    start_to_die,
)
from tests.system.people import (
    DC45,
    STAGES,
    People,
    adopt_dc45,
    agreed,
    alignment_of,
    complete_stages,
    draft,
    load_interventions,
    state_content,
)

AT_A_REQUEST = (
    "before_effect",
    "after_effect_before_commit",
    "after_commit_before_reply",
    "relay_after_read",
    "relay_after_publish_before_mark",
)
AT_AN_EVENT = (
    "consumer_after_effect_before_commit:1",
    "consumer_after_effect_before_commit:2",
    "consumer_after_commit_before_ack",
    "relay_after_publish_before_mark",
)
SERVICES = ("plans", "budgets", "monitoring")
CONSUMERS = ("budgets", "monitoring")
ORIGINAL = (DC45 / "budget_lines.csv").read_text()
CORRECTED = ORIGINAL.replace("CASP,2102,4000,4000,0", "CASP,2102,8000,8000,0")
DECISION = {"decision": "approve"}


@pytest.fixture(scope="module")
def books(system: Cluster) -> Books:
    return Books(system)


@pytest.fixture(scope="module")
def calm(people: People, books: Books) -> list[Json]:
    """The commitments of a plan that was adopted while nothing happened."""
    plan = adopt_dc45(people)
    assert_all_is_well(people, books, plan)
    return commitments_of(people, plan)


@pytest.fixture
def ready(people: People, calm: list[Json]) -> str:
    """A draft of DC45 with all its stages complete, to be decided about."""
    return ready_draft(people)


def ready_draft(people: People) -> str:
    planner = people["district_planner"]
    plan = draft(planner, "DC45", "John Taolo Gaetsewe One Plan")
    load_interventions(planner, plan, DC45 / "interventions.csv")
    state_content(planner, plan)
    complete_stages(planner, plan)
    return plan


def adoption(people: People, plan: str) -> Insistent:
    return Insistent(people["approver"], f"/v1/plans/{plan}/adoption", json=DECISION)


def loading(people: People, lines: str) -> Insistent:
    return Insistent(
        people["budget_officer"],
        "/v1/budget-imports",
        data={"format": "budget_lines", "unit": "R thousand", "space": "DC45"},
        files={"file": ("lines.csv", lines.encode(), "text/csv")},
    )


def test_plans_dies_at_every_step_of_an_adoption(
    system: Cluster, people: People, books: Books, calm: list[Json], ready: str
) -> None:
    adopting = adoption(people, ready)

    for step in AT_A_REQUEST:
        start_to_die(system, "plans", step)
        adopting.once()
        await_death(system, "plans")
    system.restart("plans")
    answer, again = adopting.until_answered(), adopting.until_answered()

    assert answer.headers["idempotency-replayed"] == "true"
    assert answer.json() == again.json()
    assert decisions_of(books, ready) == [(answer.json()["id"], "approve")]
    assert_all_is_well(people, books, ready)
    assert commitments_of(people, ready) == calm


def test_budgets_dies_at_every_step_of_an_import(
    system: Cluster, people: People, books: Books, ready: str
) -> None:
    adoption(people, ready).until_answered()
    assert_all_is_well(people, books, ready)
    correcting = loading(people, CORRECTED)

    for step in AT_A_REQUEST:
        start_to_die(system, "budgets", step)
        correcting.once()
        await_death(system, "budgets")
    system.restart("budgets")
    answer = correcting.until_answered()

    assert answer.headers["idempotency-replayed"] == "true"
    assert (answer.json()["updated"], answer.json()["unchanged"]) == (1, 21)
    corrected = alignment_of(people["anyone"], ready)
    assert corrected["coverage"]["nominal"] == "81.33"
    assert len(corrected["findings"]) == FINDINGS - 3
    agreed(loading(people, ORIGINAL).until_answered())
    assert_all_is_well(people, books, ready)


def test_consumers_die_at_every_step_of_an_adoption(
    system: Cluster, people: People, books: Books, calm: list[Json]
) -> None:
    plans = []

    for name in CONSUMERS:
        for step in AT_AN_EVENT:
            plans.append(ready_draft(people))
            start_to_die(system, name, step)
            agreed(adoption(people, plans[-1]).until_answered())
            await_death(system, name)
        system.launch(name, {})

    assert_all_is_well(people, books, plans[-1])
    assert commitments_of(people, plans[-1]) == calm
    for plan in plans:
        assert [verdict for _, verdict in decisions_of(books, plan)] == ["approve"]


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(("nats",), id="nats"),
        pytest.param(("postgres",), id="postgres"),
        pytest.param(("plans",), id="plans", marks=pytest.mark.nightly),
        pytest.param(("budgets",), id="budgets", marks=pytest.mark.nightly),
        pytest.param(("monitoring",), id="monitoring", marks=pytest.mark.nightly),
        pytest.param(("gateway",), id="gateway", marks=pytest.mark.nightly),
    ],
)
def test_killed_just_after_an_adoption(
    system: Cluster,
    people: People,
    books: Books,
    calm: list[Json],
    ready: str,
    names: tuple[str, ...],
) -> None:
    agreed(adoption(people, ready).until_answered())

    with killed(system, *names):
        pass

    assert_all_is_well(people, books, ready)
    assert commitments_of(people, ready) == calm


def test_everything_is_killed_while_an_adoption_is_on_its_way(
    system: Cluster, people: People, books: Books, calm: list[Json], ready: str
) -> None:
    adopting = adoption(people, ready)
    adopting.once()

    with killed(system, *system.children):
        assert adopting.once() is None

    agreed(adopting.until_answered())
    assert len(decisions_of(books, ready)) == 1
    assert_all_is_well(people, books, ready)
    assert commitments_of(people, ready) == calm


def test_nats_loses_all_that_it_stored(
    system: Cluster, people: People, books: Books, calm: list[Json], ready: str
) -> None:
    agreed(adoption(people, ready).until_answered())

    lose_the_streams(system)

    assert_all_is_well(people, books, ready)
    assert commitments_of(people, ready) == calm


def test_streams_are_deleted_before_their_events_were_heard(
    system: Cluster, people: People, books: Books, calm: list[Json], ready: str
) -> None:
    with killed(system, "budgets", "monitoring"):
        agreed(adoption(people, ready).until_answered())
        for publisher in ("registry", "plans", "budgets"):
            books.delete_stream(publisher)

    assert_all_is_well(people, books, ready)
    assert commitments_of(people, ready) == calm


@pytest.mark.nightly
@pytest.mark.parametrize("visit", [1, 2, 3])
@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    "step", sorted({step.partition(":")[0] for step in (*AT_A_REQUEST, *AT_AN_EVENT)})
)
def test_the_whole_story_with_one_death(
    system: Cluster,
    people: People,
    books: Books,
    calm: list[Json],
    service: str,
    step: str,
    visit: int,
) -> None:
    """From the draft to the commitments; whoever dies is started again at once."""
    start_to_die(system, service, f"{step}:{visit}")

    plan = insisted_story(system, people, service)
    system.restart(service)

    assert_all_is_well(people, books, plan)
    assert commitments_of(people, plan) == calm


def insisted_story(system: Cluster, people: People, mortal: str) -> str:
    """The story, by people who send each request until it is answered."""

    def insist(role: str, path: str, **parts: object) -> Json:
        request = Insistent(people[role], path, **parts)
        while (answer := request.once()) is None or answer.is_server_error:
            if not system.children[mortal].is_running:
                system.restart(mortal)
        return agreed(answer)

    planned = {"space_code": "DC45", "title": "John Taolo Gaetsewe One Plan"}
    plan = str(insist("district_planner", "/v1/plans", json=planned)["id"])
    address = f"/v1/plans/{plan}"
    content = (DC45 / "interventions.csv").read_bytes()
    insist(
        "district_planner",
        f"{address}/imports",
        data={"format": "interventions", "unit": "R thousand"},
        files={"file": ("interventions.csv", content, "text/csv")},
    )
    said = json.loads((DC45 / "content.json").read_text("utf-8"))
    insist("district_planner", f"{address}/content", json=said)
    for stage in STAGES:
        insist("district_planner", f"{address}/stages/{stage}/completion")
    insist("approver", f"{address}/adoption", json=DECISION)
    for lines in (CORRECTED, ORIGINAL):
        insist(
            "budget_officer",
            "/v1/budget-imports",
            data={"format": "budget_lines", "unit": "R thousand", "space": "DC45"},
            files={"file": ("lines.csv", lines.encode(), "text/csv")},
        )
    return plan
