"""What starting improvement plans, and working through their tasks, refuses."""

from chassis.errors import Conflict, NotFound, Unprocessable


class ImprovementPlanNotFound(NotFound):
    """There is no such improvement plan, or it is a draft that is not yours to see."""


class ImprovementTaskNotFound(NotFound):
    """The plan's template has no task with this code."""


class TemplateUnknown(Unprocessable):
    """A plan is made from one of the templates, in one of its versions."""


class DistrictsNotReady(Unprocessable):
    """A batch is started for all of its districts, or for none.

    `errors` says of each district that is in the way why: `space-unknown`,
    `space-repeated`, `draft-exists` or `plan-approved`.
    """


class ImprovementPlanNotDraft(Conflict):
    """Only a draft changes; what was approved stays, a change is a new version."""


class PlanBeforeBodies(Conflict):
    """While bodies decide, the content stands still, until one returns the plan."""


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
