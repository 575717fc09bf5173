"""Where commitments and their history are kept, and how they are summed up."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.ids import CommitmentId
from services.plans.commitments.models import (
    Commitment,
    CommitmentChange,
    CommitmentNotFound,
    CommitmentState,
    Explained,
    Sums,
)
from services.plans.documents.content import Intervention
from services.plans.documents.models import Plan
from services.plans.reference.models import Organ

DIMENSIONS: Mapping[str, ColumnElement[Any]] = {
    "sphere": Organ.sphere.expression,
    "organ": Commitment.organ.expression,
    "year": Commitment.period.expression,
    "place": Commitment.place_code.expression,
    "focus_area": Intervention.focus_area.expression,
    "intervention": Commitment.intervention_code.expression,
}
IN_ORDER = (Commitment.intervention_code, Commitment.organ, Commitment.period)
FILTERS: Mapping[str, ColumnElement[Any]] = {
    **DIMENSIONS,
    "state": Commitment.state.expression,
}


class Commitments:
    """The commitments to one plan."""

    def __init__(self, session: AsyncSession, plan: Plan) -> None:
        self.session = session
        self.plan = plan
        self._all = select(Commitment).where(Commitment.plan_id == plan.id)

    async def one_writer_each(self, organs: Collection[str]) -> None:
        """Wait until nobody else states what these organs commit to the plan."""
        for organ in sorted(organs):
            key = func.hashtextextended(f"commit:{self.plan.id}:{organ}", 0)
            await self.session.execute(select(func.pg_advisory_xact_lock(key)))

    async def of_organs(
        self, organs: Collection[str]
    ) -> dict[tuple[str, str, str], Commitment]:
        found = await self.session.scalars(
            self._all.where(Commitment.organ.in_(organs))
        )
        return {commitment.key: commitment for commitment in found}

    async def get(self, key: CommitmentId, *, lock: bool = False) -> Commitment:
        wanted = self._all.where(Commitment.id == key)
        if lock:
            wanted = wanted.with_for_update()
        found = await self.session.scalar(wanted)
        if found is None:
            raise CommitmentNotFound(f"the plan has no commitment {key}")
        return found

    async def page(
        self, filters: Mapping[str, str], *, after: UUID | None, limit: int
    ) -> Sequence[Commitment]:
        """Oldest first; `filters` by dimension, or `state`."""
        wanted = self._joined(select(Commitment))
        for name, value in filters.items():
            wanted = wanted.where(FILTERS[name] == value)
        wanted = wanted.order_by(Commitment.id).limit(limit)
        if after is not None:
            wanted = wanted.where(Commitment.id > after)
        return (await self.session.scalars(wanted)).all()

    async def all(self) -> Sequence[Commitment]:
        return (await self.session.scalars(self._all.order_by(*IN_ORDER))).all()

    async def explained(self) -> list[Explained]:
        """All of them, each with its intervention's title and area, and its sphere."""
        meaning = (Intervention.title, Intervention.focus_area, Organ.sphere)
        wanted = self._joined(select(Commitment).add_columns(*meaning))
        found = await self.session.execute(wanted.order_by(*IN_ORDER))
        return [Explained(*row) for row in found]

    async def history(self, key: CommitmentId) -> Sequence[CommitmentChange]:
        wanted = (
            select(CommitmentChange)
            .where(CommitmentChange.commitment_id == key)
            .order_by(CommitmentChange.revision)
        )
        return (await self.session.scalars(wanted)).all()

    async def pivot(self, by: Sequence[str]) -> list[Sums]:
        keys = [DIMENSIONS[name].label(name) for name in by]
        states = [
            func.coalesce(
                func.sum(Commitment.amount).filter(Commitment.state == state), 0
            ).label(f"in_{state}")
            for state in CommitmentState
        ]
        wanted = self._joined(select(*keys, *states, func.count().label("commitments")))
        wanted = wanted.group_by(*keys).order_by(*(key.nulls_last() for key in keys))
        return [
            Sums(
                keys={name: getattr(row, name) for name in by},
                commitments=row.commitments,
                amounts={
                    state: getattr(row, f"in_{state}") for state in CommitmentState
                },
            )
            for row in await self.session.execute(wanted)
        ]

    def _joined(self, wanted: Select[Any]) -> Select[Any]:
        intervention = and_(
            Intervention.plan_id == Commitment.plan_id,
            Intervention.code == Commitment.intervention_code,
        )
        return (
            wanted.select_from(Commitment)
            .join(Intervention, intervention)
            .outerjoin(Organ, Organ.code == Commitment.organ)
            .where(Commitment.plan_id == self.plan.id)
        )
