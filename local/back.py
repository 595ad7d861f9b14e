"""What works behind, in two parts: the functions that are pushed to, what pushes to them, and the clock.

The writer's part turns intents into facts and sends them out; the views' part folds facts and runs workflows. They are
apart so that a burst that the views have yet to fold does not slow down the acceptance of what comes next.
"""

import os
import socket
import sys
import threading
import traceback
from collections.abc import Callable
from functools import partial
from threading import Event, Thread
from typing import ParamSpec
from wsgiref.types import WSGIApplication

from local.beats import Beats
from local.environment import AUDIENCE, ISSUER, SERVICE
from local.health import build_health
from local.hosting import load_function, mounted
from local.metrics_page import PATH as METRICS
from local.metrics_page import application_of, build_part_numbers
from local.push import InProcessEndpoint
from local.repeating import Repeating
from local.served_parts import PARTS, ServedPart
from local.supervised import attach
from shared.adapters.http.service_identity import TokenSigner
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.transport.dispatcher import Dispatcher
from shared.adapters.postgres.transport.publisher import wake_name
from shared.adapters.postgres.transport.recent import RecentMessages
from shared.adapters.postgres.transport.watch import WATCH, Watch
from shared.adapters.wake import WakeListener, build_waker
from shared.bootstrap.serving import serve
from shared.bootstrap.sqs import build_worker
from shared.bootstrap.topology import Route
from shared.ports.failpoint import install_failpoint
from shared.settings import DatabaseSettings, DeliverySettings, IdentitySettings, TransportSettings, WakeSettings

#: A wake that was lost costs so much at most: of a delivery, and of the relay and the embedding.
_WATCH_S = 5.0
_RELAY_S = 10.0
#: Each dispatcher's own look, should the watch fail to see something.
_DISPATCHER_S = 120.0
#: Shorter than the silence after which a loop counts as stuck.
_LONG_POLL_S = 5
_DRAIN_S = 1.0
_THREADS = 4
#: Most threads here wait for the database; one that computes shall not keep an answer waiting for the usual 5 ms.
_SWITCH_S = 0.0005

P = ParamSpec("P")


class Back:
    def __init__(self, part: ServedPart, wake: WakeListener, beats: Beats) -> None:
        self._part = part
        self._wake = wake
        self._beats = beats
        self._stop = Event()
        self.application = mounted(
            _applications(part) | {"/healthz": build_health(), METRICS: application_of(build_part_numbers())}
        )
        signer = TokenSigner(IdentitySettings().identity_key, issuer=ISSUER, caller_email=SERVICE)
        self._token: Callable[[], str] = lambda: signer.token(AUDIENCE)
        database = DatabaseSettings()
        self._pool = connect_pool(
            database.database_url,
            role="sre_transport",
            application="transport",
            max_size=len(part.routes) + part.watches,
            synchronous_commit=database.database_synchronous_commit,
        )
        self._threads = [*self._carriers(), *self._woken(), *self._ticked()]

    def start(self) -> None:
        self._wake.start()
        for thread in self._threads:
            self._beats.expect(thread.name)
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._wake.stop()
        for thread in self._threads:
            thread.join(_DRAIN_S)
        self._pool.close(_DRAIN_S)

    def _carriers(self) -> list[Thread]:
        """Who brings messages to the functions here; over Pub/Sub, a part of its own pushes them."""
        match TransportSettings().transport:
            case "postgres":
                return [*self._dispatchers(), *self._watch()]
            case "sqs":
                return [self._worker(route) for route in self._part.routes]
            case "pubsub":
                return []

    def _dispatchers(self) -> list[Thread]:
        threads = []
        recent = RecentMessages()
        for route in self._part.routes:
            endpoint = self._endpoint(route.path)
            name = route.subscription.name
            dispatcher = Dispatcher(
                self._pool,
                route.subscription,
                endpoint,
                max_rest_s=self._part.max_rest_s,
                deadline_s=DeliverySettings().message_deadline_s,
                heartbeat=self._beats,
                recent=recent,
            )
            arguments = (self._stop, self._wake.event(wake_name(name)), _DISPATCHER_S)
            run = standing_back(self._part.niceness, dispatcher.run)
            threads.append(Thread(target=run, args=arguments, name=name, daemon=True))
        return threads

    def _worker(self, route: Route) -> Thread:
        """A long poll takes the place of being woken."""
        worker = build_worker(route.subscription, self._endpoint(route.path), self._beats)
        run = standing_back(self._part.niceness, worker.run)
        return Thread(target=run, args=(self._stop, _LONG_POLL_S), name=route.subscription.name, daemon=True)

    def _watch(self) -> list[Thread]:
        if not self._part.watches:
            return []
        watch = Watch(self._pool, build_waker(WakeSettings().wake_address))
        return [self._repeating(WATCH, watch.take_turn, self._wake.event(WATCH), _WATCH_S)]

    def _woken(self) -> list[Thread]:
        return [
            self._called(_path(sleeper.function, sleeper.target), self._wake.event(sleeper.wake), _RELAY_S)
            for sleeper in self._part.sleepers
        ]

    def _ticked(self) -> list[Thread]:
        return [
            self._called(_path(function, target), self._wake.event("tick"), every_s)
            for function, target, every_s in self._part.ticked
        ]

    def _called(self, path: str, wake: Event, every_s: float) -> Thread:
        return self._repeating(path, self._endpoint(path).call, wake, every_s)

    def _repeating(self, name: str, call: Callable[[], bool], wake: Event, every_s: float) -> Thread:
        repeating = Repeating(name, call, self._beats, every_s=every_s, max_rest_s=self._part.max_rest_s)
        return Thread(target=repeating.run, args=(self._stop, wake), name=name, daemon=True)

    def _endpoint(self, path: str) -> InProcessEndpoint:
        return InProcessEndpoint(self.application, path, self._token)


def main(arguments: list[str]) -> int:
    """``back PART LISTENING_DESCRIPTOR WAKE_DESCRIPTOR``."""
    supervised = attach()
    threading.excepthook = partial(die, supervised.beats)
    # Whoever calls out, to the database or to a function, goes on.
    install_failpoint(lambda _name: supervised.beats.touch())
    sys.setswitchinterval(_SWITCH_S)
    part = PARTS[arguments[0]]
    back = Back(part, WakeListener(bound=socket.socket(fileno=int(arguments[2]))), supervised.beats)
    back.start()
    serve(back.application, socket.socket(fileno=int(arguments[1])), threads=_THREADS, beat=supervised.pulse)
    back.stop()
    return 0


def standing_back(niceness: int, run: Callable[P, None]) -> Callable[P, None]:
    """The same for a thread of its own, which is nice while the others of its process are not. Only Linux tells threads
    apart there; elsewhere nothing stands back.
    """

    def nicely(*arguments: P.args, **named: P.kwargs) -> None:
        if sys.platform == "linux":
            os.nice(niceness)
        run(*arguments, **named)

    return nicely


def _applications(part: ServedPart) -> dict[str, WSGIApplication]:
    routed = [(route.function, route.target) for route in part.routes]
    woken = [(sleeper.function, sleeper.target) for sleeper in part.sleepers]
    ticked = [(function, target) for function, target, _ in part.ticked]
    return {
        _path(function, target): load_function(function, target)
        for function, target in dict.fromkeys([*routed, *part.called, *woken, *ticked])
    }


def _path(function: str, target: str) -> str:
    return f"/{function}/{target}/"


def die(beats: Beats, raised: threading.ExceptHookArgs) -> None:
    """A loop that ended by a defect ends the whole part at once, and the supervisor starts it again."""
    beats.confess()
    traceback.print_exception(raised.exc_type, raised.exc_value, raised.exc_traceback)
    sys.stderr.flush()
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
