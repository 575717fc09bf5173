"""What writing in an improvement plan refuses."""

from chassis.errors import Conflict, NotFound, Unprocessable


class ImprovementItemNotFound(NotFound):
    """The plan has no assessment, gap or action with this code."""


class ItemStillNamed(Conflict):
    """An assessment that gaps name, or a gap that actions name, is not removed."""


class ItemUnknown(Unprocessable):
    """What an item names is in the plan: a gap's assessment, an action's gaps."""


class GapOutsideSpace(Unprocessable):
    """A gap lies in the district of its plan."""


class GapAddressedAndDeferred(Unprocessable):
    """A gap that an action addresses is not deferred."""


class AmountsTooLarge(Unprocessable):
    """Costs and pledges of a plan, summed up, have at most seventeen digits."""
