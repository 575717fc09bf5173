"""Where rules are kept, the latest of the most particular first."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.chains.models import ApprovalRule
from services.plans.chains.rules import SpaceKind


class ApprovalRules:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    def add(self, rule: ApprovalRule) -> None:
        self.session.add(rule)

    async def page(self, *, after: UUID | None, limit: int) -> Sequence[ApprovalRule]:
        wanted = select(ApprovalRule).order_by(ApprovalRule.id).limit(limit)
        if after is not None:
            wanted = wanted.where(ApprovalRule.id > after)
        return (await self.session.scalars(wanted)).all()

    async def in_force(
        self, space_code: str, kind: SpaceKind, *, on: date
    ) -> ApprovalRule | None:
        """The space's own rule, else that of its kind, else that of all."""
        ours = (
            or_(
                ApprovalRule.space_code == space_code, ApprovalRule.space_code.is_(None)
            ),
            or_(ApprovalRule.space_kind == kind, ApprovalRule.space_kind.is_(None)),
        )
        found: ApprovalRule | None = await self.session.scalar(
            select(ApprovalRule)
            .where(ApprovalRule.applies_from <= on, *ours)
            .order_by(
                ApprovalRule.space_code.is_(None),
                ApprovalRule.space_kind.is_(None),
                ApprovalRule.applies_from.desc(),
                ApprovalRule.id.desc(),
            )
            .limit(1)
        )
        return found
