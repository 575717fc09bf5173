"""A service with a route for which nobody said who may use it is not built."""

from collections.abc import Callable
from typing import Annotated

import pytest
from fastapi import APIRouter, Depends, WebSocket
from starlette.responses import Response

from chassis.messaging.consumer import Consumers
from chassis.web.app import AskedInThread, RouteWithoutPermission, build_service
from chassis.web.auth import Anyone, Auditor
from chassis.web.route import router


async def forgotten() -> str:
    return "open"


async def open_to(_: Anyone) -> str:
    return "for anyone"


def narrowed() -> str:
    return "in a thread"


async def open_but_slow(_: Anyone, said: Annotated[str, Depends(narrowed)]) -> str:
    return said


async def for_auditors(_: Auditor) -> str:
    return "for auditors"


async def socket(_: WebSocket) -> None:
    """Would talk to anyone."""


async def raw(_: object) -> Response:
    return Response()


def build(routes: APIRouter) -> None:
    build_service("budgets", "Notes.", [routes], Consumers("budgets"))


def without_permission() -> APIRouter:
    routes = router("notes")
    routes.get("/open")(open_to)
    routes.get("/forgotten")(forgotten)
    return routes


def outside_a_transaction() -> APIRouter:
    routes = APIRouter()
    routes.get("/plain")(open_to)
    return routes


def with_a_socket() -> APIRouter:
    routes = router("notes")
    routes.websocket("/socket")(socket)
    return routes


def with_a_plain_route() -> APIRouter:
    routes = router("notes")
    routes.add_route("/plain", raw)
    return routes


def with_another_router() -> APIRouter:
    routes = router("notes")
    routes.include_router(without_permission())
    return routes


@pytest.mark.parametrize(
    "make",
    [
        without_permission,
        outside_a_transaction,
        with_a_socket,
        with_a_plain_route,
        with_another_router,
    ],
)
def test_a_route_without_permission(make: Callable[[], APIRouter]) -> None:
    with pytest.raises(RouteWithoutPermission):
        build(make())


def test_what_a_route_asks_for_takes_no_thread() -> None:
    routes = router("notes")
    routes.get("/slow")(open_but_slow)

    with pytest.raises(AskedInThread):
        build(routes)


def test_a_scope_or_the_word_that_anyone_may_is_enough() -> None:
    routes = router("notes")
    routes.get("/open")(open_to)
    routes.get("/audited")(for_auditors)

    build(routes)
