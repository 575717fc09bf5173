"""What somebody looks for among matters."""

from dataclasses import dataclass

from contracts.ids import SittingId
from services.plans.resolutions.models import MatterKind, MatterStatus


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What matters are looked for; None is any."""

    kind: MatterKind | None = None
    sitting_id: SittingId | None = None
    words: str | None = None
    space_code: str | None = None
    structure_code: str | None = None
    status: MatterStatus | None = None
    owner_organ: str | None = None
    overdue: bool | None = None
