"""The gateway, assembled."""

import gc
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from chassis.errors import Refusal
from chassis.web.problems import problem_response
from gateway import oauth, pages
from gateway.appointments import Appointments
from gateway.cache import AnswerCache
from gateway.callers import Callers, InternalTokens
from gateway.clients import clients_in
from gateway.edge import Edge
from gateway.forwarding import Services
from gateway.headers import Headers
from gateway.hearing import followers_in, heard
from gateway.keys import Keys, open_keys
from gateway.limits import Attempts, Limits
from gateway.powers import Powers
from gateway.proxy import Proxy
from gateway.readiness import Readiness
from gateway.refusals import MethodNotInContract, NotInContract
from gateway.routes import routes_from
from gateway.settings import GatewaySettings
from gateway.transport import connected

OWN = frozenset(
    {
        b"",
        b".well-known",
        b"assets",
        b"contracts",
        b"docs",
        b"health",
        b"internal",
        b"metrics",
        b"oauth",
        b"openapi.json",
        b"redoc",
    }
)
ALWAYS: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"vary", b"Authorization"),
]
HTTPS_ONLY = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


def build(settings: GatewaySettings | None = None) -> Edge:
    """The gateway as its environment describes it; FastAPI serves its own pages."""
    settings = settings or GatewaySettings()
    issuer = _issuer(settings)
    keys = open_keys(settings.state_dir)
    tokens = InternalTokens(keys.internal)
    services = Services(settings, tokens)
    powers = Powers(settings.powers_trusted_seconds)
    appointments = Appointments(settings, tokens, powers)
    cache = AnswerCache(
        max_bytes=settings.cache_bytes,
        fresh_seconds=settings.cache_fresh_seconds,
        followers=followers_in(settings.contracts_dir, settings.upstreams),
    )
    https = [HTTPS_ONLY] if issuer.startswith("https:") else []
    return Edge(
        _own_pages(settings, services, appointments, cache, keys),
        own=OWN,
        routes=routes_from(settings.contracts_dir, settings.upstreams),
        callers=Callers(keys.external, issuer),
        limits=Limits(
            client=settings.client_rate,
            anonymous=settings.anonymous_rate,
            window_seconds=settings.rate_window_seconds,
        ),
        proxy=Proxy(services, cache),
        powers=powers,
        always=[*ALWAYS, *https],
        trusted=settings.trusted_proxies,
    )


def _issuer(settings: GatewaySettings) -> str:
    return settings.public_url.rstrip("/")


def _own_pages(
    settings: GatewaySettings,
    services: Services,
    appointments: Appointments,
    cache: AnswerCache,
    keys: Keys,
) -> FastAPI:
    """Tokens, documentation, health: what the gateway answers itself."""
    issuer = _issuer(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None, None]:
        async with (
            connected(settings) as services.transport,
            appointments.kept_fresh(),
            heard(settings.nats_url, cache),
        ):
            gc.freeze()  # what is here now stays; collecting need not walk it again
            yield

    app = FastAPI(
        title="gateway", lifespan=lifespan, openapi_url=None, redirect_slashes=False
    )
    app.include_router(oauth.router)
    app.include_router(pages.router)
    pages.mount_assets(app)
    _explain_refusals(app)
    app.state.keys = keys
    app.state.desk = oauth.TokenDesk(
        clients_in(settings.state_dir), keys.external, issuer, Attempts()
    )
    app.state.published = pages.published_in(settings.contracts_dir)
    app.state.readiness = Readiness(services.urls)
    return app


def _explain_refusals(app: FastAPI) -> None:
    """Our own pages refuse as everything else does."""

    @app.exception_handler(Refusal)
    async def refused(request: Request, refusal: Refusal) -> Response:
        response = problem_response(
            refusal,
            request_id=request.state.request_id,
            instance=request.url.path,
        )
        response.headers.update(getattr(refusal, "fields", {}))
        return response

    @app.exception_handler(HTTPException)
    async def framework(request: Request, failure: HTTPException) -> Response:
        allow = (failure.headers or {}).get("Allow")
        if allow is not None:
            return await refused(request, MethodNotInContract(allow.split(", ")))
        return await refused(request, NotInContract("there is nothing at this address"))
