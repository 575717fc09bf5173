"""What operators and auditors ask of every service: audit entries and dead letters."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel

from chassis import audit
from chassis.messaging import dead_letters
from chassis.messaging.dead_letters import (
    DeadLetterNotFound,
    DeadLetterNotReplayable,
)
from chassis.web.auth import Auditor, Operator
from chassis.web.fields import Reason, Sent
from chassis.web.paging import CursorMalformed, Page, Paging
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session

LONGEST_POSITION = 18


class OfficeActedFor(BaseModel):
    """An office whose powers let the write happen, and how it was held that day."""

    office: str
    capacity: str
    appointment_id: UUID


class AuditEntryView(BaseModel):
    """One accepted write. Entries of a space form a hash chain."""

    position: int
    chain: str
    seq: int
    at: datetime
    operation: str
    path: str
    sub: str
    client_id: str
    role: str
    organ: str | None
    space_code: str | None
    records: list[str]
    request_id: str
    status: int
    request_sha256: str
    response_sha256: str
    on_behalf: list[OfficeActedFor]
    hash: str


class AuditVerificationView(BaseModel):
    """Whether the chains still agree with their entries."""

    intact: bool
    broken: list[str]


class DeadLetterView(BaseModel):
    """An event that could not be applied, or waits behind one."""

    durable: str
    event_id: UUID
    subject: str
    aggregate: str
    aggregate_seq: int
    state: str
    reason: str | None
    attempts: int
    received_at: datetime


class DiscardReason(Sent):
    """Why an event may be passed over for good."""

    reason: Reason


def routes(service: str) -> APIRouter:
    """The operations of one service, at addresses of their own."""
    api = router("operations")
    _add_audit(api, service)
    _add_dead_letters(api, service)
    return api


def _add_audit(api: APIRouter, service: str) -> None:
    suffix = service.capitalize()

    @api.get(f"/audit/{service}", name=f"list{suffix}_audit_entries")
    async def list_audit_entries(
        session: Session,
        _: Auditor,
        page: Paging,
        record: Annotated[str | None, Query(max_length=200)] = None,
    ) -> Page[AuditEntryView]:
        """Who did what, oldest first; `record` narrows to one record's id or code."""
        after = _position(page.after)
        rows = await audit.entries(
            session, record_id=record, after=after, limit=page.limit + 1
        )
        shown = [AuditEntryView(**row) for row in rows[: page.limit]]
        more = len(rows) > page.limit
        return page.page(shown, str(shown[-1].position) if more else None)

    @api.get(f"/audit/{service}/verification", name=f"verify{suffix}_audit")
    async def verify_audit(session: Session, _: Auditor) -> AuditVerificationView:
        """Recompute every link of the audit chains."""
        broken = await audit.broken_links(session)
        return AuditVerificationView(intact=not broken, broken=broken)


def _add_dead_letters(api: APIRouter, service: str) -> None:
    _add_settling(api, service)
    suffix = service.capitalize()

    @api.get(f"/dead-letters/{service}", name=f"list{suffix}_dead_letters")
    async def list_dead_letters(
        session: Session, _: Operator, page: Paging
    ) -> Page[DeadLetterView]:
        """Events that failed, and those that wait behind them."""
        rows = await dead_letters.unsettled(
            session, after=page.after, limit=page.limit + 1
        )
        shown = [
            DeadLetterView.model_validate(row, from_attributes=True) for row in rows
        ]
        more = len(rows) > page.limit
        shown = shown[: page.limit]
        return page.page(shown, str(shown[-1].event_id) if more else None)


def _add_settling(api: APIRouter, service: str) -> None:
    suffix = service.capitalize()

    @api.post(
        f"/dead-letters/{service}/{{event_id}}/replay",
        name=f"replay{suffix}_dead_letter",
        responses=refusing(DeadLetterNotFound, DeadLetterNotReplayable),
    )
    async def replay_dead_letter(
        event_id: UUID, session: Session, _: Operator
    ) -> DeadLetterView:
        """Apply a failed event again, then those that waited behind it."""
        letter = await dead_letters.replay(session, event_id)
        return DeadLetterView.model_validate(letter, from_attributes=True)

    @api.post(
        f"/dead-letters/{service}/{{event_id}}/discard",
        name=f"discard{suffix}_dead_letter",
        responses=refusing(DeadLetterNotFound, DeadLetterNotReplayable),
    )
    async def discard_dead_letter(
        event_id: UUID, sent: DiscardReason, session: Session, _: Operator
    ) -> DeadLetterView:
        """Pass over a failed event for good; those behind it are applied."""
        letter = await dead_letters.discard(session, event_id, reason=sent.reason)
        return DeadLetterView.model_validate(letter, from_attributes=True)


def _position(key: str | None) -> int:
    if key is None:
        return 0
    if not key.isdecimal() or len(key) > LONGEST_POSITION:
        raise CursorMalformed("this cursor is not one of ours")
    return int(key)
