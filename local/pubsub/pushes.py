"""Between the emulator and our functions: what the real service does of a push and the emulator does not.

It signs no pushes and delivers everything to everybody: here a token is added, and a message is acknowledged unread for
whoever does not want it.
"""

from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIEnvironment

import httpx

from shared.bootstrap.topology import ROUTES, SLEEPERS

_HEALTH = "/healthz"
#: Of the connection, and not of the message.
_NOT_PASSED_ON = frozenset(
    {"host", "authorization", "connection", "content-length", "transfer-encoding", "accept-encoding"}
)
_TIMEOUT = httpx.Timeout(600.0, connect=5.0)


class Pushes:
    """``urls``: where each function is served, by its folder; ``token`` gives what it expects of a caller."""

    def __init__(self, urls: Mapping[str, str], token: Callable[[], str], client: httpx.Client | None = None) -> None:
        self._token = token
        self._client = client or httpx.Client(timeout=_TIMEOUT)
        self._subscriptions = {route.subscription.name: route.subscription for route in ROUTES}
        self._targets = {route.subscription.name: f"{urls[route.function]}{route.path}" for route in ROUTES}
        self._targets |= {
            sleeper.subscription: f"{urls[sleeper.function]}/{sleeper.function}/{sleeper.target}/"
            for sleeper in SLEEPERS
        }

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        status = HTTPStatus(self._answer(environ))
        start_response(f"{status.value} {status.phrase}", [("Content-Length", "0")])
        return [b""]

    def _answer(self, environ: WSGIEnvironment) -> int:
        name = environ["PATH_INFO"].strip("/")
        if environ["PATH_INFO"] == _HEALTH:
            return HTTPStatus.OK
        if name not in self._targets:
            return HTTPStatus.NOT_FOUND
        headers = _headers(environ)
        subscription = self._subscriptions.get(name)
        if subscription is not None and not subscription.wants(headers):
            return HTTPStatus.NO_CONTENT
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        try:
            answer = self._client.post(
                self._targets[name], content=body, headers=headers | {"authorization": f"Bearer {self._token()}"}
            )
        except httpx.HTTPError:
            return HTTPStatus.SERVICE_UNAVAILABLE
        return answer.status_code


def _headers(environ: WSGIEnvironment) -> dict[str, str]:
    named = {
        name.removeprefix("HTTP_").lower().replace("_", "-"): str(value)
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    found = {name: value for name, value in named.items() if name not in _NOT_PASSED_ON}
    return found | {"content-type": environ.get("CONTENT_TYPE") or "application/json"}
