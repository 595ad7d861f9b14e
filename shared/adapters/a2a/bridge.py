"""One request of a function, answered by an ASGI application: the SDK's routes know no other way to be called."""

import asyncio
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from flask import Request
from starlette.types import ASGIApp
from werkzeug.wrappers import Response


def answered_by(application: ASGIApp, request: Request, state: Mapping[str, Any]) -> Response:
    """Calls the application in a loop of this request's own; ``state`` is left in its scope under these names."""
    exchange = _Exchange(request.get_data())
    asyncio.run(_call(application, _scope(request) | dict(state), exchange))
    return Response(b"".join(exchange.body), exchange.status, headers=exchange.headers)


async def _call(application: ASGIApp, scope: MutableMapping[str, Any], exchange: "_Exchange") -> None:
    await application(scope, exchange.receive, exchange.send)


@dataclass
class _Exchange:
    sent: bytes
    status: int = 500
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: list[bytes] = field(default_factory=list)

    async def receive(self) -> dict[str, Any]:
        body, self.sent = self.sent, b""
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in message["headers"]]
        elif message["type"] == "http.response.body":
            self.body.append(message.get("body", b""))


def _scope(request: Request) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.scheme,
        "path": request.path,
        "raw_path": request.path.encode(),
        "root_path": "",
        "query_string": request.query_string,
        "headers": [
            (name.lower().encode("latin-1"), value.encode("latin-1", "replace")) for name, value in request.headers
        ],
        "client": None,
        "server": None,
    }
