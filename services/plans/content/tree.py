"""The tree of a plan: what is wanted, how, and by what; and what hangs from nothing."""

from services.plans.content.models import Strategy
from services.plans.content.views import (
    InterventionNode,
    OutcomeNode,
    PlanTree,
    StrategyNode,
)
from services.plans.content.whole import Whole
from services.plans.documents.content import Intervention


def tree_of(whole: Whole) -> PlanTree:
    strategies = {each.code: _strategy(each, whole) for each in whole.strategies}
    return PlanTree(
        plan_id=whole.plan.id,
        space_code=whole.plan.space_code,
        outcomes=[
            OutcomeNode(
                code=outcome.code,
                statement=outcome.statement,
                strategies=[
                    strategies[each.code]
                    for each in whole.strategies
                    if outcome.code in each.serves
                ],
            )
            for outcome in whole.outcomes
        ],
        strategies_without_outcome=[
            strategies[each.code] for each in whole.strategies if not each.serves
        ],
        interventions_without_strategy=[
            _intervention(each) for each in whole.interventions if not each.strategies
        ],
    )


def _strategy(strategy: Strategy, whole: Whole) -> StrategyNode:
    return StrategyNode(
        code=strategy.code,
        statement=strategy.statement,
        interventions=[
            _intervention(each)
            for each in whole.interventions
            if strategy.code in each.strategies
        ],
    )


def _intervention(intervention: Intervention) -> InterventionNode:
    return InterventionNode(
        code=intervention.code,
        title=intervention.title,
        lead_organ=intervention.lead_organ,
    )
