"""Proposing changes of master data, and deciding about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.database import undone
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.principal import Principal
from chassis.web.fields import Sent
from services.registry.changes import rules
from services.registry.changes.models import (
    ChangeProposal,
    Decision,
    Listed,
    ProposalChangesNothing,
    ProposalOutdated,
    ProposalState,
)
from services.registry.changes.repository import ChangeProposals, Contents
from services.registry.changes.rules import Shown
from services.registry.changes.subjects import STATED
from services.registry.statements import Difference, StatementRefused


@dataclass(frozen=True)
class Draft:
    """Rows of one subject that somebody wants in force from a day on, and why."""

    subject: str
    effective_from: date
    reason: str
    rows: Sequence[Sent]
    file_sha256: str | None = None


@dataclass(frozen=True)
class FileDraft:
    """Rows of a set of files, which carry days of their own, and what they change."""

    subject: str
    reason: str
    rows: Sequence[Sent]
    file_sha256: str
    differences: Sequence[Difference]


async def preview(session: AsyncSession, draft: Draft) -> list[Shown]:
    """What the draft would change if it were applied now; nothing is."""
    async with undone(session):
        differences = await _state(
            session, draft.subject, draft.rows, draft.effective_from
        )
    return rules.shown(differences)


async def propose(
    session: AsyncSession, draft: Draft, differences: Sequence[Shown], *, by: Principal
) -> ChangeProposal:
    """Keep the draft with its preview, for another person to review."""
    if not differences:
        raise ProposalChangesNothing("the registry says all of this already")
    proposal = ChangeProposals(session).add(
        ChangeProposal(
            id=new_id(),
            subject=draft.subject,
            effective_from=draft.effective_from,
            reason=draft.reason,
            state=ProposalState.PENDING.value,
            rows=len(draft.rows),
            counts=rules.counts(differences),
            preview_sha256=rules.digest(differences),
            file_sha256=draft.file_sha256,
            proposed_by=by.sub,
            proposed_by_client=by.client_id,
            proposed_at=clock.now(),
            version=1,
        )
    )
    await session.flush()
    rows = [row.model_dump(mode="json", exclude_unset=True) for row in draft.rows]
    await Contents.rows(session).keep(proposal.id, rows)
    await Contents.differences(session).keep(proposal.id, differences)
    return proposal


async def propose_files(
    session: AsyncSession, draft: FileDraft, *, by: Principal
) -> ChangeProposal:
    """Keep a set of files with its preview; it is in force from its first change on."""
    if not draft.differences:
        raise ProposalChangesNothing("the registry says all of this already")
    first_day = min(each.effective for each in draft.differences)
    kept = Draft(draft.subject, first_day, draft.reason, draft.rows, draft.file_sha256)
    return await propose(session, kept, rules.shown(draft.differences), by=by)


async def approve(
    session: AsyncSession, proposal_id: UUID, *, made: Decision
) -> ChangeProposal:
    """Apply the proposal, if it still does what its reviewer was shown."""
    proposal = await ChangeProposals(session).get(proposal_id, lock=True)
    proposal.must_be_reviewed_by(made.by)
    row = STATED[proposal.subject].row
    kept = await Contents.rows(session).page(proposal.id)
    rows = [row.model_validate_json(rules.written(each.content)) for each in kept]
    try:
        done = await _state(session, proposal.subject, rows, proposal.effective_from)
    except StatementRefused as refused:
        raise ProposalOutdated(
            "its rows would be refused today", refused.errors
        ) from refused
    if rules.digest(rules.shown(done)) != proposal.preview_sha256:
        raise ProposalOutdated("it would change other things than its preview shows")
    outbox.record(session, proposal.decide(ProposalState.APPROVED, made))
    return proposal


async def reject(
    session: AsyncSession, proposal_id: UUID, *, made: Decision
) -> ChangeProposal:
    proposal = await ChangeProposals(session).get(proposal_id, lock=True)
    proposal.must_be_reviewed_by(made.by)
    outbox.record(session, proposal.decide(ProposalState.REJECTED, made))
    return proposal


async def withdraw(
    session: AsyncSession, proposal_id: UUID, *, made: Decision
) -> ChangeProposal:
    proposal = await ChangeProposals(session).get(proposal_id, lock=True)
    proposal.must_be_withdrawn_by(made.by)
    outbox.record(session, proposal.decide(ProposalState.WITHDRAWN, made))
    return proposal


async def _state(
    session: AsyncSession, subject: str, rows: Sequence[Any], effective: date
) -> list[Difference]:
    await ChangeProposals(session).lock_master_data()
    return await STATED[subject].state(session, rows, effective)


async def get_proposal(session: AsyncSession, proposal_id: UUID) -> ChangeProposal:
    return await ChangeProposals(session).get(proposal_id)


async def list_proposals(
    session: AsyncSession,
    *,
    state: ProposalState | None,
    subject: str | None,
    after: UUID | None,
    limit: int,
) -> Sequence[ChangeProposal]:
    return await ChangeProposals(session).list(
        state=state, subject=subject, after=after, limit=limit
    )


async def list_rows(
    session: AsyncSession, proposal_id: UUID, *, after: int, limit: int
) -> list[Listed]:
    await ChangeProposals(session).get(proposal_id)
    return await Contents.rows(session).page(proposal_id, after=after, limit=limit)


async def list_differences(
    session: AsyncSession, proposal_id: UUID, *, after: int, limit: int
) -> list[Listed]:
    await ChangeProposals(session).get(proposal_id)
    return await Contents.differences(session).page(
        proposal_id, after=after, limit=limit
    )
