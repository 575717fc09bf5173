"""What offices give, day by day, and to nobody when the registry falls silent."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chassis import clock
from chassis.principal import OfficeHeld
from chassis.web.tokens import Claims
from gateway.powers import Powers, grants_in

ITEM = {
    "identity": "mokoena",
    "appointment_id": "01a00000-0000-7000-8000-000000000000",
    "capacity": "acting",
    "office_code": "DC45.municipal_manager",
    "organ_code": "DC45",
    "space_codes": ["DC45"],
    "scopes": ["plans:read", "plans:write"],
    "valid_from": "2026-03-01",
    "valid_to": "2026-06-01",
    "away": [],
}
AWAY = [{"valid_from": "2026-04-01", "valid_to": "2026-04-03"}]


def caller(sub: str = "mokoena", **changes: Any) -> Claims:
    usual: dict[str, Any] = {
        "iss": "https://onedistrict.example",
        "aud": "onedistrict",
        "sub": sub,
        "client_id": sub,
        "jti": "01",
        "iat": 0,
        "exp": 600,
        "scopes": frozenset({"budgets:read"}),
        "role": "office_bearer",
        "spaces": frozenset({"DC21"}),
    }
    return Claims(**(usual | changes))


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Make it that moment."""

    def moment(written: str) -> None:
        at = datetime.fromisoformat(written).replace(tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: at)

    return moment


def held(powers: Powers, **changes: Any) -> frozenset[str]:
    empowered = powers.empower(caller(**changes))
    assert empowered is not None
    return empowered.held()


async def test_an_appointment_gives_from_its_first_day_until_it_ends(on: Any) -> None:
    powers = Powers(trusted_seconds=30)
    powers.learn(grants_in([ITEM | {"away": AWAY}]))
    seen = {}
    for moment in (
        "2026-02-28T23:59:59",
        "2026-03-01T00:00:00",
        "2026-04-01T12:00:00",
        "2026-04-03T00:00:00",
        "2026-05-31T23:59:59",
        "2026-06-01T00:00:00",
    ):
        on(moment)
        seen[moment] = "plans:write" in held(powers)

    assert list(seen.values()) == [False, True, False, True, True, False]


async def test_only_who_holds_the_office_is_given_its_powers(on: Any) -> None:
    on("2026-05-01")
    powers = Powers(trusted_seconds=30)
    powers.learn(grants_in([ITEM]))

    assert held(powers, sub="somebody") == {"budgets:read"}
    assert held(powers, sub="somebody", client_id="mokoena") == {"budgets:read"}
    assert powers.empower(None) is None


async def test_what_a_caller_has_and_what_an_office_gives_stay_apart(on: Any) -> None:
    on("2026-05-01")
    powers = Powers(trusted_seconds=30)
    powers.learn(grants_in([ITEM]))

    empowered = powers.empower(caller())

    assert empowered is not None
    assert (empowered.scopes, empowered.spaces) == ({"budgets:read"}, {"DC21"})
    (office,) = empowered.offices
    assert (office.scopes, office.spaces) == ({"plans:read", "plans:write"}, {"DC45"})
    assert office.capacity == "acting"


async def test_while_the_registry_is_silent_offices_give_nothing(on: Any) -> None:
    on("2026-05-01")
    powers = Powers(trusted_seconds=0)
    powers.learn(grants_in([ITEM]))

    assert held(powers) == {"budgets:read"}


async def test_a_narrowed_token_keeps_to_its_scopes(on: Any) -> None:
    on("2026-05-01")
    powers = Powers(trusted_seconds=30)
    powers.learn(grants_in([ITEM]))
    asked = {"narrowed": True, "scopes": frozenset({"plans:read"})}

    assert held(powers, **asked) == {"plans:read"}


async def test_offices_that_a_token_brings_along_are_dropped(on: Any) -> None:
    on("2026-05-01")
    everything = frozenset({"operations:admin"})
    forged = OfficeHeld("x", "acting", "01", None, everything, frozenset({"*"}))

    assert held(Powers(30), offices=(forged,)) == {"budgets:read"}


def test_an_office_never_gives_what_is_only_the_gateways_own() -> None:
    grants = grants_in([ITEM | {"scopes": ["gateway:powers", "plans:read"]}])

    assert grants["mokoena"][0].office.scopes == {"plans:read"}


@pytest.mark.parametrize(
    "changed",
    [
        {"valid_from": "soon"},
        {"valid_from": None},
        {"away": None},
        {"scopes": None},
        {"valid_to": 7},
    ],
    ids=str,
)
def test_what_the_registry_does_not_say_so_is_not_believed(
    changed: dict[str, Any],
) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        grants_in([ITEM | changed])
