"""Every request comes through here: identified, judged, then forwarded or answered.

A plain ASGI callable: the forwarded path meets no framework.
"""

from dataclasses import dataclass

import httpx
import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.errors import Refusal
from chassis.web.tokens import Claims
from gateway import paths
from gateway.addresses import Networks, see_through
from gateway.bodies import Body
from gateway.callers import Callers
from gateway.exchange import Exchange
from gateway.headers import Headers
from gateway.limits import Limits
from gateway.powers import Powers
from gateway.proxy import NOT_MODIFIED, Proxy
from gateway.refusals import (
    GatewayFault,
    RateExceeded,
    ScopeNotHeld,
    ServiceUnreachable,
    TokenMissing,
)
from gateway.routes import GET, HEAD, Operation, Quota, Routes

OWN_BODY_BYTES = 8 << 10
UNMETERED = (b"/health/", b"/metrics", b"/internal/")

log = structlog.get_logger()


@dataclass(frozen=True)
class Edge:
    """ASGI application around that of the gateway's own pages.

    `own` are the first path segments that belong to those pages; `always` are fields
    of every answer; `trusted` are the networks of our own proxies.
    """

    app: ASGIApp
    own: frozenset[bytes]
    routes: Routes
    callers: Callers
    limits: Limits
    proxy: Proxy
    powers: Powers
    always: Headers
    trusted: Networks = ()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        see_through(scope, self.trusted)
        exchange = Exchange(scope, send, self.always)
        try:
            await self._serve(scope, receive, exchange)
        except Refusal as refusal:
            await exchange.refuse(self._charged(exchange, refusal))
        except httpx.TransportError as lost:
            await _explain(exchange, lost, ServiceUnreachable("the answer was lost"))
        except Exception as bug:  # noqa: BLE001 - whatever it is, it gets an answer
            await _explain(exchange, bug, GatewayFault("this is our fault"))
        finally:
            exchange.report()

    async def _serve(self, scope: Scope, receive: Receive, exchange: Exchange) -> None:
        paths.judge(exchange.path, exchange.query)
        if exchange.path.split(b"/", 2)[1] in self.own:
            await self._own_page(scope, receive, exchange)
            return
        operation = self.routes.match(exchange.method, exchange.path)
        exchange.operation = operation
        caller = self.powers.empower(self.callers.identify(exchange.headers))
        self._charge(exchange, caller)
        _admit(caller, operation)
        if caller is None and operation.anonymous_quota is not None:
            self._charge_quota(exchange, operation, operation.anonymous_quota)
        await self.proxy.answer(exchange, operation, caller, receive)
        if exchange.status == NOT_MODIFIED and exchange.charge is not None:
            self.limits.refund(exchange.charge)

    async def _own_page(
        self, scope: Scope, receive: Receive, exchange: Exchange
    ) -> None:
        if not exchange.path.startswith(UNMETERED):
            self._charge(exchange, None)
        body = Body(exchange.headers, receive, OWN_BODY_BYTES)
        content = await body.whole()

        messages = iter([{"type": "http.request", "body": content}])

        async def read_body() -> Message:
            return next(messages, None) or await receive()

        scope["state"]["request_id"] = exchange.request_id
        method = GET if exchange.method == HEAD else exchange.method
        await self.app({**scope, "method": method}, read_body, exchange.relay)

    def _charge(self, exchange: Exchange, caller: Claims | None) -> None:
        exchange.charge = self.limits.charge(caller, exchange.address)
        if not exchange.charge.granted:
            raise RateExceeded(exchange.charge.reset)

    def _charge_quota(
        self, exchange: Exchange, operation: Operation, quota: Quota
    ) -> None:
        charge = self.limits.charge_for(operation.operation_id, quota, exchange.address)
        exchange.charge = charge
        if not charge.granted:
            raise RateExceeded(charge.reset)

    def _charged(self, exchange: Exchange, refusal: Refusal) -> Refusal:
        """What is refused before anybody is identified counts against the address."""
        if exchange.charge is not None:
            return refusal
        exchange.charge = self.limits.charge(None, exchange.address)
        granted = exchange.charge.granted
        return refusal if granted else RateExceeded(exchange.charge.reset)


async def _explain(exchange: Exchange, failure: Exception, refusal: Refusal) -> None:
    """Log what nobody foresaw; an answer already begun breaks off."""
    log.error("answer_failed", request_id=exchange.request_id, exc_info=failure)
    if not exchange.has_begun:
        await exchange.refuse(refusal)


def _admit(caller: Claims | None, operation: Operation) -> None:
    """Refuse with `TokenMissing` or `ScopeNotHeld` who may not do this anywhere."""
    if operation.public:
        return
    if caller is None:
        raise TokenMissing("send a bearer token; get one at /oauth/token")
    held = caller.held()
    if not any(scopes <= held for scopes in operation.alternatives):
        needed = operation.alternatives[0] if operation.alternatives else ()
        raise ScopeNotHeld(" ".join(sorted(needed)))
