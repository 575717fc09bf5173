"""A signature under the sealed plan; it stays.

CompactNotOpen   409  only the plan that stands adopted is signed
SealDiffers      409  what is signed is what was sealed
SignedAlready    409
NotAPartner      403  organs of state sign in a seat, not as witnesses
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Uuid
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import one_of
from chassis.errors import Conflict, NotPermitted
from contracts.events.plans_adoption import CompactSigned
from contracts.ids import PlanId, SignatureId
from services.plans.tables import PlansTable


class SigningCapacity(StrEnum):
    """Signatories bind their office; witnesses were there."""

    SIGNATORY = "signatory"
    WITNESS = "witness"


class CompactNotOpen(Conflict):
    """Only the plan that stands adopted is signed."""


class SealDiffers(Conflict):
    """Who signs names the seal of the plan as they read it: that is what binds."""


class SignedAlready(Conflict):
    """A seat signs once, and a partner witnesses once."""


class NotAPartner(NotPermitted):
    """Witnesses sign for a private or social partner, or an entity of the state."""


class Signature(PlansTable):
    """`seat` is what was signed for: a mayor's, the Premier's, or a partner's own."""

    __tablename__ = "signature"

    id: Mapped[SignatureId] = mapped_column(Uuid, primary_key=True)
    plan_id: Mapped[PlanId] = mapped_column(Uuid)
    space_code: Mapped[str]
    seal: Mapped[str]
    capacity: Mapped[SigningCapacity] = mapped_column(one_of(SigningCapacity))
    seat: Mapped[str]
    office_code: Mapped[str | None]
    organ_code: Mapped[str | None]
    signed_by: Mapped[str]
    signed_at: Mapped[datetime]

    def signed(self) -> CompactSigned:
        return CompactSigned(
            plan_id=self.plan_id,
            space_code=self.space_code,
            signature_id=self.id,
            seat=self.seat,
            capacity=self.capacity,
            office_code=self.office_code,
            organ_code=self.organ_code,
            seal=self.seal,
            signed_by=self.signed_by,
        )
