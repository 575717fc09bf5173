"""Proposals with their rows and differences, which may be many."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.repository import Repository
from services.registry.changes.models import (
    ChangeProposal,
    ChangeProposalNotFound,
    Listed,
)

# One statement of master data at a time: what it checked still holds when it writes.
LOCK = "select pg_advisory_xact_lock(hashtext('onedistrict.registry.changes'))"
KEEP = """
insert into {table} (proposal_id, position, content)
select :proposal_id, ordinality - 1, value
from jsonb_array_elements(cast(:contents as jsonb)) with ordinality
"""
PAGE = """
select position, content from {table}
where proposal_id = :proposal_id and position > :after order by position limit :limit
"""


class ChangeProposals(Repository[ChangeProposal]):
    entity = ChangeProposal
    not_found = ChangeProposalNotFound

    async def lock_master_data(self) -> None:
        """Wait until no other statement is under way."""
        await self.session.execute(text(LOCK))

    async def list(
        self, *, state: str | None, subject: str | None, after: UUID | None, limit: int
    ) -> Sequence[ChangeProposal]:
        """Proposals, oldest first."""
        pairs = ((ChangeProposal.state, state), (ChangeProposal.subject, subject))
        found = await self.session.scalars(
            select(ChangeProposal)
            .where(*(column == value for column, value in pairs if value is not None))
            .where(*([ChangeProposal.id > after] if after else []))
            .order_by(ChangeProposal.id)
            .limit(limit)
        )
        return found.all()


class Contents:
    """What proposals carry, in order: their rows, or their differences."""

    def __init__(self, session: AsyncSession, table: str) -> None:
        self.session = session
        self.table = table

    @classmethod
    def rows(cls, session: AsyncSession) -> "Contents":
        return cls(session, "change_proposal_row")

    @classmethod
    def differences(cls, session: AsyncSession) -> "Contents":
        return cls(session, "change_proposal_difference")

    async def keep(self, proposal_id: UUID, contents: Sequence[dict[str, Any]]) -> None:
        await self.session.execute(
            text(KEEP.format(table=self.table)),
            {"proposal_id": proposal_id, "contents": json.dumps(contents)},
        )

    async def page(
        self, proposal_id: UUID, *, after: int = -1, limit: int | None = None
    ) -> list[Listed]:
        found = await self.session.execute(
            text(PAGE.format(table=self.table)),
            {"proposal_id": proposal_id, "after": after, "limit": limit},
        )
        return [Listed(row.position, row.content) for row in found]
