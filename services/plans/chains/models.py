"""A rule of the deployment: which chain applies where, from a day on.

ChainUnknown      422
StepUnknown       422  a rule that binds must bind steps of its chain
RuleNotForward    422  what applied yesterday applied
"""

from datetime import date, datetime

from sqlalchemy import Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import one_of
from chassis.errors import Unprocessable
from contracts.events.plans_adoption import ApprovalRuleStated
from contracts.ids import ApprovalRuleId
from services.plans.chains.rules import SpaceKind
from services.plans.tables import PlansTable


class ChainUnknown(Unprocessable):
    """A rule names one of the chains that there are."""


class StepUnknown(Unprocessable):
    """A rule binds at least one step, and steps of its own chain only."""


class RuleNotForward(Unprocessable):
    """A rule applies from today or later: what applied before is not rewritten."""


class ApprovalRule(PlansTable):
    """`binding` names the steps that bind; None leaves it to the chain."""

    __tablename__ = "approval_rule"

    id: Mapped[ApprovalRuleId] = mapped_column(Uuid, primary_key=True)
    space_code: Mapped[str | None]
    space_kind: Mapped[SpaceKind | None] = mapped_column(one_of(SpaceKind))
    chain: Mapped[str]
    binding: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    applies_from: Mapped[date]
    stated_by: Mapped[str]
    stated_at: Mapped[datetime]
    reason: Mapped[str]

    def stated(self) -> ApprovalRuleStated:
        return ApprovalRuleStated(
            rule_id=self.id,
            space_code=self.space_code,
            space_kind=self.space_kind,
            chain=self.chain,
            binding=None if self.binding is None else tuple(self.binding),
            applies_from=self.applies_from,
            stated_by=self.stated_by,
        )
