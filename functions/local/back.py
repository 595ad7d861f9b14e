"""What works behind: every function that is pushed to, what pushes to them, and the clock. On a private port."""

import os
import socket
import sys
import threading
import traceback
from collections.abc import Callable
from threading import Event, Thread
from wsgiref.types import WSGIApplication

from functions.local.environment import AUDIENCE, ISSUER, SERVICE
from functions.local.health import build_health
from functions.local.hosting import load_function, mounted
from functions.local.push import InProcessEndpoint
from functions.local.serving import serve
from shared.adapters.http.service_identity import TokenSigner
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.transport.dispatcher import Dispatcher
from shared.adapters.wake import WakeListener
from shared.bootstrap.topology import ROUTES
from shared.settings import DatabaseSettings, IdentitySettings

_SWEEP_S = 1.0
_DRAIN_S = 1.0
_THREADS = 4
_CALLED = (("domain_writer", "domain_writer_http"),)
#: Called when woken by this name, and by the clock.
_WOKEN = (("relay", "outbox_relay", "outbox_relay"),)
#: Called by the clock alone; stopping wakes them too.
_TICKED = (("domain_writer", "domain_writer_tick"), ("triage_steps", "tick"))


class Back:
    def __init__(self, wake: WakeListener) -> None:
        self._wake = wake
        self._stop = Event()
        self.application = mounted(_applications() | {"/healthz": build_health()})
        signer = TokenSigner(IdentitySettings().identity_key, issuer=ISSUER, caller_email=SERVICE)
        self._token: Callable[[], str] = lambda: signer.token(AUDIENCE)
        self._pool = connect_pool(
            DatabaseSettings().database_url, role="sre_transport", application="transport", max_size=len(ROUTES)
        )
        self._threads = [*self._dispatchers(), *self._woken(), *self._ticked()]

    def start(self) -> None:
        self._wake.start()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._wake.stop()
        for thread in self._threads:
            thread.join(_DRAIN_S)
        self._pool.close(_DRAIN_S)

    def _dispatchers(self) -> list[Thread]:
        threads = []
        for route in ROUTES:
            dispatcher = Dispatcher(self._pool, route.subscription, self._endpoint(route.path))
            arguments = (self._stop, self._wake.event("transport"), _SWEEP_S)
            threads.append(Thread(target=dispatcher.run, args=arguments, name=route.subscription.name, daemon=True))
        return threads

    def _woken(self) -> list[Thread]:
        return [self._repeating(_path(*target), self._wake.event(name)) for name, *target in _WOKEN]

    def _ticked(self) -> list[Thread]:
        return [self._repeating(_path(*target), self._wake.event("tick")) for target in _TICKED]

    def _repeating(self, path: str, wake: Event) -> Thread:
        endpoint = self._endpoint(path)

        def repeat() -> None:
            while not self._stop.is_set():
                wake.wait(_SWEEP_S)
                if self._stop.is_set():
                    return
                wake.clear()
                endpoint.call()

        return Thread(target=repeat, name=path, daemon=True)

    def _endpoint(self, path: str) -> InProcessEndpoint:
        return InProcessEndpoint(self.application, path, self._token)


def main(arguments: list[str]) -> int:
    """``back LISTENING_DESCRIPTOR WAKE_DESCRIPTOR``."""
    threading.excepthook = _die
    back = Back(WakeListener(bound=socket.socket(fileno=int(arguments[1]))))
    back.start()
    serve(back.application, socket.socket(fileno=int(arguments[0])), threads=_THREADS)
    back.stop()
    return 0


def _applications() -> dict[str, WSGIApplication]:
    routed = [(route.function, route.target) for route in ROUTES]
    woken = [(function, target) for _, function, target in _WOKEN]
    return {
        _path(function, target): load_function(function, target)
        for function, target in dict.fromkeys([*routed, *_CALLED, *woken, *_TICKED])
    }


def _path(function: str, target: str) -> str:
    return f"/{function}/{target}/"


def _die(raised: threading.ExceptHookArgs) -> None:
    """A loop that ended by a defect would be missed by nobody; the supervisor starts the whole part again."""
    traceback.print_exception(raised.exc_type, raised.exc_value, raised.exc_traceback)
    sys.stderr.flush()
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
