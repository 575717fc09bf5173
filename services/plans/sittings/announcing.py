"""What is said of a sitting when it is planned or reported; of a council's, its heads.

Councils are no intergovernmental structures: their quorum is a count of heads, as the
source states it, and not one of offices with a seat.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.errors import FieldError, Unprocessable
from services.plans.reference import service as reference
from services.plans.sittings.models import SittingBasis, SittingKind

OF_COUNCIL = ("space_code", "begins_on", "ends_on")
HEADS = ("members", "members_present")


class CouncilUnknown(Unprocessable):
    """The municipality whose council sat is one of the space on that day."""


class CouncilNotWhole(Unprocessable):
    """A council's sitting, and only one, states its municipality and its heads.

    It names its space and its days, and is of no structure; no more members are there
    than the council has.
    """


@dataclass(frozen=True, kw_only=True)
class Announced:
    """What is known of a sitting when it is planned, or reported."""

    kind: SittingKind
    title: str
    basis: SittingBasis
    structure_code: str | None
    organ_code: str | None
    members: int | None
    members_present: int | None
    space_code: str | None
    province_code: str | None
    place: str | None
    begins_on: date | None
    ends_on: date | None
    dates_as_found: str | None
    provenance: str
    source: str | None
    number: str | None


async def must_be_council(session: AsyncSession, announced: Announced) -> None:
    """Refuse heads of what is no council, and a council without them."""
    faults = list(_faults(announced))
    if faults:
        raise CouncilNotWhole("not a council's sitting", faults)
    space, organ, day = announced.space_code, announced.organ_code, announced.begins_on
    if organ is None or space is None or day is None:
        return
    here = await reference.find_municipalities(session, space, on=day)
    if organ not in {municipality.code for municipality in here}:
        detail = f"{organ} is no municipality of {space} on {day}"
        fault = FieldError("/organ_code", "council-unknown", detail)
        raise CouncilUnknown(detail, [fault])


def _faults(announced: Announced) -> Iterator[FieldError]:
    if announced.organ_code is not None:
        yield from _faults_of_council(announced)
        return
    for name in HEADS:
        if getattr(announced, name) is not None:
            yield FieldError(f"/{name}", "value-not-expected", "of no council")


def _faults_of_council(announced: Announced) -> Iterator[FieldError]:
    for name in (*OF_COUNCIL, *HEADS):
        if getattr(announced, name) is None:
            yield FieldError(f"/{name}", "value-missing", "a council's sitting has it")
    if announced.kind is not SittingKind.COUNCIL:
        yield FieldError("/kind", "council-not-whole", "a council sits as one")
    if announced.structure_code is not None:
        detail = "a council is no structure"
        yield FieldError("/structure_code", "value-not-expected", detail)
    if (announced.members_present or 0) > (announced.members or 0):
        detail = "more than the council has"
        yield FieldError("/members_present", "council-not-whole", detail)
