"""The compact on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chassis.web.fields import Sent
from contracts.ids import PlanId, SignatureId
from services.plans.signing.models import SigningCapacity

FROM_RECORD = ConfigDict(from_attributes=True)


class SignatureSent(Sent):
    """A signature over the plan's seal, as it was read."""

    seal: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    capacity: SigningCapacity = SigningCapacity.SIGNATORY


class SignatureView(BaseModel):
    """Who signed, for which seat, by which office or for which partner."""

    model_config = FROM_RECORD

    id: SignatureId
    plan_id: PlanId
    space_code: str = Field(examples=["DC45"])
    seal: str
    capacity: SigningCapacity
    seat: str = Field(examples=["mayor:NC451"])
    office_code: str | None
    organ_code: str | None
    signed_by: str
    signed_at: datetime


class SignatoryView(BaseModel):
    """A seat whose signature binds; `signature` is null until it was given."""

    model_config = FROM_RECORD

    seat: str
    title: str
    signature: SignatureView | None


class CompactView(BaseModel):
    """The compact under a plan; concluded once everybody signed who binds."""

    model_config = FROM_RECORD

    signatories: list[SignatoryView]
    witnesses: list[SignatureView]
    is_concluded: bool
