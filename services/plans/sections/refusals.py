"""Why a section is not opened, written, moved or handed over.

SectionNotFound          404
SectionExists            409  a code, and a focus area, are given to one section
SectionOwnerUnknown      422
SectionOwnerEnded        422
SectionOwnerElsewhere    422  an organ of another space
SectionOwnedAlready      409  a section is offered to an organ that does not own it
SectionOwnedByAnother    403  the records of a section are its owner's to change
WholePlanOwnedByLead     403  what has no section is its lead planner's to change
SectionNotOwned          409  nobody took it yet: there is nobody to submit it
SectionNotOffered        409
SectionOfferedToAnother  403  who is asked says yes or no
SectionSubmitted         409  what is submitted waits; what is accepted stands
SectionNotSubmitted      409  only what is submitted is accepted or returned
OwnSection               403  an owner neither accepts, returns, closes nor reopens
SectionNotAccepted       409  only what is accepted is closed
SectionHasOpenRemarks    409  nothing is closed over an open question
SectionClosed            409
SectionNotClosed         409
"""

from chassis.errors import Conflict, NotFound, NotPermitted, Unprocessable


class SectionNotFound(NotFound):
    """The plan has no section with this code."""


class SectionExists(Conflict):
    """A code, and a focus area, are given to one section of a plan."""


class SectionOwnerUnknown(Unprocessable):
    """A section is owned by an organ that the registry knows."""


class SectionOwnerEnded(Unprocessable):
    """A section is owned by an organ that still stands."""


class SectionOwnerElsewhere(Unprocessable):
    """A section is owned by an organ of its space, its province or the country."""


class SectionOwnedAlready(Conflict):
    """A section is offered to an organ that does not own it."""


class SectionOwnedByAnother(NotPermitted):
    """The records of a section are changed by the organ that owns it, and no other."""


class SectionNotOwned(Conflict):
    """A section that no organ took is submitted by nobody."""


class SectionNotOffered(Conflict):
    """A section is taken, declined or withdrawn while it is offered."""


class WholePlanOwnedByLead(NotPermitted):
    """What concerns the whole plan, such as a link without subject, is its lead's.

    The lead planner writes for the space's own municipality, or for no organ that owns
    a section of the draft.
    """


class SectionOfferedToAnother(NotPermitted):
    """The organ that is asked to own a section says yes or no, and no other."""


class SectionSubmitted(Conflict):
    """A section is changed while it is open or returned, not once it is submitted."""


class SectionNotSubmitted(Conflict):
    """Only a submitted section is accepted or returned."""


class OwnSection(NotPermitted):
    """Who owns a section submits it; somebody else judges, closes and reopens it."""


class SectionNotAccepted(Conflict):
    """Only an accepted section is closed."""


class SectionHasOpenRemarks(Conflict):
    """A section is closed once every remark about it is resolved."""


class SectionClosed(Conflict):
    """Nobody writes in a closed section; it is reopened first."""


class SectionNotClosed(Conflict):
    """Only a closed section is reopened."""
