"""Every change of state is an event: what each request wrote, and what it told.

While a test runs, each accepted request is looked at in the transaction that wrote it.
"""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from chassis import audit
from chassis.messaging.outbox import OutboxMessage
from services.plans.tables import PlansTable
from tests.plans.facts import FACTS, NOT_TOLD

Heard = tuple[str, set[str], set[str]]
WROTE, TOLD = "wrote", "told"
import_module("services.plans.app")
OURS = frozenset(PlansTable.metadata.tables)


def _noted(session: Session, name: str) -> set[str]:
    noted: set[str] = session.info.setdefault(name, set())
    return noted


def _see_rows(session: Session, _: object) -> None:
    changed = filter(session.is_modified, session.dirty)
    for row in (*session.new, *changed, *session.deleted):
        if isinstance(row, OutboxMessage):
            _noted(session, TOLD).add(row.subject.split(".")[2])
        elif isinstance(row, PlansTable):
            _noted(session, WROTE).add(row.__tablename__)


def _see_statement(state: ORMExecuteState) -> None:
    """A copy of selected rows counts only where rows are told: it may copy none."""
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    table = getattr(state.statement, "table", None)
    copies = getattr(state.statement, "select", None) is not None
    if table is not None and table.name in OURS and not copies:
        _noted(state.session, WROTE).add(table.name)


def faults_of(heard: Iterable[Heard]) -> list[str]:
    """Requests that wrote something and told nobody, or told what is not theirs."""
    silent = [
        f"{operation} wrote {sorted(wrote)} and told nobody"
        for operation, wrote, told in heard
        if wrote - NOT_TOLD.keys() and not told
    ]
    return silent + [
        f"{operation} tells {sorted(told - FACTS.get(operation, set()))} too"
        for operation, _, told in heard
        if told - FACTS.get(operation, set())
    ]


@contextmanager
def overheard() -> Generator[list[Heard]]:
    """Each accepted request: its operation, the tables it wrote, the events it told."""
    heard: list[Heard] = []
    record = audit.record

    async def record_and_listen(session: Any, act: audit.Act) -> None:
        await record(session, act)
        wrote, told = (_noted(session.sync_session, name) for name in (WROTE, TOLD))
        heard.append((act.operation, set(wrote), set(told)))

    event.listen(Session, "after_flush", _see_rows)
    event.listen(Session, "do_orm_execute", _see_statement)
    with pytest.MonkeyPatch.context() as listening:
        listening.setattr(audit, "record", record_and_listen)
        yield heard
    event.remove(Session, "after_flush", _see_rows)
    event.remove(Session, "do_orm_execute", _see_statement)
