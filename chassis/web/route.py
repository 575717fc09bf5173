"""One request is one transaction: effect, audit, events and stored answer together.

The transaction commits before the answer leaves. FastAPI's `yield` dependencies
would commit after it, so that a client could read 200 and then lose the write.
"""

import asyncio
import json
import random
from collections.abc import Iterator
from dataclasses import replace

from fastapi import APIRouter
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from sqlalchemy.exc import DBAPIError
from starlette.requests import Request
from starlette.responses import Response
from typing_extensions import override

from chassis import audit
from chassis.database import transaction
from chassis.faults import crash_point
from chassis.principal import Principal
from chassis.web import trail
from chassis.web.conditional import answer_conditionally
from chassis.web.contract import operation_id
from chassis.web.once import REPLAYED, Handle, once
from chassis.web.questions import questions_of, refuse_other_questions
from chassis.web.sent import digest_of, rewind
from chassis.web.strict_json import StrictRequest

LOST_TO_ANOTHER = frozenset({"40001", "40P01"})
"""Serialisation failure and deadlock: undone by the database, worth another try."""

PAUSES_SECONDS = (0.05, 0.2, 0.5)
READS = frozenset({"GET", "HEAD"})


class UnitOfWork(APIRoute):
    """A route whose handler runs in one transaction, as the caller who sent it."""

    @override
    def get_route_handler(self) -> Handle:
        handle = super().get_route_handler()
        operation = self.unique_id
        needed = frozenset(_scopes_of(self.dependant))
        questions = questions_of(self.dependant)

        async def in_one_transaction(plain: Request) -> Response:
            request = StrictRequest(plain.scope, plain.receive)
            known: Principal = await request.state.authenticate(request)
            caller = replace(known, needed=needed)
            request.state.principal = caller
            refuse_other_questions(request.query_params, questions)
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


def _scopes_of(dependant: Dependant) -> Iterator[str]:
    """The scopes that the types in an endpoint's signature ask for."""
    yield from dependant.own_oauth_scopes or ()
    for each in dependant.dependencies:
        yield from _scopes_of(each)


async def _read(request: Request, caller: Principal, handle: Handle) -> Response:
    async with transaction(request.state.sessions, caller.spaces) as session:
        request.state.session = session
        response = await handle(request)
    return answer_conditionally(request, response)


async def _write(
    request: Request, caller: Principal, handle: Handle, operation: str
) -> Response:
    try:
        digest = await digest_of(request)
        return await _insist(request, caller, handle, operation, digest)
    finally:
        # FastAPI closes uploaded files only where it came to handle the request.
        await request.close()


async def _insist(
    request: Request, caller: Principal, handle: Handle, operation: str, digest: str
) -> Response:
    for longest_pause in PAUSES_SECONDS:
        try:
            return await _attempt(request, caller, handle, operation, digest)
        except DBAPIError as failure:
            if getattr(failure.orig, "sqlstate", None) not in LOST_TO_ANOTHER:
                raise
        await asyncio.sleep(random.uniform(0, longest_pause))  # noqa: S311  spreads
        await rewind(request)
    return await _attempt(request, caller, handle, operation, digest)


async def _attempt(
    request: Request, caller: Principal, handle: Handle, operation: str, digest: str
) -> Response:
    who = json.dumps({"sub": caller.sub, "organ": caller.organ})
    work = transaction(request.state.sessions, caller.spaces, caller=who)
    async with work as session:
        request.state.session = session
        crash_point("before_effect")
        response = await once(request, caller, handle, digest)
        await session.flush()
        if response.status_code < 300 and REPLAYED not in response.headers:  # noqa: PLR2004  2xx
            act = trail.act(request, response, caller, operation, digest)
            await audit.record(session, act)
        crash_point("after_effect_before_commit")
    crash_point("after_commit_before_reply")
    request.state.nudge()
    return response
