"""A row of a demarcation as a change proposal keeps it: what its file says, read."""

from chassis.web.fields import Sent
from services.registry.demarcation.layouts import PlaceRow, TransitionRow


class DemarcationRow(Sent):
    """A place or a transition, of this vintage, as published by this source."""

    vintage: str
    source: str
    sent_by: str
    place: PlaceRow | None = None
    transition: TransitionRow | None = None
