"""Whatever goes wrong in a request is answered by a problem document."""

from http import HTTPStatus

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis import correlation
from chassis.errors import (
    Conflict,
    Malformed,
    NotFound,
    Refusal,
    TooLarge,
    Unavailable,
    Unprocessable,
)
from chassis.web.problems import invalid_request, problem_response

log = structlog.get_logger()


class MethodNotAllowed(Refusal):
    """The resource does not have this method."""

    status = HTTPStatus.METHOD_NOT_ALLOWED


class BodyNotReadable(Malformed):
    """The body could not be read as its content type says."""


class BodyTooLarge(TooLarge):
    """The body is larger than this operation takes."""


class NoSuchResource(NotFound):
    """There is nothing at this address."""


class ValueNotStorable(Unprocessable):
    """A value is outside what can be stored."""


class ChangedMeanwhile(Conflict):
    """Another request changed the same records at the same time; send it again."""


class TryAgainShortly(Unavailable):
    """The service is busy or its database is away; nothing was done."""


class Bug(Refusal):
    """Something went wrong on our side; nothing was done."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR


BY_STATUS: dict[int, type[Refusal]] = {
    400: BodyNotReadable,
    404: NoSuchResource,
    405: MethodNotAllowed,
    413: BodyTooLarge,
}

BY_SQLSTATE_CLASS: dict[str, type[Refusal]] = {
    "22": ValueNotStorable,
    "23": ChangedMeanwhile,
    "40": TryAgainShortly,
    "53": TryAgainShortly,
    "55": TryAgainShortly,
    "57": TryAgainShortly,
    "08": TryAgainShortly,
}


def _answer(request: Request, refusal: Refusal) -> Response:
    return problem_response(
        refusal,
        request_id=str(correlation.current()),
        instance=request.url.path,
    )


class OversizeExplained:
    """ASGI wrapper: the framework answers a body of declared oversize in plain text."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        explained = False

        async def explain(message: Message) -> None:
            nonlocal explained
            if explained:
                return
            if message["type"] == "http.response.start" and _plain_oversize(message):
                explained = True
                problem = _answer(Request(scope), BodyTooLarge("send less at a time"))
                await problem(scope, receive, send)
            else:
                await send(message)

        await self.app(scope, receive, explain)


def _plain_oversize(start: Message) -> bool:
    plain = Headers(raw=start["headers"]).get("content-type", "").startswith("text/")
    return plain and start["status"] == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def explain_refusals(app: FastAPI) -> None:
    """Answer every refusal, and every failure, with a problem document."""

    @app.exception_handler(Refusal)
    async def refused(request: Request, refusal: Refusal) -> Response:
        return _answer(request, refusal)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, failure: RequestValidationError) -> Response:
        return _answer(request, invalid_request(failure))

    @app.exception_handler(HTTPException)
    async def framework(request: Request, failure: HTTPException) -> Response:
        rule = BY_STATUS.get(failure.status_code, BodyNotReadable)
        response = _answer(request, rule(str(failure.detail)))
        response.headers.update(failure.headers or {})
        return response

    @app.exception_handler(DBAPIError)
    async def database(request: Request, failure: DBAPIError) -> Response:
        return _answer(request, _of_database(failure))

    @app.exception_handler(PoolExhausted)
    @app.exception_handler(ConnectionError)
    @app.exception_handler(TimeoutError)
    async def away(request: Request, failure: Exception) -> Response:
        log.warning("database away", reason=type(failure).__name__)
        return _answer(request, TryAgainShortly("try again in a second"))

    @app.exception_handler(Exception)
    async def bug(request: Request, failure: Exception) -> Response:
        log.error("bug", exc_info=failure)
        return _answer(request, Bug("this is our fault; quote the request_id"))


def _of_database(failure: DBAPIError) -> Refusal:
    lost = "08000" if failure.connection_invalidated else ""
    state = str(getattr(failure.orig, "sqlstate", None) or lost)
    rule = BY_SQLSTATE_CLASS.get(state[:2])
    log.warning("database refused", sqlstate=state, exc_info=failure)
    if rule is None:
        return Bug("this is our fault; quote the request_id")
    return rule("nothing was done")
