"""One request is one transaction: effect, audit, events and stored answer together.

The transaction commits before the answer leaves. FastAPI's `yield` dependencies
would commit after it, so that a client could read 200 and then lose the write.
"""

from collections.abc import Awaitable, Callable, Coroutine
from hashlib import sha256
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from typing_extensions import override

from chassis import audit, correlation, idempotency
from chassis.database import transaction
from chassis.errors import Conflict, NotFound, Stale
from chassis.faults import crash_point
from chassis.principal import Principal
from chassis.web import trail
from chassis.web.conditional import answer_conditionally
from chassis.web.contract import operation_id
from chassis.web.problems import problem_response
from chassis.web.strict_json import StrictRequest

Handle = Callable[[Request], Coroutine[Any, Any, Response]]

READS = frozenset({"GET", "HEAD"})
REPLAYED = "Idempotency-Replayed"
KEPT_HEADERS = frozenset({"location", "etag"})


class UnitOfWork(APIRoute):
    """A route whose handler runs in one transaction, as the caller who sent it."""

    @override
    def get_route_handler(self) -> Handle:
        handle = super().get_route_handler()
        operation = self.unique_id

        async def in_one_transaction(plain: Request) -> Response:
            request = StrictRequest(plain.scope, plain.receive)
            caller: Principal = await request.state.authenticate(request)
            request.state.principal = caller
            if request.method in READS:
                return await _read(request, caller, handle)
            return await _write(request, caller, handle, operation)

        return in_one_transaction


def router(tag: str) -> APIRouter:
    """A slice's routes: each request one transaction, each with a stable name."""
    return APIRouter(
        prefix="/v1",
        tags=[tag],
        route_class=UnitOfWork,
        generate_unique_id_function=operation_id,
    )


async def _read(request: Request, caller: Principal, handle: Handle) -> Response:
    async with transaction(request.state.sessions, caller.spaces) as session:
        request.state.session = session
        response = await handle(request)
    return answer_conditionally(request, response)


async def _write(
    request: Request, caller: Principal, handle: Handle, operation: str
) -> Response:
    digest = await _digest(request)
    async with transaction(request.state.sessions, caller.spaces) as session:
        request.state.session = session
        response = await _once(request, caller, handle, digest)
        await session.flush()
        if response.status_code < 300 and REPLAYED not in response.headers:  # noqa: PLR2004  2xx
            act = trail.act(request, response, caller, operation, digest)
            await audit.record(session, act)
        crash_point("after_effect_before_commit")
    crash_point("after_commit_before_reply")
    request.state.nudge()
    return response


async def _once(
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
    named = f"{request.method}\n{request.url.path}\n{precondition}\n{digest}"
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
        media_type=response.headers["content-type"],
        headers={k: v for k, v in response.headers.items() if k in KEPT_HEADERS},
        body=bytes(response.body),
    )


def _replay(stored: idempotency.StoredAnswer, key: str) -> Response:
    return Response(
        stored.body,
        status_code=stored.status,
        headers=stored.headers
        | {
            "content-type": stored.media_type,
            "Idempotency-Key": key,
            REPLAYED: "true",
        },
    )


async def _digest(request: Request) -> str:
    """SHA-256 of what was sent: of the body, or of a form's fields and files.

    A form's encoding carries a random boundary, so that its bytes differ in a
    retry although its content does not.
    """
    content_type = request.headers.get("content-type", "")
    if not content_type.startswith("multipart/form-data"):
        return sha256(await request.body()).hexdigest()
    parts = []
    for name, value in (await request.form(max_files=4, max_fields=20)).multi_items():
        if isinstance(value, UploadFile):
            content = sha256(await value.read()).hexdigest()
            await value.seek(0)
            parts.append(f"{name}={value.filename}:{content}")
        else:
            parts.append(f"{name}={value}")
    return sha256("\n".join(sorted(parts)).encode("utf-8", "replace")).hexdigest()
