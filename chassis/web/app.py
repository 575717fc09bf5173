"""Builds a service from its parts."""

from collections.abc import (
    AsyncGenerator,
    Awaitable,
    Callable,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from inspect import iscoroutinefunction
from types import MappingProxyType
from typing import Any, TypedDict

from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from starlette.types import ASGIApp
from typing_extensions import override

from chassis.database import (
    EVERYWHERE,
    Sessions,
    connect,
    sessions_of,
    transaction,
)
from chassis.guard import refuse_unsafe_role
from chassis.messaging.consumer import Consumers
from chassis.messaging.worker import Messaging, messaging
from chassis.settings import Settings
from chassis.web import auth, health, operations
from chassis.web.authentication import Authenticate, authenticator
from chassis.web.contract import MEBIBYTE, describe
from chassis.web.forgetting import forgetting
from chassis.web.jwks import RemoteKeys
from chassis.web.refusals import OversizeExplained, explain_refusals
from chassis.web.route import UnitOfWork
from chassis.web.tracing import Tracing

Prepare = Callable[[AsyncSession], Awaitable[None]]


class RouteWithoutPermission(Exception):
    """A route says neither which scope it needs nor that anyone may use it.

    So does anything that is no `UnitOfWork`: nobody would be asked who they are.
    """


class AskedInThread(Exception):
    """What a route asks for is a coroutine; FastAPI runs all else in a thread."""


class State(TypedDict):
    engine: AsyncEngine
    sessions: Sessions
    messaging: Messaging
    authenticate: Authenticate
    nudge: Callable[[], None]


class Service(FastAPI):
    """Traced around all that FastAPI answers by itself, failures included."""

    service_name: str

    @override
    def build_middleware_stack(self) -> ASGIApp:
        answering = OversizeExplained(super().build_middleware_stack())
        return Tracing(answering, service=self.service_name)


def build_service(  # noqa: PLR0913  the parts that every service has
    name: str,
    summary: str,
    slices: Sequence[APIRouter],
    consumers: Consumers,
    *,
    prepare: Prepare | None = None,
    examples: Mapping[str, dict[str, Any]] = MappingProxyType({}),
) -> FastAPI:
    """Give a service's routes and handlers everything all services share.

    `prepare` runs in a transaction of its own before the first request; `examples` are
    what clients send, by operation, as its contract shows it.
    """
    app = Service(
        title=f"OneDistrict {name}",
        summary=summary,
        version="1.0.0",
        lifespan=_lifespan(name, consumers, prepare),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        max_body_size=MEBIBYTE,
    )
    app.service_name = name
    for routes in (*slices, operations.routes(name)):
        refuse_open_routes(routes)
        app.include_router(routes)
    app.include_router(health.router)
    explain_refusals(app)
    app.openapi = lambda: describe(app, examples)  # type: ignore[method-assign]  # FastAPI's way
    return app


def _lifespan(
    name: str, consumers: Consumers, prepare: Prepare | None
) -> Callable[[FastAPI], AbstractAsyncContextManager[State]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[State]:
        settings = Settings()
        engine = connect(settings.database_url, pool_size=settings.pool_size)
        await refuse_unsafe_role(engine)
        sessions = sessions_of(engine)
        if prepare is not None:
            async with transaction(sessions, EVERYWHERE) as session:
                await prepare(session)
        remote = RemoteKeys(settings.jwks_url)
        async with (
            remote.kept_fresh(),
            messaging(name, settings, engine, sessions, consumers) as events,
            forgetting(name, sessions),
        ):
            yield {
                "engine": engine,
                "sessions": sessions,
                "messaging": events,
                "authenticate": authenticator(
                    remote, issuer=settings.internal_issuer, audience=name
                ),
                "nudge": events.nudge,
            }
        await engine.dispose()

    return lifespan


def refuse_open_routes(routes: APIRouter) -> None:
    """Raise `RouteWithoutPermission` where a route forgot to say who may use it.

    It says so in its signature, or in that of what it asks for. `AskedInThread` where
    that is no coroutine.
    """
    for route in routes.routes:
        if not isinstance(route, UnitOfWork):
            raise RouteWithoutPermission(repr(route))
        asked = set(_asked_by(route.dependant))
        if not {auth.admit, auth.anyone} & asked:
            raise RouteWithoutPermission(f"{route.methods} {route.path}")
        for each in asked:
            if not any(map(iscoroutinefunction, (each, type(each).__call__))):
                raise AskedInThread(f"{route.methods} {route.path}: {each}")


def _asked_by(dependant: Dependant) -> Iterator[object]:
    for dependency in dependant.dependencies:
        yield dependency.call
        yield from _asked_by(dependency)
