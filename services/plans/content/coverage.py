"""How far a plan is tied to other plans and frameworks, and where it is not."""

from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from services.plans.content.models import PlanLink, Relation, SubjectKind
from services.plans.content.rules import frameworks
from services.plans.content.views import Coverage, FrameworkCoverage
from services.plans.content.whole import Whole

CENT = Decimal("0.01")
TIES = frozenset({Relation.IMPLEMENTS, Relation.CONTRIBUTES})


def coverage_of(whole: Whole) -> Coverage:
    """Per framework and in all; an intervention is tied also through its strategies."""
    return Coverage(
        plan_id=whole.plan.id,
        space_code=whole.plan.space_code,
        interventions=len(whole.interventions),
        interventions_tied=len(_tied(whole, whole.links)),
        share=_share(len(_tied(whole, whole.links)), len(whole.interventions)),
        frameworks=[
            _framework(whole, code, name) for code, name in frameworks().items()
        ],
    )


def _framework(whole: Whole, code: str, name: str) -> FrameworkCoverage:
    links = [link for link in whole.links if link.framework == code]
    relations = Counter(link.relation for link in links)
    tied = _tied(whole, links)
    return FrameworkCoverage(
        framework=code,
        name=name,
        items=len({link.item for link in links}),
        relations={relation: relations[relation] for relation in Relation},
        missing_items=sorted(
            {link.item for link in links if link.relation is Relation.MISSING}
        ),
        interventions_tied=len(tied),
        share=_share(len(tied), len(whole.interventions)),
    )


def _tied(whole: Whole, links: Sequence[PlanLink]) -> set[str]:
    """Codes of the interventions that carry out, or add to, what is linked to."""
    ties = {
        (link.subject_kind, link.subject) for link in links if link.relation in TIES
    }
    return {
        each.code
        for each in whole.interventions
        if (SubjectKind.INTERVENTION, each.code) in ties
        or any((SubjectKind.STRATEGY, code) in ties for code in each.strategies)
    }


def _share(part: int, of: int) -> Decimal | None:
    if not of:
        return None
    return (Decimal(100) * part / of).quantize(CENT, ROUND_HALF_UP)
