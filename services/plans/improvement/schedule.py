"""When tasks are due, what is late and drives the end, and how districts compare."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median
from typing import Protocol


class Linked(Protocol):
    """What a schedule needs to know of a task, of a template or of a plan."""

    @property
    def code(self) -> str: ...
    @property
    def after(self) -> Sequence[str]: ...
    @property
    def days(self) -> int: ...
    @property
    def by_day(self) -> str | None: ...


@dataclass(frozen=True)
class Link:
    code: str
    after: tuple[str, ...]
    days: int
    by_day: str | None = None
    done_on: date | None = None


@dataclass(frozen=True)
class Projection:
    """When tasks will be done as things are, and the chain that drives the last."""

    finish: Mapping[str, date]
    critical: tuple[str, ...]

    @property
    def end(self) -> date:
        return max(self.finish.values())


@dataclass(frozen=True)
class Passage:
    """How a district's plan gets through a task, or through a step with all of them."""

    plan: str
    space_code: str
    step: str
    position: int
    ready_on: date | None
    done_on: date | None
    due_on: date


@dataclass(frozen=True)
class Stall:
    """A step that waits in a district: since when it could have been under way."""

    space_code: str
    plan: str
    since: date
    days: int
    days_late: int


@dataclass(frozen=True)
class StepComparison:
    """How one step goes in all districts compared."""

    step: str
    districts: int
    done: int
    median_days: float | None
    longest_days: int | None
    late: int
    waiting: tuple[Stall, ...]


def due_dates(tasks: Iterable[Linked], starts_on: date) -> dict[str, date]:
    """Due so many days after the latest before it; `by_day` is the next such day."""
    due: dict[str, date] = {}
    for task in tasks:
        ready = max((due[code] for code in task.after), default=starts_on)
        due[task.code] = _finish(task, ready)
    return due


def projection(tasks: Sequence[Link], starts_on: date, *, today: date) -> Projection:
    """From what is done, and what cannot be done before today."""
    finish: dict[str, date] = {}
    driver: dict[str, str | None] = {}
    for task in tasks:
        before = max(task.after, key=lambda code: (finish[code], code), default=None)
        ready = finish[before] if before else starts_on
        driver[task.code] = before
        finish[task.code] = task.done_on or max(today, _finish(task, ready))
    last: str | None = max(finish, key=lambda code: (finish[code], code))
    chain: list[str] = []
    while last is not None:
        chain.append(last)
        last = driver[last]
    return Projection(finish, tuple(reversed(chain)))


def ready_dates(tasks: Iterable[Link], starts_on: date) -> dict[str, date | None]:
    """From which day each could be under way; None while one before it is not done."""
    done = {task.code: task.done_on for task in tasks}
    ready: dict[str, date | None] = {}
    for task in tasks:
        days = [day for code in task.after if (day := done[code]) is not None]
        all_done = len(days) == len(task.after)
        ready[task.code] = max([starts_on, *days]) if all_done else None
    return ready


def through_steps(tasks: Iterable[Passage]) -> list[Passage]:
    """One per plan and step: ready with its first task, done with its last."""
    steps: dict[tuple[str, str], list[Passage]] = defaultdict(list)
    for task in tasks:
        steps[task.plan, task.step].append(task)
    return [_together(found) for found in steps.values()]


def _together(tasks: Sequence[Passage]) -> Passage:
    ready = [task.ready_on for task in tasks if task.ready_on is not None]
    done = [task.done_on for task in tasks if task.done_on is not None]
    return replace(
        tasks[0],
        ready_on=min(ready, default=None),
        done_on=max(done) if len(done) == len(tasks) else None,
        due_on=max(task.due_on for task in tasks),
    )


def compare(passages: Iterable[Passage], *, today: date) -> list[StepComparison]:
    """Steps in their order, each with the districts where it waits, longest first."""
    by_step: dict[str, list[Passage]] = defaultdict(list)
    for passage in sorted(passages, key=lambda each: each.position):
        by_step[passage.step].append(passage)
    return [_compared(step, found, today) for step, found in by_step.items()]


def slowest(steps: Iterable[StepComparison]) -> StepComparison | None:
    """The step with the highest median; the first of those as slow."""
    taking = [step for step in steps if step.median_days]
    return max(taking, key=lambda step: step.median_days or 0, default=None)


def stalling(steps: Iterable[StepComparison]) -> StepComparison | None:
    """The step in which most districts wait; of those, where they wait longest."""
    waiting = [step for step in steps if step.waiting]
    return max(
        waiting,
        key=lambda step: (len(step.waiting), sum(each.days for each in step.waiting)),
        default=None,
    )


def _compared(step: str, found: Sequence[Passage], today: date) -> StepComparison:
    taken = [
        max((each.done_on - each.ready_on).days, 0)
        for each in found
        if each.done_on is not None and each.ready_on is not None
    ]
    stalls = [
        Stall(
            each.space_code,
            each.plan,
            each.ready_on,
            (today - each.ready_on).days,
            max((today - each.due_on).days, 0),
        )
        for each in found
        if each.done_on is None and each.ready_on is not None and each.ready_on <= today
    ]
    stalls.sort(key=lambda stall: (-stall.days, stall.space_code, stall.plan))
    return StepComparison(
        step=step,
        districts=len({each.space_code for each in found}),
        done=sum(each.done_on is not None for each in found),
        median_days=float(median(taken)) if taken else None,
        longest_days=max(taken, default=None),
        late=sum(each.done_on is None and each.due_on < today for each in found),
        waiting=tuple(stalls),
    )


def _finish(task: Linked, ready: date) -> date:
    earliest = ready + timedelta(days=task.days)
    if task.by_day is None:
        return earliest
    month, day = (int(part) for part in task.by_day.split("-"))
    this_year = date(earliest.year, month, day)
    return this_year if this_year >= earliest else date(earliest.year + 1, month, day)
