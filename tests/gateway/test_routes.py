"""The route table is what the contracts say."""

import json
from pathlib import Path

import pytest

from gateway.refusals import MethodNotInContract, NotInContract
from gateway.routes import ContractUnclear, Routes, operations_in, routes_from

HERE = Path(__file__).parent


def document(**paths) -> dict:
    return {"paths": {f"/v1/{name}": item for name, item in paths.items()}}


def operation(name: str, **more) -> dict:
    return {"operationId": name, "security": [{}], **more}


def test_two_services_cannot_promise_the_same() -> None:
    things = document(things={"get": operation("a")})
    twice = [*operations_in("plans", things), *operations_in("budgets", things)]

    with pytest.raises(ContractUnclear, match="plans and budgets"):
        Routes(twice)


def test_a_service_without_a_contract_stops_the_gateway(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        routes_from(tmp_path, ["plans"])


def test_a_fixed_segment_that_leads_nowhere_gives_way_to_a_parameter() -> None:
    contract = {
        "paths": {
            "/v1/plans/current": {"get": operation("current")},
            "/v1/plans/{plan_id}/parts": {"get": operation("parts")},
        }
    }
    routes = Routes(operations_in("plans", contract))

    assert routes.match("GET", b"/v1/plans/current").operation_id == "current"
    assert routes.match("GET", b"/v1/plans/current/parts").operation_id == "parts"
    with pytest.raises(NotInContract):
        routes.match("GET", b"/v1/plans/other")
    with pytest.raises(MethodNotInContract):
        routes.match("PATCH", b"/v1/plans/current")


def test_the_contract_decides_on_bodies_scopes_and_keeping() -> None:
    contract = json.loads((HERE / "contract.json").read_text())
    by_name = {o.operation_id: o for o in operations_in("echo", contract)}

    assert by_name["addThing"].max_body == 262_144
    assert by_name["listThings"].max_body == 0
    assert by_name["writeNote"].max_body == 1 << 20
    assert by_name["readNote"].cacheable
    assert not by_name["listThings"].cacheable
    assert by_name["listThings"].public
    assert by_name["listParts"].alternatives == (frozenset({"plans:read"}),)
    assert not by_name["readUndeclared"].public
    assert by_name["addThing"].headers == {b"x-declared", b"x-od-district"}
