"""Pushing without a network: the request that a push subscription would send, handed to the application itself."""

import io
import sys
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import WSGIApplication

from shared.ports.transport import InboundMessage, TransportUnavailable

#: Attributes become headers, as with a real push; these would lie about who calls and how long the body is.
_NOT_FROM_ATTRIBUTES = frozenset(
    {"HTTP_AUTHORIZATION", "HTTP_HOST", "HTTP_TRANSFER_ENCODING", "HTTP_CONTENT_LENGTH", "HTTP_CONTENT_TYPE"}
)
_SUCCESS = range(200, 300)
_UNAVAILABLE = 503


class InProcessEndpoint:
    """Where a subscription's messages go; ``token`` gives the bearer token that the function expects."""

    def __init__(self, application: WSGIApplication, path: str, token: Callable[[], str]) -> None:
        self._application = application
        self._path = path
        self._token = token

    def push(self, message: InboundMessage) -> bool:
        headers = {_header(name): value for name, value in message.attributes.items()}
        environ = _environ(self._path, message.data, self._token())
        environ |= {name: value for name, value in headers.items() if name not in _NOT_FROM_ATTRIBUTES}
        environ |= {
            "CONTENT_TYPE": headers.get("HTTP_CONTENT_TYPE", "application/json"),
            "HTTP_X_GOOG_PUBSUB_SUBSCRIPTION_NAME": message.subscription,
            "HTTP_X_GOOG_ORDERING_KEY": message.ordering_key,
        }
        status = _status_of(self._application, environ)
        if status == _UNAVAILABLE:
            raise TransportUnavailable(f"{self._path} answers {status}")
        return status in _SUCCESS

    def call(self) -> bool:
        """Sends an empty request, as a scheduler does, or whoever wakes."""
        environ = _environ(self._path, b"{}", self._token()) | {"CONTENT_TYPE": "application/json"}
        return _status_of(self._application, environ) in _SUCCESS


def _environ(path: str, body: bytes, token: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "localhost",
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def _status_of(application: WSGIApplication, environ: dict[str, Any]) -> int:
    statuses: list[str] = []

    def start_response(status: str, _headers: Iterable[tuple[str, str]], _error: object = None) -> Any:
        statuses.append(status)
        return lambda _data: None

    answer = application(environ, start_response)
    try:
        for _part in answer:
            pass
    finally:
        close = getattr(answer, "close", None)
        if close is not None:
            close()
    return int(statuses[-1].partition(" ")[0])


def _header(attribute: str) -> str:
    return f"HTTP_{attribute.upper().replace('-', '_')}"
