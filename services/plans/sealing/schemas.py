"""The sealed document on the wire."""

from pydantic import BaseModel

from contracts.ids import PlanId
from services.plans.documents.models import Provenance
from services.plans.documents.schemas import InterventionView


class SealedHeader(BaseModel):
    """The plan that was adopted."""

    id: PlanId
    space_code: str
    title: str
    provenance: Provenance
    generation: int
    version: int


class SealedView(BaseModel):
    """An adopted plan in canonical JSON; its SHA-256 is the plan's `seal`."""

    plan: SealedHeader
    interventions: list[InterventionView]
