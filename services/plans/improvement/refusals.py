"""What the rules of improvement plans refuse.

404  ImprovementPlanNotFound ImprovementTaskNotFound ImprovementItemNotFound
403  DraftersDoNotDecide
409  the others; 422 where what was sent breaks a rule by itself
"""

from chassis.errors import Conflict, NotFound, NotPermitted, Unprocessable


class ImprovementPlanNotFound(NotFound):
    """There is no such improvement plan, or it is a draft that is not yours to see."""


class ImprovementTaskNotFound(NotFound):
    """The plan's template has no task with this code."""


class ImprovementItemNotFound(NotFound):
    """The plan has no assessment, gap or action with this code."""


class TemplateUnknown(Unprocessable):
    """A plan is made from one of the templates, in one of its versions."""


class DistrictsNotReady(Unprocessable):
    """A batch is started for all of its districts, or for none.

    `errors` says of each district that is in the way why: `space-unknown`,
    `space-repeated` or `draft-exists`.
    """


class ImprovementPlanNotDraft(Conflict):
    """Only a draft changes; what was approved stays, a change is a new version."""


class PlanBeforeBodies(Conflict):
    """While bodies decide, the content stands still, until one returns the plan."""


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


class TaskBlocked(Conflict):
    """A task starts when those before it are done; the detail names the others."""


class TaskNotUnderWay(Conflict):
    """Progress is reported, and completion declared, of a task that has started."""


class TaskUnderWay(Conflict):
    """A task is started once, until it is reopened."""


class TaskNotDone(Conflict):
    """Only a task that is done is reopened."""


class TaskFollowed(Conflict):
    """A task is not reopened while one after it has started."""


class ChecklistOpen(Conflict):
    """A task is done when every point of its checklist is ticked."""


class ChecklistUnknown(Unprocessable):
    """What is ticked is a point of the task's checklist."""


class GateClosed(Conflict):
    """Validation is done after a meeting, approval after all bodies agreed."""


class ItemStillNamed(Conflict):
    """An assessment that gaps name, or a gap that actions name, is not removed."""


class ItemUnknown(Unprocessable):
    """What an item names is in the plan: a gap's assessment, an action's gaps."""


class GapOutsideSpace(Unprocessable):
    """A gap lies in the district of its plan."""


class GapAddressedAndDeferred(Unprocessable):
    """A gap that an action addresses is not deferred."""


class ReviewNeedsApprovedPlan(Conflict):
    """What is reviewed is the approved version."""


class ReviewAlreadyRecorded(Conflict):
    """A quarter or year is reviewed once."""


class VersionNeedsApprovedPlan(Conflict):
    """A new version is of the approved one, while there is no other draft."""
