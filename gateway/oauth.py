"""Tokens for systems: OAuth 2.0 client credentials (RFC 6749), RFC 8414, JWKS."""

import base64
import binascii
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote_plus
from uuid import uuid4

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from chassis import clock
from chassis.web.tokens import Claims
from gateway.callers import AUDIENCE
from gateway.clients import Client, ClientStore
from gateway.keys import EXTERNAL_SECONDS, JWKS_CACHE_SECONDS, KeyRing, Keys
from gateway.limits import Attempts
from gateway.roles import SCOPES

NEVER_KEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}
MAX_FIELDS = 20

router = APIRouter(include_in_schema=False)


class TokenRefusal(Exception):
    """An answer of RFC 6749 section 5.2."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.description = description
        self.status = status

    def response(self) -> Response:
        headers = dict(NEVER_KEPT)
        if self.status == 401:  # noqa: PLR2004 - RFC 6749: say which scheme we take
            headers["WWW-Authenticate"] = 'Basic realm="onedistrict"'
        if self.status == 429:  # noqa: PLR2004 - too many failed attempts
            headers["Retry-After"] = "60"
        body = {"error": self.error, "error_description": self.description}
        return JSONResponse(body, self.status, headers)


class Credentials(NamedTuple):
    client_id: str
    secret: str


class TokenDesk:
    """Gives tokens to clients that prove who they are."""

    def __init__(
        self, clients: ClientStore, ring: KeyRing, issuer: str, attempts: Attempts
    ) -> None:
        self.issuer = issuer
        self._clients = clients
        self._ring = ring
        self._attempts = attempts

    async def grant(self, request: Request) -> dict[str, object]:
        """The token response, or `TokenRefusal`."""
        form = _form(request.headers.get("content-type", ""), await request.body())
        credentials = _credentials(request.headers.getlist("authorization"), form)
        if form.get("grant_type") is None:
            raise TokenRefusal("invalid_request", "send grant_type")
        if form["grant_type"] != "client_credentials":
            raise TokenRefusal("unsupported_grant_type", "send client_credentials")
        address = request.client.host if request.client else ""
        client = await self._known(credentials, address)
        scopes = _granted(client, form.get("scope"))
        return {
            "access_token": self._token(client, scopes, narrowed="scope" in form),
            "token_type": "Bearer",
            "expires_in": EXTERNAL_SECONDS,
            "scope": " ".join(sorted(scopes)),
        }

    async def _known(self, credentials: Credentials, address: str) -> Client:
        client_id, secret = credentials
        if self._attempts.exhausted(client_id, address):
            raise TokenRefusal("invalid_client", "too many failed attempts", 429)
        client = await self._clients.authenticate(client_id, secret)
        if client is None:
            self._attempts.failed(client_id, address)
            raise TokenRefusal("invalid_client", "unknown client or secret", 401)
        return client

    def _token(self, client: Client, scopes: frozenset[str], *, narrowed: bool) -> str:
        now = int(clock.now().timestamp())
        return self._ring.signer().sign(
            Claims(
                iss=self.issuer,
                aud=AUDIENCE,
                sub=client.client_id,
                client_id=client.client_id,
                jti=str(uuid4()),
                iat=now,
                exp=now + EXTERNAL_SECONDS,
                scopes=scopes,
                role=client.role,
                organ=client.organ,
                spaces=frozenset(client.spaces),
                sphere=client.sphere,
                narrowed=narrowed,
            )
        )


@router.post("/oauth/token")
async def give_token(request: Request) -> Response:
    desk: TokenDesk = request.app.state.desk
    try:
        granted = await desk.grant(request)
    except TokenRefusal as refusal:
        return refusal.response()
    return JSONResponse(granted, headers=NEVER_KEPT)


@router.get("/.well-known/oauth-authorization-server")
async def describe_server(request: Request) -> dict[str, object]:
    """Authorization server metadata (RFC 8414)."""
    issuer = request.app.state.desk.issuer
    return {
        "issuer": issuer,
        "token_endpoint": f"{issuer}/oauth/token",
        "jwks_uri": f"{issuer}/.well-known/jwks.json",
        "scopes_supported": sorted(SCOPES),
        "response_types_supported": [],
        "grant_types_supported": ["client_credentials"],
        "token_endpoint_auth_methods_supported": [
            "client_secret_basic",
            "client_secret_post",
        ],
        "service_documentation": f"{issuer}/docs",
    }


@router.get("/.well-known/jwks.json")
async def public_keys(request: Request) -> Response:
    keys: Keys = request.app.state.keys
    kept = {"Cache-Control": f"public, max-age={JWKS_CACHE_SECONDS}"}
    return JSONResponse(keys.external.jwks(), headers=kept)


@router.get("/internal/jwks.json")
async def internal_keys(request: Request) -> Response:
    """What services verify our word with."""
    keys: Keys = request.app.state.keys
    return JSONResponse(keys.internal.jwks(), headers={"Cache-Control": "no-cache"})


def _form(content_type: str, content: bytes) -> Mapping[str, str]:
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type != "application/x-www-form-urlencoded":
        raise TokenRefusal("invalid_request", "send a form (urlencoded)")
    try:
        pairs = parse_qsl(
            content.decode("utf-8"), errors="strict", max_num_fields=MAX_FIELDS
        )
    except ValueError:
        raise TokenRefusal("invalid_request", "the form cannot be read") from None
    form = dict(pairs)
    if len(form) != len(pairs):
        raise TokenRefusal("invalid_request", "send each parameter once")
    return form


def _credentials(sent: list[str], form: Mapping[str, str]) -> Credentials:
    if sent and "client_secret" in form:
        raise TokenRefusal("invalid_request", "authenticate in one way only")
    if not sent:
        return Credentials(form.get("client_id", ""), form.get("client_secret", ""))
    scheme, _, encoded = sent[0].partition(" ")
    if len(sent) > 1 or scheme.lower() != "basic":
        raise TokenRefusal("invalid_client", "authenticate with Basic", 401)
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        raise TokenRefusal("invalid_client", "Basic cannot be read", 401) from None
    client_id, _, secret = text.partition(":")
    credentials = Credentials(unquote_plus(client_id), unquote_plus(secret))
    if form.get("client_id", credentials.client_id) != credentials.client_id:
        raise TokenRefusal("invalid_request", "two different clients are named")
    return credentials


def _granted(client: Client, wanted: str | None) -> frozenset[str]:
    held = frozenset(client.scopes)
    if wanted is None:
        return held
    asked = frozenset(wanted.split(" "))
    if not asked <= held:
        raise TokenRefusal("invalid_scope", "a scope is not this client's to ask for")
    return asked
