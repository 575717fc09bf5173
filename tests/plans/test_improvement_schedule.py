"""Laws of a schedule: what is due when, what is ready, where districts wait."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.plans.improvement.schedule import (
    Link,
    Passage,
    Stall,
    StepComparison,
    compare,
    due_dates,
    projection,
    ready_dates,
    slowest,
    stalling,
    through_steps,
)

START = date(2026, 7, 1)


@st.composite
def chains(draw) -> list[Link]:
    """Tasks in an order in which none waits for a later one; some are done."""
    links: list[Link] = []
    for number in range(draw(st.integers(1, 7))):
        codes = [link.code for link in links]
        after = draw(st.sets(st.sampled_from(codes), max_size=3)) if codes else set()
        done = draw(st.none() | st.integers(0, 300))
        links.append(
            Link(
                f"t{number}",
                tuple(sorted(after)),
                draw(st.integers(0, 60)),
                draw(st.sampled_from((None, "05-31", "06-30"))),
                None if done is None else START + timedelta(days=done),
            )
        )
    return links


@settings(max_examples=50, deadline=None)
@given(chains(), st.integers(0, 500))
def test_nothing_is_due_before_what_it_waits_for(links: list[Link], later: int) -> None:
    today = START + timedelta(days=later)

    due = due_dates(links, START)
    projected = projection(links, START, today=today)

    for link in links:
        assert due[link.code] >= START + timedelta(days=link.days)
        assert all(due[link.code] >= due[code] for code in link.after)
        if link.done_on is None:
            assert projected.finish[link.code] >= today
    last = projected.critical[-1]
    assert projected.finish[last] == projected.end
    by_code = {link.code: link for link in links}
    pairs = zip(projected.critical, projected.critical[1:], strict=False)
    assert all(before in by_code[after].after for before, after in pairs)
    assert by_code[projected.critical[0]].after == ()


@settings(max_examples=50, deadline=None)
@given(chains())
def test_a_task_is_ready_when_all_before_it_are_done(links: list[Link]) -> None:
    ready = ready_dates(links, START)
    done = {link.code: link.done_on for link in links}

    for link in links:
        waits = any(done[code] is None for code in link.after)
        assert (ready[link.code] is None) == waits


def test_a_step_of_two_tasks_is_done_once_with_the_last() -> None:
    def task(plan: str, ready: int, done: int | None) -> Passage:
        days = [
            None if day is None else START + timedelta(days=day)
            for day in (ready, done)
        ]
        return Passage(plan, plan, "costing", 1, *days, START + timedelta(days=ready))

    tasks = [task("A", 0, 5), task("A", 1, 9), task("B", 0, 5), task("B", 1, None)]

    [step] = compare(through_steps(tasks), today=START + timedelta(days=10))

    assert (step.done, step.districts, step.median_days) == (1, 2, 9.0)
    assert [(s.space_code, s.days, s.days_late) for s in step.waiting] == [("B", 10, 9)]


def test_the_median_of_a_step_is_over_districts_that_finished_it() -> None:
    def passage(space: str, done: int | None) -> Passage:
        day = None if done is None else START + timedelta(days=done)
        return Passage(space, space, "gaps", 1, START, day, START)

    passages = [passage("A", 4), passage("B", 9), passage("C", None)]

    [step] = compare(passages, today=START + timedelta(days=10))

    assert (step.median_days, step.longest_days) == (6.5, 9)
    assert [(s.space_code, s.days, s.days_late) for s in step.waiting] == [
        ("C", 10, 10)
    ]


def a_step(step: str, *waits: int, median: float | None = None) -> StepComparison:
    stalls = tuple(Stall("DC45", "p", date(2026, 7, 1), days, 0) for days in waits)
    return StepComparison(step, 3, 0, median, None, 0, stalls)


def test_most_wait_where_more_districts_do_and_of_those_where_longest() -> None:
    steps = [a_step("a", 90), a_step("b", 1, 2), a_step("c", 2, 2), a_step("d")]

    assert stalling(steps) == steps[2]
    assert stalling(steps[3:]) is None


def test_a_step_that_takes_no_day_is_not_the_slowest() -> None:
    steps = [a_step("a", median=0.0), a_step("b"), a_step("c", median=3.5)]

    assert slowest(steps) == steps[2]
    assert slowest(steps[:2]) is None
