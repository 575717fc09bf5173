"""The rules of putting plans beside each other.

PlansOfTwoSpaces   422  only plans of one space are compared
"""

from chassis.errors import Unprocessable


class PlansOfTwoSpaces(Unprocessable):
    """Plans are compared within one space: codes mean something else elsewhere."""
