"""The country pack: facts compiled from public authorities, read from packaged files.

Country        its words, financial years, approving bodies, identifier schemes
Places         province · space · municipality · transition · former name · alias
Populations    people of a place in a census or survey year
Parties        organs of state and others that plans and budgets may name
Offices        what is held by people: kinds of office, their powers, the offices
Money's words  conditional grants · municipal functions

Reading is pure: no database, no network. Each pack's `README.md` names the
authority of its files; a deployment has one pack (`ONEDISTRICT_COUNTRY`).
"""

from services.registry.reference.country import Country, country
from services.registry.reference.money import (
    Grant,
    MunicipalFunction,
    functions,
    grants,
)
from services.registry.reference.offices import (
    Office,
    OfficeKind,
    OfficePower,
    office_kinds,
    office_powers,
    offices,
)
from services.registry.reference.parties import (
    FunctionPower,
    OrganPeriod,
    OrganSuccession,
    Power,
    SocialLabourPlan,
    function_powers,
    municipal_titles,
    organ_periods,
    organ_successions,
    powers,
    social_labour_plans,
)
from services.registry.reference.places import (
    Alias,
    FormerName,
    Municipality,
    Population,
    Province,
    ProvincialModel,
    Space,
    Tile,
    Transition,
    aliases,
    disestablished_municipalities,
    earlier_transitions,
    ended_spaces,
    former_names,
    municipalities,
    populations,
    provinces,
    provincial_models,
    reconstituted_municipalities,
    spaces,
    tiles,
    transitions,
)

__all__ = [
    "Alias",
    "Country",
    "FormerName",
    "FunctionPower",
    "Grant",
    "MunicipalFunction",
    "Municipality",
    "Office",
    "OfficeKind",
    "OfficePower",
    "OrganPeriod",
    "OrganSuccession",
    "Population",
    "Power",
    "Province",
    "ProvincialModel",
    "SocialLabourPlan",
    "Space",
    "Tile",
    "Transition",
    "aliases",
    "country",
    "disestablished_municipalities",
    "earlier_transitions",
    "ended_spaces",
    "former_names",
    "function_powers",
    "functions",
    "grants",
    "municipal_titles",
    "municipalities",
    "office_kinds",
    "office_powers",
    "offices",
    "organ_periods",
    "organ_successions",
    "populations",
    "powers",
    "provinces",
    "provincial_models",
    "reconstituted_municipalities",
    "social_labour_plans",
    "spaces",
    "tiles",
    "transitions",
]
