"""Comment windows and what was submitted in them."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.ids import CommentWindowId, PlanId, SubmissionId
from services.plans.consultation.models import (
    CommentWindow,
    CommentWindowNotFound,
    Submission,
    SubmissionNotFound,
    SubmissionRepeated,
    SubmissionState,
)
from services.plans.documents.content import Intervention
from services.plans.sections.history import Provenance


class CommentWindows:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    def add(self, window: CommentWindow) -> CommentWindow:
        self.session.add(window)
        return window

    async def get(self, window_id: CommentWindowId) -> CommentWindow:
        found = await self.session.get(CommentWindow, window_id)
        if found is None:
            raise CommentWindowNotFound(f"no comment window {window_id}")
        return found

    async def last_of(self, plan_id: PlanId) -> CommentWindow | None:
        return await self.session.scalar(
            select(CommentWindow)
            .where(CommentWindow.plan_id == plan_id)
            .order_by(CommentWindow.closes_on.desc())
            .limit(1)
        )

    async def list(
        self,
        *,
        plan_id: PlanId | None,
        space_code: str | None,
        open_on: date | None,
        after: UUID | None,
        limit: int,
    ) -> Sequence[CommentWindow]:
        wanted = select(CommentWindow).order_by(CommentWindow.id).limit(limit)
        if plan_id is not None:
            wanted = wanted.where(CommentWindow.plan_id == plan_id)
        if space_code is not None:
            wanted = wanted.where(CommentWindow.space_code == space_code)
        if open_on is not None:
            wanted = wanted.where(
                CommentWindow.opens_on <= open_on, CommentWindow.closes_on >= open_on
            )
        if after is not None:
            wanted = wanted.where(CommentWindow.id > after)
        return (await self.session.scalars(wanted)).all()


class Submissions:
    """Row-level security leaves strangers those that are published."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, submission: Submission) -> Submission:
        """Keep it, or `SubmissionRepeated`: what nobody may read is not looked up."""
        try:
            async with self.session.begin_nested():
                self.session.add(submission)
        except IntegrityError as error:
            if "fingerprint" not in str(error.orig):
                raise
            raise SubmissionRepeated("we have this comment already") from None
        return submission

    async def known_in(self, plan_id: PlanId, codes: Collection[str]) -> set[str]:
        """Which of these the plan has as interventions, or had."""
        has = select(Intervention.code).where(
            Intervention.plan_id == plan_id, Intervention.code.in_(codes)
        )
        had = select(Provenance.code).where(
            Provenance.plan_id == plan_id,
            Provenance.kind == "intervention",
            Provenance.code.in_(codes),
        )
        return set(await self.session.scalars(has.union(had)))

    async def lock(self, submission_id: SubmissionId) -> Submission:
        found = await self.session.scalar(
            select(Submission).where(Submission.id == submission_id).with_for_update()
        )
        if found is None:
            raise SubmissionNotFound(f"no submission {submission_id}")
        return found

    async def list(
        self,
        window_id: CommentWindowId,
        *,
        state: SubmissionState | None,
        after: UUID | None,
        limit: int,
    ) -> Sequence[Submission]:
        wanted = (
            select(Submission)
            .where(Submission.window_id == window_id)
            .order_by(Submission.id)
            .limit(limit)
        )
        if state is not None:
            wanted = wanted.where(Submission.state == state)
        if after is not None:
            wanted = wanted.where(Submission.id > after)
        return (await self.session.scalars(wanted)).all()
