"""Links of resolutions on the wire."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from chassis.web.fields import Name, Reason, Sent
from contracts.ids import MatterId
from services.plans.resolutions.schemas import MatterView
from services.plans.tracing.models import ChangedKind


class ResolutionLinkDraft(Sent):
    """What the resolution changed, under the reference by which that is known."""

    kind: ChangedKind
    reference: Name = Field(examples=["DC45/I02"])
    note: Reason | None = None


class ResolutionLinkView(BaseModel):
    """Something that a resolution changed."""

    model_config = ConfigDict(from_attributes=True)

    resolution_id: MatterId
    kind: ChangedKind
    reference: str
    note: str | None
    linked_by: str
    linked_at: datetime


class ResolutionLinkMade(ResolutionLinkView):
    """A link just made; `id` and `space_code` are the resolution's."""

    id: MatterId
    space_code: str | None


class ResolutionTraceView(BaseModel):
    """A resolution that changed what was asked about, and its link to it."""

    resolution: MatterView
    link: ResolutionLinkView
