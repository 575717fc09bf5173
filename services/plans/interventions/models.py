"""The rules that one intervention, written by hand, may break.

InterventionNotFound      404
InterventionExists        409  a code is given once
InterventionStillNamed    409  others wait for it, link to it or committed to it
InterventionNotValid      422  `errors` lists every rule it breaks
"""

from chassis.errors import Conflict, NotFound, Unprocessable


class InterventionNotFound(NotFound):
    """The plan has no intervention with this code."""


class InterventionExists(Conflict):
    """The plan has an intervention with this code."""


class InterventionStillNamed(Conflict):
    """Others wait for it, link to it, or have committed something to it."""


class InterventionNotValid(Unprocessable):
    """Places, organs, strategies, years and dependencies must make sense together.

    A place stands today in the space, or is its province or the country; dependencies
    lead to other interventions of the plan and never in a circle; a horizon has 1 to 30
    years, and money and milestones stand in it. `errors` lists every fault.
    """
