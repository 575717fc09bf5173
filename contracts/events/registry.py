"""Events published by registry about places, their names, organs, and proposals."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from contracts.event import Event


class PlaceRecord(BaseModel):
    """One place as others need it: who it is, where it hangs, how many live there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name: str
    kind: str
    category: str | None
    miif_class: str | None
    parent_code: str | None
    space_code: str | None
    province_code: str | None
    population_2011: int | None
    population_2016: int | None
    valid_from: date
    valid_to: date | None


class PlacesPublished(Event):
    """A part of the registry's places, as of one demarcation vintage."""

    subject: ClassVar[str] = "onedistrict.registry.places_published.v1"
    ordered_by: ClassVar[str] = "vintage"

    vintage: str
    part: int
    parts: int
    places: tuple[PlaceRecord, ...]


class TransitionRecord(BaseModel):
    """What became of one municipality in one other on a day.

    `change` is merged, absorbed, divided, ceded, retained or reconstituted. `weight` is
    the share of the old one that lies in the new one, to twelve decimals; the shares of
    one old municipality sum to 1, and all are null while nobody established them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    effective: date
    old_code: str
    old_since: date
    old_space_code: str
    new_code: str
    new_since: date
    new_space_code: str
    change: str
    weight: Decimal | None


class MunicipalitiesTransitioned(Event):
    """Municipalities ended, merged, divided or ceded land in a demarcation.

    A transition told again replaces what was told of it before: its weight may be
    established later.
    """

    subject: ClassVar[str] = "onedistrict.registry.municipalities_transitioned.v1"
    ordered_by: ClassVar[str] = "vintage"

    vintage: str
    transitions: tuple[TransitionRecord, ...]


class OrganRecord(BaseModel):
    """An organ of state or another party. A higher `version` replaces a lower one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name: str
    kind: str
    sphere: str
    place_code: str | None
    version: int


class OrgansRegistered(Event):
    """These organs of state and other parties may be named in plans and budgets."""

    subject: ClassVar[str] = "onedistrict.registry.organs_registered.v1"
    ordered_by: ClassVar[str] = "batch"

    batch: str
    organs: tuple[OrganRecord, ...]


class ChangeProposalDecided(Event):
    """A proposed change of master data was approved, rejected or withdrawn.

    An approved one is applied: `added`, `changed` and `ended` count the records of
    `about`, from `effective_from` on.
    """

    subject: ClassVar[str] = "onedistrict.registry.change_proposal_decided.v1"
    ordered_by: ClassVar[str] = "proposal_id"

    proposal_id: UUID
    about: str
    effective_from: date
    state: str
    rows: int
    added: int
    changed: int
    ended: int
    proposed_by: str
    decided_by: str
    decided_at: datetime
    reason: str | None


class PlaceAliasAdopted(Event):
    """A person decided that this label names this place; null kind: all of the code."""

    subject: ClassVar[str] = "onedistrict.registry.place_alias_adopted.v1"
    ordered_by: ClassVar[str] = "alias_id"

    alias_id: UUID
    scheme: str
    alias: str
    kind: str | None
    code: str
    adopted_by: str
    adopted_at: datetime
    reason: str
