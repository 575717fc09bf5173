"""Events published by plans about sittings of structures and what they resolve."""

from datetime import date
from typing import ClassVar

from contracts.event import Event
from contracts.ids import (
    EscalationId,
    MatterId,
    SittingId,
)


class SittingPlanned(Event):
    """A structure is to sit, or a source reports that a body sat.

    `basis` is held, or reported where a public source says so.
    """

    subject: ClassVar[str] = "onedistrict.plans.sitting_planned.v1"
    ordered_by: ClassVar[str] = "sitting_id"

    sitting_id: SittingId
    basis: str
    kind: str
    structure_code: str | None
    space_code: str | None
    province_code: str | None
    title: str
    begins_on: date | None
    ends_on: date | None


class CouncilSat(Event):
    """The council of a municipality sat, as its source says, with so many members."""

    subject: ClassVar[str] = "onedistrict.plans.council_sat.v1"
    ordered_by: ClassVar[str] = "sitting_id"

    sitting_id: SittingId
    space_code: str | None
    organ_code: str
    members: int
    present: int


class SittingChanged(Event):
    """A planned sitting has another title, place or days."""

    subject: ClassVar[str] = "onedistrict.plans.sitting_changed.v1"
    ordered_by: ClassVar[str] = "sitting_id"

    sitting_id: SittingId
    space_code: str | None
    title: str
    place: str | None
    begins_on: date
    ends_on: date


class SittingConvened(Event):
    """A structure sits; its resolutions will carry this number."""

    subject: ClassVar[str] = "onedistrict.plans.sitting_convened.v1"
    ordered_by: ClassVar[str] = "sitting_id"

    sitting_id: SittingId
    structure_code: str
    space_code: str | None
    number: str


class SittingClosed(Event):
    """A sitting is over: its resolutions and its attendance are public."""

    subject: ClassVar[str] = "onedistrict.plans.sitting_closed.v1"
    ordered_by: ClassVar[str] = "sitting_id"

    sitting_id: SittingId
    space_code: str | None
    number: str


class SittingCancelled(Event):
    """A planned sitting does not take place."""

    subject: ClassVar[str] = "onedistrict.plans.sitting_cancelled.v1"
    ordered_by: ClassVar[str] = "sitting_id"

    sitting_id: SittingId
    space_code: str | None
    reason: str


class MatterRaised(Event):
    """A challenge, proposal, resolution or action is on record.

    `status` of a resolution is how it was decided: adopted, noted, deferred or
    referred. `follows` is the matter that it takes up.
    """

    subject: ClassVar[str] = "onedistrict.plans.matter_raised.v1"
    ordered_by: ClassVar[str] = "matter_id"

    matter_id: MatterId
    sitting_id: SittingId
    space_code: str | None
    structure_code: str | None
    basis: str
    kind: str
    reference: str
    status: str
    follows: MatterId | None
    owner_organ: str | None
    due_on: date | None


class MatterTakenUp(Event):
    """Another matter followed this one, which is no longer open itself."""

    subject: ClassVar[str] = "onedistrict.plans.matter_taken_up.v1"
    ordered_by: ClassVar[str] = "matter_id"

    matter_id: MatterId
    space_code: str | None
    by: MatterId


class ActionStarted(Event):
    """The owner of an action began with it."""

    subject: ClassVar[str] = "onedistrict.plans.action_started.v1"
    ordered_by: ClassVar[str] = "matter_id"

    matter_id: MatterId
    space_code: str | None
    reference: str


class ActionDone(Event):
    """An action is done, and this shows it."""

    subject: ClassVar[str] = "onedistrict.plans.action_done.v1"
    ordered_by: ClassVar[str] = "matter_id"

    matter_id: MatterId
    space_code: str | None
    reference: str
    evidence: str


class ActionCancelled(Event):
    """An action will not be done, and why."""

    subject: ClassVar[str] = "onedistrict.plans.action_cancelled.v1"
    ordered_by: ClassVar[str] = "matter_id"

    matter_id: MatterId
    space_code: str | None
    reference: str
    reason: str


class MattersCarriedOver(Event):
    """So many unresolved matters were added to the agenda of a sitting."""

    subject: ClassVar[str] = "onedistrict.plans.matters_carried_over.v1"
    ordered_by: ClassVar[str] = "sitting_id"

    sitting_id: SittingId
    space_code: str | None
    structure_code: str
    count: int


class ResolutionLinked(Event):
    """What a resolution changed: such as an intervention or a budget line."""

    subject: ClassVar[str] = "onedistrict.plans.resolution_linked.v1"
    ordered_by: ClassVar[str] = "matter_id"

    matter_id: MatterId
    space_code: str | None
    kind: str
    reference: str


class MatterEscalated(Event):
    """A structure put a matter before the one it reports to; a clock runs."""

    subject: ClassVar[str] = "onedistrict.plans.matter_escalated.v1"
    ordered_by: ClassVar[str] = "matter_id"

    escalation_id: EscalationId
    matter_id: MatterId
    space_code: str | None
    from_structure: str
    to_structure: str
    acknowledge_by: date


class EscalationAcknowledged(Event):
    """The structure above has the matter before it."""

    subject: ClassVar[str] = "onedistrict.plans.escalation_acknowledged.v1"
    ordered_by: ClassVar[str] = "matter_id"

    escalation_id: EscalationId
    matter_id: MatterId
    space_code: str | None
    acknowledged_on: date


class EscalationClosed(Event):
    """The structure above answered, or returned the matter; `status` says which."""

    subject: ClassVar[str] = "onedistrict.plans.escalation_closed.v1"
    ordered_by: ClassVar[str] = "matter_id"

    escalation_id: EscalationId
    matter_id: MatterId
    space_code: str | None
    status: str
    answer: str
