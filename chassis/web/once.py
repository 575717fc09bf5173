"""A request with an idempotency key is carried out once and answered each time."""

from collections.abc import Awaitable, Callable, Coroutine
from hashlib import sha256
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from chassis import correlation, idempotency
from chassis.errors import Conflict, NotFound, Stale
from chassis.principal import Principal
from chassis.web.problems import problem_response

Handle = Callable[[Request], Coroutine[Any, Any, Response]]

REPLAYED = "Idempotency-Replayed"
KEPT_HEADERS = frozenset({"location", "etag"})


async def once(
    request: Request, caller: Principal, handle: Handle, digest: str
) -> Response:
    """Carry the request out, unless its idempotency key was answered before."""
    key = request.headers.get("idempotency-key")
    if key is None:
        return await handle(request)
    idempotency.check_key(key)
    session: AsyncSession = request.state.session
    stored = await _in_turn(
        idempotency.claim(
            session,
            client_id=caller.client_id,
            key=key,
            fingerprint=_fingerprint(request, digest),
        )
    )
    if stored is not None:
        return _replay(stored, key)
    response = await _answer_or_refusal(request, handle)
    response.headers["Idempotency-Key"] = key
    await idempotency.settle(
        session, client_id=caller.client_id, key=key, answer=_stored(response)
    )
    return response


async def _answer_or_refusal(request: Request, handle: Handle) -> Response:
    """The answer to keep: a rule's refusal undoes what was done, and is kept too."""
    session: AsyncSession = request.state.session
    try:
        async with session.begin_nested():
            return await handle(request)
    except (Conflict, NotFound, Stale) as refusal:
        return problem_response(
            refusal,
            request_id=str(correlation.current()),
            instance=request.url.path,
        )


def _fingerprint(request: Request, digest: str) -> bytes:
    precondition = request.headers.get("if-match", "")
    asked = f"{request.method} {request.url.path}?{request.url.query}"
    named = f"{asked}\n{precondition}\n{digest}"
    return sha256(named.encode()).digest()


async def _in_turn(
    claim: Awaitable[idempotency.StoredAnswer | None],
) -> idempotency.StoredAnswer | None:
    try:
        return await claim
    except DBAPIError as failure:
        if getattr(failure.orig, "sqlstate", None) == "55P03":
            raise idempotency.IdempotencyKeyInUse("try again shortly") from failure
        raise


def _stored(response: Response) -> idempotency.StoredAnswer:
    return idempotency.StoredAnswer(
        status=response.status_code,
        media_type=response.headers.get("content-type", ""),
        headers={k: v for k, v in response.headers.items() if k in KEPT_HEADERS},
        body=bytes(response.body),
    )


def _replay(stored: idempotency.StoredAnswer, key: str) -> Response:
    return Response(
        stored.body,
        status_code=stored.status,
        headers=stored.headers | {"Idempotency-Key": key, REPLAYED: "true"},
        media_type=stored.media_type or None,
    )
