"""Where sealed documents are kept."""

from chassis.repository import Repository
from services.plans.sealing.models import NotSealed, SealedPlan


class SealedPlans(Repository[SealedPlan]):
    entity = SealedPlan
    not_found = NotSealed
