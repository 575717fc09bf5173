"""What kinds of organs there are: their sphere, where they act, whom they belong to."""

from dataclasses import dataclass
from enum import StrEnum

from services.registry.places.models import (
    COUNTRY,
    MUNICIPALITY,
    PROVINCE,
    SPACE,
    WARD,
)


class Sphere(StrEnum):
    """Spheres of government; `soe` and `private` stand outside them."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    LOCAL = "local"
    SOE = "soe"
    PRIVATE = "private"


class OrganKind(StrEnum):
    """Kinds of organs of state, and of the parties beside them."""

    PRESIDENCY = "presidency"
    NATIONAL_LEGISLATURE = "national_legislature"
    NATIONAL_DEPARTMENT = "national_department"
    PROVINCIAL_GOVERNMENT = "provincial_government"
    OFFICE_OF_THE_PREMIER = "office_of_the_premier"
    PROVINCIAL_TREASURY = "provincial_treasury"
    PROVINCIAL_LEGISLATURE = "provincial_legislature"
    PROVINCIAL_DEPARTMENT = "provincial_department"
    MUNICIPALITY = "municipality"
    MUNICIPAL_ENTITY = "municipal_entity"
    ORGANISED_LOCAL_GOVERNMENT = "organised_local_government"
    TRADITIONAL_COUNCIL = "traditional_council"
    STATE_OWNED_COMPANY = "state_owned_company"
    PUBLIC_ENTITY = "public_entity"
    WATER_BOARD = "water_board"
    PRIVATE_COMPANY = "private_company"
    SOCIAL_PARTNER = "social_partner"


@dataclass(frozen=True)
class Character:
    """What a kind implies: its sphere, the kinds of places it may serve, its parents.

    A kind that serves no place serves the whole country.
    """

    sphere: Sphere
    places: frozenset[str] = frozenset()
    needs_place: bool = False
    parents: frozenset[OrganKind] = frozenset()
    needs_parent: bool = False
    has_vote: bool = False


ANYWHERE = frozenset({COUNTRY, PROVINCE, SPACE, MUNICIPALITY, WARD})
PROVINCES = frozenset({PROVINCE})
LOCAL = frozenset({SPACE, MUNICIPALITY, WARD})
STATE = frozenset(
    {
        OrganKind.PRESIDENCY,
        OrganKind.NATIONAL_DEPARTMENT,
        OrganKind.OFFICE_OF_THE_PREMIER,
        OrganKind.PROVINCIAL_TREASURY,
        OrganKind.PROVINCIAL_DEPARTMENT,
        OrganKind.PROVINCIAL_GOVERNMENT,
    }
)

_NATIONAL = Character(Sphere.NATIONAL, has_vote=True)
_OWNED_BY_THE_STATE = Character(Sphere.SOE, places=ANYWHERE, parents=STATE)
_OF_A_PROVINCE = Character(
    Sphere.PROVINCIAL,
    places=PROVINCES,
    needs_place=True,
    parents=frozenset({OrganKind.PROVINCIAL_GOVERNMENT}),
    has_vote=True,
)

CHARACTERS: dict[OrganKind, Character] = {
    OrganKind.PRESIDENCY: _NATIONAL,
    OrganKind.NATIONAL_LEGISLATURE: _NATIONAL,
    OrganKind.NATIONAL_DEPARTMENT: _NATIONAL,
    OrganKind.PROVINCIAL_GOVERNMENT: Character(
        Sphere.PROVINCIAL, places=PROVINCES, needs_place=True
    ),
    OrganKind.OFFICE_OF_THE_PREMIER: _OF_A_PROVINCE,
    OrganKind.PROVINCIAL_TREASURY: _OF_A_PROVINCE,
    OrganKind.PROVINCIAL_LEGISLATURE: _OF_A_PROVINCE,
    OrganKind.PROVINCIAL_DEPARTMENT: _OF_A_PROVINCE,
    OrganKind.MUNICIPALITY: Character(
        Sphere.LOCAL, places=frozenset({MUNICIPALITY}), needs_place=True
    ),
    OrganKind.MUNICIPAL_ENTITY: Character(
        Sphere.LOCAL,
        places=frozenset({MUNICIPALITY}),
        needs_place=True,
        parents=frozenset({OrganKind.MUNICIPALITY}),
        needs_parent=True,
    ),
    OrganKind.ORGANISED_LOCAL_GOVERNMENT: Character(
        Sphere.LOCAL, places=frozenset({COUNTRY, PROVINCE})
    ),
    OrganKind.TRADITIONAL_COUNCIL: Character(
        Sphere.LOCAL, places=LOCAL, needs_place=True
    ),
    OrganKind.STATE_OWNED_COMPANY: _OWNED_BY_THE_STATE,
    OrganKind.PUBLIC_ENTITY: _OWNED_BY_THE_STATE,
    OrganKind.WATER_BOARD: _OWNED_BY_THE_STATE,
    OrganKind.PRIVATE_COMPANY: Character(Sphere.PRIVATE, places=ANYWHERE),
    OrganKind.SOCIAL_PARTNER: Character(Sphere.PRIVATE, places=ANYWHERE),
}
