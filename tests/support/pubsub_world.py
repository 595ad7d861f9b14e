"""The same whole system, its messages carried by Pub/Sub: published over gRPC, pushed back over HTTP."""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any
from uuid import uuid4
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from zlib import crc32

from google.cloud import pubsub_v1  # type: ignore[import-untyped]

from shared.adapters.pubsub.publisher import PubSubPublisher
from shared.adapters.pubsub.topology import ensure_topology, ensure_wakes
from shared.bootstrap.topology import ROUTES, SLEEPERS, SUBSCRIPTIONS
from shared.ports.transport import OutboundMessage, PublishRefused
from tests.support.patience import at_this_load
from tests.support.served import served
from tests.support.world import UNPUBLISHED, World, forget_wiring

#: Whoever waits long asks more rarely: ``_LATER`` of the time waited so far.
_PAUSE_S, _LATER = 0.005, 0.05


class Traffic:
    """What was published, and what each subscription has acknowledged, by message id."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._under_way: Counter[tuple[str, str]] = Counter()

    def published(self, messages: Sequence[OutboundMessage], answers: Sequence[PublishRefused | None]) -> None:
        with self._lock:
            for message, answer in zip(messages, answers, strict=True):
                for subscription in SUBSCRIPTIONS if answer is None else ():
                    if subscription.topic == message.topic and subscription.wants(message.attributes):
                        self._under_way[subscription.name, message.attributes["ce-id"]] += 1

    def acknowledged(self, subscription: str, message_id: str) -> None:
        with self._lock:
            self._under_way[subscription, message_id] -= 1

    def waiting(self) -> list[tuple[str, str]]:
        """A push may come back before its publish is known, so counts below nothing are not waiting either."""
        with self._lock:
            return [key for key, count in self._under_way.items() if count > 0]


class PubSubWorld(World):
    """Messages move by themselves; only the relay waits for the test. A round has a second."""

    traffic: Traffic

    def settle(self, rounds: int = 50) -> None:
        """At rest: nothing was under way, and then nothing was left to publish either."""
        began = time.monotonic()
        while True:
            waiting, waited = self.traffic.waiting(), time.monotonic() - began
            if self.number(UNPUBLISHED):
                self.call("/outbox_relay/")
            elif not waiting:
                return
            else:
                time.sleep(max(_PAUSE_S, _LATER * waited))
            assert waited < at_this_load(rounds), f"not acknowledged: {waiting}"


class Forwarder:
    """Where subscriptions push to: adds the token that Pub/Sub signs and small servers do not, and counts."""

    def __init__(self, back: WSGIApplication, token: Callable[[], str], traffic: Traffic) -> None:
        self._back = back
        self._token = token
        self._traffic = traffic
        self._paths = {f"/{route.subscription.name}": route.path for route in ROUTES}
        self._paths |= {f"/{sleeper.subscription}": f"/{sleeper.target}/" for sleeper in SLEEPERS}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        subscription = environ["PATH_INFO"].strip("/")
        message_id = environ.get("HTTP_CE_ID", "")  # a wake has none
        environ |= {
            "PATH_INFO": self._paths[environ["PATH_INFO"]],
            "HTTP_AUTHORIZATION": f"Bearer {self._token()}",
        }

        def answered(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            if status.startswith("2"):
                self._traffic.acknowledged(subscription, message_id)
            return start_response(status, headers, *more)

        return self._back(environ, answered)


class Unfaithful:
    """In front of the forwarder, what a broker may do and small ones do not.

    Of three messages one comes twice, although it was taken, and one comes late, so that others overtake it.
    """

    def __init__(self, forwarder: Forwarder) -> None:
        self._forwarder = forwarder
        self._lock = Lock()
        #: How often each push came, by subscription and message.
        self.came: Counter[tuple[str, str]] = Counter()
        self.late = self.twice = 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        name, message_id = environ["PATH_INFO"].strip("/"), environ.get("HTTP_CE_ID", "")
        with self._lock:
            self.came[name, message_id] += 1
            is_first = self.came[name, message_id] == 1
        lot = crc32(f"{name} {message_id}".encode()) % 3
        if is_first and lot == 0:
            self.late += 1
            return self._once_more(start_response)
        if is_first and lot == 1:
            self.twice += 1
            for _ in self._forwarder(environ, _heard_by_nobody):
                pass
            return self._once_more(start_response)
        return self._forwarder(environ, start_response)

    def _once_more(self, start_response: StartResponse) -> Iterable[bytes]:
        start_response("503 Service Unavailable", [("Content-Length", "0")])
        return [b""]


def _heard_by_nobody(_status: str, _headers: list[tuple[str, str]], *_more: Any) -> Callable[[bytes], object]:
    return lambda _data: None


@contextmanager
def over_pubsub(
    world: World, address: str, *, wakes: bool = False, between: Callable[[Forwarder], WSGIApplication] | None = None
) -> Iterator[World]:
    """``address`` is what PUBSUB_EMULATOR_HOST would say; with ``wakes`` the relay waits for nobody either.

    ``between`` puts something between the broker and the functions.
    """
    project, traffic = f"test-{uuid4().hex[:12]}", Traffic()
    os.environ.update(SRE_TRANSPORT="pubsub", SRE_PUBSUB_PROJECT=project, PUBSUB_EMULATOR_HOST=address)
    forget_wiring()
    moved = PubSubWorld(
        world.database_url,
        world.back,
        world.front,
        [],
        world.pools,
        world.token,
        world.observer,
        tenants=world.tenants,
    )
    moved.traffic = traffic
    forwarder = Forwarder(world.back, world.token, traffic)
    with served(forwarder if between is None else between(forwarder)) as base, _counted(traffic):
        ensure_topology(project, SUBSCRIPTIONS, {each.name: f"{base}/{each.name}" for each in SUBSCRIPTIONS})
        if wakes:
            ensure_wakes(project, {(each.topic, each.subscription): f"{base}/{each.subscription}" for each in SLEEPERS})
        yield moved


@contextmanager
def over_emulator(
    world: World, address: str, *, between: Callable[[Forwarder], WSGIApplication] | None = None
) -> Iterator[World]:
    """What a world leaves behind goes on to be pushed to nobody, and takes a processor from the worlds after it."""
    with over_pubsub(world, address, between=between) as moved:
        project = f"projects/{os.environ['SRE_PUBSUB_PROJECT']}"
        try:
            yield moved
        finally:
            subscriber, publisher = pubsub_v1.SubscriberClient(), pubsub_v1.PublisherClient()
            for subscription in subscriber.list_subscriptions(project=project):
                subscriber.delete_subscription(subscription=subscription.name)
            for topic in publisher.list_topics(project=project):
                publisher.delete_topic(topic=topic.name)
            subscriber.close()


@contextmanager
def _counted(traffic: Traffic) -> Iterator[None]:
    plain = PubSubPublisher.publish

    def publish(self: PubSubPublisher, messages: Sequence[OutboundMessage]) -> Sequence[PublishRefused | None]:
        answers = plain(self, messages)
        traffic.published(messages, answers)
        return answers

    PubSubPublisher.publish = publish  # type: ignore[method-assign]
    try:
        yield
    finally:
        PubSubPublisher.publish = plain  # type: ignore[method-assign]
