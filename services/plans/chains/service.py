"""Stating which chain applies where, and finding the one that does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.errors import FieldError
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.principal import NotPermittedInSpace, Principal
from contracts.ids import ApprovalRuleId
from services.plans.chains.models import (
    ApprovalRule,
    ChainUnknown,
    RuleNotForward,
    StepUnknown,
)
from services.plans.chains.repository import ApprovalRules
from services.plans.chains.rules import (
    SINGLE_APPROVER,
    ChainStep,
    SpaceKind,
    chain_steps,
    steps_of,
)
from services.plans.reference import service as reference


@dataclass(frozen=True)
class Chain:
    """The chain that applies to a space: its steps, and the names of those that bind.

    `rule_id` is the rule that says so; without one, a single approver decides.
    """

    name: str
    rule_id: ApprovalRuleId | None
    steps: Sequence[ChainStep]
    binding: frozenset[str]

    @property
    def is_single_approver(self) -> bool:
        return self.name == SINGLE_APPROVER


async def chain_of(session: AsyncSession, space_code: str, *, on: date) -> Chain:
    """The chain that applies to plans of the space on a day."""
    kind = await _kind_of(session, space_code, on=on)
    rule = await ApprovalRules(session).in_force(space_code, kind, on=on)
    name = rule.chain if rule else SINGLE_APPROVER
    steps = steps_of(name, kind)
    chosen = rule.binding if rule else None
    if chosen is None:
        chosen = [step.step for step in steps if step.binding]
    return Chain(name, rule.id if rule else None, steps, frozenset(chosen))


async def _kind_of(session: AsyncSession, space_code: str, *, on: date) -> SpaceKind:
    municipalities = await reference.find_municipalities(session, space_code, on=on)
    codes = [municipality.code for municipality in municipalities]
    return SpaceKind.METRO if codes == [space_code] else SpaceKind.DISTRICT


async def state_rule(  # noqa: PLR0913  what a rule says
    session: AsyncSession,
    *,
    space_code: str | None,
    space_kind: SpaceKind | None,
    chain: str,
    binding: Sequence[str] | None,
    applies_from: date | None,
    reason: str,
    by: Principal,
) -> ApprovalRule:
    """State which chain applies to a space, to a kind of them, or to all."""
    await _check_reach(session, space_code, by)
    _check_steps(chain, binding)
    today = clock.today()
    if applies_from is not None and applies_from < today:
        _refuse(RuleNotForward, "/applies_from", f"it applies from {today} or later")
    rule = ApprovalRule(
        id=ApprovalRuleId(new_id()),
        space_code=space_code,
        space_kind=space_kind,
        chain=chain,
        binding=None if binding is None else sorted(set(binding)),
        applies_from=applies_from or today,
        stated_by=by.sub,
        stated_at=clock.now(),
        reason=reason,
    )
    ApprovalRules(session).add(rule)
    outbox.record(session, rule.stated())
    return rule


async def _check_reach(
    session: AsyncSession, space_code: str | None, by: Principal
) -> None:
    if space_code is not None:
        by.must_act_in(space_code)
        await reference.find_space(session, space_code)
    elif "*" not in by.spaces:
        raise NotPermittedInSpace("a rule for more than a space is stated for all")


def _check_steps(chain: str, binding: Sequence[str] | None) -> None:
    known = {step.step for step in steps_of(chain)}
    if not known:
        names = sorted({step.chain for step in chain_steps()})
        _refuse(ChainUnknown, "/chain", f"chains are {', '.join(names)}")
    if binding is not None and (not binding or not known.issuperset(binding)):
        _refuse(StepUnknown, "/binding", f"steps of it are {', '.join(sorted(known))}")


def _refuse(
    rule: type[ChainUnknown | StepUnknown | RuleNotForward], pointer: str, detail: str
) -> None:
    code = {
        ChainUnknown: "chain-unknown",
        StepUnknown: "step-unknown",
        RuleNotForward: "rule-not-forward",
    }[rule]
    raise rule(detail, [FieldError(pointer, code, detail)])


async def list_rules(
    session: AsyncSession, *, after: UUID | None, limit: int
) -> Sequence[ApprovalRule]:
    return await ApprovalRules(session).page(after=after, limit=limit)
