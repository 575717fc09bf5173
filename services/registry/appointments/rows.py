"""What a person states about who holds an office: the rows of a change proposal."""

from typing import Annotated

from pydantic import Field, StringConstraints

from chassis.web.fields import Code, Name, Reason, Sent
from services.registry.appointments.models import Capacity
from services.registry.periods import StatedDay

Scope = Annotated[str, StringConstraints(pattern=r"^[a-z]+:[a-z]+$", max_length=64)]


class AppointmentRow(Sent):
    """Who holds an office, or that nobody does, from `valid_from` or the day on.

    `vacant` and `absent` (its holder is away) have no holder. Somebody acts only while
    one of them is stated, with the office's `powers` or those named. Appointing
    somebody ends the vacancy and the acting. With `ends`, what is under way in this
    capacity ends; where nothing is, what begins next, today or later, is taken back,
    and another row may say who begins instead. At most 100 rows say
    something of one office.
    """

    office_code: Code = Field(examples=["DC45.municipal_manager"])
    capacity: Capacity
    holder: Name | None = None
    identity: Name | None = Field(
        default=None, description="The `sub` of the holder's tokens; never public."
    )
    powers: tuple[Scope, ...] | None = Field(default=None, max_length=20)
    valid_from: StatedDay | None = None
    valid_to: StatedDay | None = None
    instrument: Name | None = Field(default=None, examples=["Council resolution 12"])
    reason: Reason | None = None
    illustrative: bool = False
    ends: bool = False
