"""Kinds of office on the wire."""

from datetime import date

from pydantic import BaseModel, ConfigDict


class OfficePowerView(BaseModel):
    """Scopes that an office of this kind gives, from and to these days."""

    model_config = ConfigDict(from_attributes=True)

    scopes: list[str]
    valid_from: date
    valid_to: date | None
    source: str


class OfficeKindView(BaseModel):
    """What offices of a kind serve, and what they let their holders do there."""

    model_config = ConfigDict(from_attributes=True)

    kind: str
    title: str
    sphere: str
    place_kind: str
    champion: str | None
    source: str
    powers: list[OfficePowerView]
