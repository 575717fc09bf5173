"""Stating, confirming and withdrawing what organs give to a plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.errors import FieldError, summed_up
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.principal import Principal
from contracts.ids import CommitmentId, PlanId
from services.plans.commitments.models import (
    Cell,
    Commitment,
    CommitmentChange,
    CommitmentNotPledged,
    CommitmentsClosed,
    CommitmentsNotValid,
    CommitmentState,
    CommitmentWithdrawn,
    ConfirmedByAnother,
    Explained,
    OrganNotYours,
    Sums,
)
from services.plans.commitments.repository import Commitments
from services.plans.commitments.rules import faults_of
from services.plans.documents.models import Plan, PlanStatus
from services.plans.documents.repository import Interventions, Plans
from services.plans.reference import service as reference

MOST_FAULTS = 500


@dataclass(frozen=True)
class Stated:
    """What a statement did, or would do."""

    space_code: str
    created: int
    updated: int
    unchanged: int
    commitments: Sequence[Commitment]


async def state_commitments(
    session: AsyncSession,
    plan_id: PlanId,
    cells: Sequence[Cell],
    *,
    dry_run: bool,
    by: Principal,
) -> Stated:
    """Say what the caller's organs commit: all the cells, or none and the reasons."""
    plan = await Plans(session).get(plan_id)
    by.must_act_in(plan.space_code)
    organs = {cell.organ for cell in cells}
    _must_speak_for(cells, organs_of(by, "plans:write", plan.space_code))
    named = await reference.find_named(
        session,
        places={cell.place_code for cell in cells if cell.place_code},
        organs=organs,
    )
    plan = await Plans(session).hold(plan_id)
    if plan.status is not PlanStatus.DRAFT:
        raise CommitmentsClosed(f"plan {plan.id} is {plan.status}")
    if plan.approval_round_id is not None:
        raise CommitmentsClosed(f"plan {plan.id} is before the bodies that decide")
    commitments = Commitments(session, plan)
    await commitments.one_writer_each(organs)
    standing = await commitments.of_organs(organs)
    faults = list(
        faults_of(
            cells,
            standing=standing,
            horizons=await Interventions(session, plan).horizons(),
            named=named,
            space=await reference.find_space(session, plan.space_code),
        )
    )
    if faults:
        detail = f"nothing was stated: {summed_up(faults)}"
        raise CommitmentsNotValid(detail, faults[:MOST_FAULTS])
    return _state(session, plan, cells, standing, dry_run=dry_run, by=by)


def _state(  # noqa: PLR0913  cells over what stands there
    session: AsyncSession,
    plan: Plan,
    cells: Sequence[Cell],
    standing: Mapping[tuple[str, str, str], Commitment],
    *,
    dry_run: bool,
    by: Principal,
) -> Stated:
    news = [cell for cell in cells if cell.key not in standing]
    changes = [
        (standing[cell.key], cell)
        for cell in cells
        if cell.key in standing and not standing[cell.key].says(cell)
    ]
    unchanged = len(cells) - len(news) - len(changes)
    if dry_run:
        return Stated(plan.space_code, len(news), len(changes), unchanged, [])
    created = [_stated(plan, cell, by) for cell in news]
    session.add_all(created)
    for commitment in created:
        _tell(session, commitment, None, by=by)
    for commitment, cell in changes:
        said = _said(cell, by)
        before = commitment.become(cell.state, said, at=clock.now())
        _tell(session, commitment, before, by=by)
    touched = [*created, *(commitment for commitment, _ in changes)]
    return Stated(plan.space_code, len(news), len(changes), unchanged, touched)


async def hold_commitment(
    session: AsyncSession, plan_id: PlanId, key: CommitmentId, *, by: Principal
) -> Commitment:
    """A commitment to a plan that is not superseded, to be confirmed or withdrawn."""
    plan = await Plans(session).hold(plan_id)
    by.must_act_in(plan.space_code)
    if plan.status is PlanStatus.SUPERSEDED:
        raise CommitmentsClosed(f"plan {plan.id} is superseded")
    return await Commitments(session, plan).get(key, lock=True)


def confirm(session: AsyncSession, commitment: Commitment, *, by: Principal) -> None:
    """Confirm a pledge with the authority of its organ."""
    _must_be_of(commitment, by, "plans:adopt")
    if commitment.state is not CommitmentState.PLEDGED:
        raise CommitmentNotPledged(f"it is {commitment.state}")
    if by.sub == commitment.pledged_by or by.client_id == commitment.pledged_client:
        raise ConfirmedByAnother("you pledged this: the organ's authority confirms")
    said = {"confirmed_by": by.sub, "reason": None}
    before = commitment.become(CommitmentState.CONFIRMED, said, at=clock.now())
    _tell(session, commitment, before, by=by)


def withdraw(
    session: AsyncSession, commitment: Commitment, *, reason: str, by: Principal
) -> None:
    """Take an organ's word back; what was confirmed, with its authority."""
    confirmed = commitment.state is CommitmentState.CONFIRMED
    _must_be_of(commitment, by, "plans:adopt", *(() if confirmed else ("plans:write",)))
    if commitment.state is CommitmentState.WITHDRAWN:
        raise CommitmentWithdrawn(f"withdrawn at {commitment.updated_at}")
    before = commitment.become(
        CommitmentState.WITHDRAWN, {"reason": reason}, at=clock.now()
    )
    _tell(session, commitment, before, by=by)


async def find_commitment(
    session: AsyncSession, plan: Plan, key: CommitmentId
) -> Commitment:
    return await Commitments(session, plan).get(key)


async def list_commitments(
    session: AsyncSession,
    plan: Plan,
    filters: Mapping[str, str],
    *,
    after: UUID | None,
    limit: int,
) -> Sequence[Commitment]:
    return await Commitments(session, plan).page(filters, after=after, limit=limit)


async def all_commitments(session: AsyncSession, plan: Plan) -> Sequence[Commitment]:
    return await Commitments(session, plan).all()


async def explain_commitments(session: AsyncSession, plan: Plan) -> list[Explained]:
    return await Commitments(session, plan).explained()


async def list_changes(
    session: AsyncSession, plan: Plan, key: CommitmentId
) -> Sequence[CommitmentChange]:
    commitment = await Commitments(session, plan).get(key)
    return await Commitments(session, plan).history(commitment.id)


async def pivot_commitments(
    session: AsyncSession, plan: Plan, by: Sequence[str]
) -> list[Sums]:
    return await Commitments(session, plan).pivot(by)


def organs_of(caller: Principal, scope: str, space_code: str) -> frozenset[str]:
    """The organs the caller may speak for with this scope, there and today."""
    at_home = not caller.own_spaces.isdisjoint({"*", space_code})
    own = {caller.organ} if scope in caller.own_scopes and at_home else set()
    given = {
        office.organ
        for office in caller.offices
        if office.gives(frozenset({scope}), space_code)
    }
    return frozenset(organ for organ in own | given if organ is not None)


def _must_speak_for(cells: Sequence[Cell], organs: frozenset[str]) -> None:
    errors = [
        FieldError(f"/cells/{n}/organ", "organ-not-yours", f"{cell.organ} is not yours")
        for n, cell in enumerate(cells)
        if cell.organ not in organs
    ]
    if errors:
        yours = ", ".join(sorted(organs)) or "none"
        detail = f"each organ writes its own cells; you speak for: {yours}"
        raise OrganNotYours(detail, errors[:MOST_FAULTS])


def _must_be_of(commitment: Commitment, by: Principal, *scopes: str) -> None:
    """Its organ speaks, with one of these scopes."""
    if not any(
        commitment.organ in organs_of(by, scope, commitment.space_code)
        for scope in scopes
    ):
        raise OrganNotYours(f"only {commitment.organ} says this, with {scopes[0]}")


def _stated(plan: Plan, cell: Cell, by: Principal) -> Commitment:
    return Commitment(
        id=CommitmentId(new_id()),
        plan_id=plan.id,
        space_code=plan.space_code,
        intervention_code=cell.intervention_code,
        organ=cell.organ,
        period=cell.period,
        state=cell.state,
        revision=1,
        updated_at=clock.now(),
        **_said(cell, by),
    )


def _said(cell: Cell, by: Principal) -> dict[str, object]:
    pledged = cell.state is CommitmentState.PLEDGED
    return {
        "amount": cell.amount,
        "output": cell.output,
        "place_code": cell.place_code,
        "stated_by": by.sub,
        "pledged_by": by.sub if pledged else None,
        "pledged_client": by.client_id if pledged else None,
        "confirmed_by": None,
        "reason": None,
    }


def _tell(
    session: AsyncSession,
    commitment: Commitment,
    before: CommitmentState | None,
    *,
    by: Principal,
) -> None:
    kept, fact = commitment.changed(before, by=by.sub)
    session.add(kept)
    outbox.record(session, fact)
