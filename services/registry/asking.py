"""What most reads of the registry share: the day they look at, and that they keep."""

from datetime import date
from typing import Annotated

from fastapi import Depends, Query

from chassis import clock

CACHEABLE = {"x-cacheable": True}
"""Public, and the same for everybody: the gateway may keep the answer."""


async def _day(
    as_of: Annotated[
        date | None, Query(description="The day to look at; today when absent.")
    ] = None,
) -> date:
    return as_of or clock.today()


AsOf = Annotated[date, Depends(_day)]
