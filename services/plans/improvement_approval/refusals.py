"""What deciding about improvement plans, and reviewing them, refuses."""

from chassis.errors import Conflict, NotPermitted, Unprocessable


class PlanNotReady(Conflict):
    """Bodies decide about a complete plan; `errors` says what is missing.

    A validation meeting was held; there is at least one gap; every gap is addressed by
    an action or deferred with a reason; every action is costed.
    """


class BodyOutOfTurn(Conflict):
    """The bodies of the template decide in its order, each once in a round."""


class BodyUnknown(Unprocessable):
    """The body is one of those of the plan's template."""


class MinuteMissing(Unprocessable):
    """The approval by this body names its minute."""


class ReturnNeedsReason(Unprocessable):
    """A body that returns a plan says why."""


class DecidedInFuture(Unprocessable):
    """A meeting is recorded after it was held."""


class DraftersDoNotDecide(NotPermitted):
    """Who drafted a plan or wrote in it does not record a body's decision about it."""


class ReviewNeedsApprovedPlan(Conflict):
    """What is reviewed is the approved version."""


class ReviewAlreadyRecorded(Conflict):
    """A quarter or year is reviewed once."""


class VersionNeedsApprovedPlan(Conflict):
    """A new version is of the approved one, while there is no other draft."""


class DecidedTooEarly(Unprocessable):
    """A body decides after the plan was validated, and not before the one before it."""


class NotOfTheBody(NotPermitted):
    """Who records a decision holds an office of the body that day, where it has seats.

    Where the registry knows no structure of this kind, an office that decides there
    records it, or who may decide alone (`plans:adopt`).
    """
