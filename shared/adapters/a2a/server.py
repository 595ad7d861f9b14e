"""Whoever carries plans out as an A2A server: its card for everybody, its methods for those who are known."""

import time
from collections.abc import Callable
from uuid import UUID

from a2a.server.context import ServerCallContext
from a2a.server.routes import create_agent_card_routes, create_jsonrpc_routes
from a2a.server.routes.common import ServerCallContextBuilder
from a2a.utils.errors import InvalidParamsError
from flask import Request as FlaskRequest
from starlette.applications import Starlette
from starlette.requests import Request
from werkzeug.wrappers import Response

from shared.adapters.a2a.bridge import answered_by
from shared.adapters.a2a.card import public_card
from shared.adapters.a2a.handler import ASKER, FAILURES, UNTIL, CoderHandler
from shared.adapters.a2a.wire import CARD_PATH, RPC_PATH
from shared.adapters.deadline import left
from shared.adapters.http.front import PRINCIPAL
from shared.kernel.ids import TenantId
from shared.ports.coder_desk import Asker, Desk
from shared.ports.credentials import Credential

#: Our own workflows are one asker, whichever of them it is.
WORKFLOW = "workflow"
#: Kept back of a request's time for answering it.
_ANSWER_S = 1.0
_STATE = "sre.coder"


class CoderServer:
    """``request_s``: no request goes on for longer; what is left then goes on at the next."""

    def __init__(self, desk: Desk, *, url: str, request_s: float) -> None:
        self._desk = desk
        self._request_s = request_s
        handler = CoderHandler(desk, url)
        self._application = Starlette(
            routes=[
                *create_agent_card_routes(public_card(url), card_url=CARD_PATH),
                *create_jsonrpc_routes(handler, RPC_PATH, context_builder=_Contexts()),
            ]
        )

    def respond(self, request: FlaskRequest) -> Response:
        """Answers one request whose caller the front has recognised."""
        failures: list[Exception] = []
        state = {
            ASKER: _asker_for(request.environ.get(PRINCIPAL)),
            UNTIL: self._until,
            FAILURES: failures,
        }
        response = answered_by(self._application, request, {_STATE: state})
        if failures:
            raise failures[0]
        return response

    def tick(self) -> int:
        """Goes on with what nobody asks for. Raises StoreUnavailable."""
        return self._desk.tick(self._until(self._request_s))

    def _until(self, within_s: float) -> float:
        seconds = min(within_s, self._request_s)
        time_left = left()
        if time_left is not None:
            seconds = min(seconds, time_left - _ANSWER_S)
        return time.monotonic() + seconds


class _Contexts(ServerCallContextBuilder):
    def build(self, request: Request) -> ServerCallContext:
        return ServerCallContext(state={"headers": dict(request.headers), **request.scope[_STATE]})


def _asker_for(principal: object) -> Callable[[str], Asker]:
    """What a caller names as its tenant matters only where the caller is one of our own services."""

    def asker(named: str) -> Asker:
        if isinstance(principal, Credential):
            if named not in ("", str(principal.tenant_id)):
                raise InvalidParamsError("this tenant is not yours")
            return Asker(tenant_id=principal.tenant_id, owner=f"key:{principal.key_id}")
        try:
            return Asker(tenant_id=TenantId(UUID(named)), owner=WORKFLOW)
        except ValueError as wrong:
            raise InvalidParamsError("name the tenant") from wrong

    return asker
