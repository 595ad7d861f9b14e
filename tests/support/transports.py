"""Every transport behind one face, so that one suite can say what all of them promise."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from threading import Event
from typing import Any
from uuid import uuid4

import grpc
import psycopg
from google.api_core.client_options import ClientOptions
from google.auth.credentials import AnonymousCredentials
from google.cloud import pubsub_v1  # type: ignore[import-untyped]

from shared.adapters.memory.transport import MemoryTransport
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.transport.dead_letters import PostgresDeadLetters
from shared.adapters.postgres.transport.dispatcher import Dispatcher
from shared.adapters.postgres.transport.publisher import PostgresPublisher
from shared.adapters.postgres.transport.topology import register
from shared.adapters.pubsub.dead_letters import PubSubDeadLetters
from shared.adapters.pubsub.publisher import PubSubPublisher
from shared.adapters.pubsub.topology import ensure_topology
from shared.adapters.sqs import topology as sqs_topology
from shared.adapters.sqs.connection import SqsConnection
from shared.adapters.sqs.dead_letters import SqsDeadLetters
from shared.adapters.sqs.publisher import SnsPublisher
from shared.adapters.sqs.worker import SqsWorker
from shared.ports.transport import DeadLetters, Endpoint, OutboundMessage, Publisher, PublishRefused, Subscription
from shared.ports.wake import NoWaker
from tests.support.aws import client_at
from tests.support.push_receiver import push_receiver

DEADLINE_S = 60.0
_NOWHERE = "127.0.0.1:1"


@dataclass(frozen=True, slots=True)
class Harness:
    publisher: Publisher
    dead_letters: DeadLetters
    #: A publisher of the same kind whose broker is not there.
    stranded: Publisher
    step: Callable[[], object]

    def deliver_until(self, reached: Callable[[], bool]) -> None:
        deadline = time.monotonic() + DEADLINE_S
        while not reached():
            assert time.monotonic() < deadline, "not reached in time"
            self.step()


TransportWith = Callable[[Sequence[Subscription], Mapping[str, Endpoint]], AbstractContextManager[Harness]]


def register_at(url: str, *subscriptions: Subscription) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        register(connection, subscriptions)


@contextmanager
def memory(subscriptions: Sequence[Subscription], endpoints: Mapping[str, Endpoint]) -> Iterator[Harness]:
    transport = MemoryTransport(subscriptions, endpoints)
    stranded = MemoryTransport(subscriptions, endpoints)
    stranded.away = True
    yield Harness(transport, transport, stranded, transport.deliver_all)


@contextmanager
def postgres(url: str, subscriptions: Sequence[Subscription], endpoints: Mapping[str, Endpoint]) -> Iterator[Harness]:
    register_at(url, *subscriptions)
    with ExitStack() as stack:
        publishing = stack.enter_context(connect_pool(url, role="sre_relay", application="test-publisher"))
        carrying = stack.enter_context(connect_pool(url, role="sre_transport", application="test-dispatcher"))
        operating = stack.enter_context(connect_pool(url, role="sre_admin", application="test-operator"))
        nowhere = connect_pool("postgresql://127.0.0.1:1/none", role="sre_relay", application="test-stranded")
        nowhere.timeout = 0.2
        stack.callback(nowhere.close)
        dispatchers = [Dispatcher(carrying, each, endpoints[each.name]) for each in subscriptions]

        def step() -> None:
            if not sum(dispatcher.run_once() for dispatcher in dispatchers):
                time.sleep(0.005)

        yield Harness(
            PostgresPublisher(publishing, NoWaker()),
            PostgresDeadLetters(operating, NoWaker()),
            PostgresPublisher(nowhere, NoWaker()),
            step,
        )


@contextmanager
def pubsub(address: str, subscriptions: Sequence[Subscription], endpoints: Mapping[str, Endpoint]) -> Iterator[Harness]:
    project = f"test-{uuid4().hex[:12]}"
    with ExitStack() as stack:
        base = stack.enter_context(push_receiver(endpoints))
        topics, lines = stack.enter_context(pubsub_clients(address))
        urls = {each.name: f"{base}/{each.name}" for each in subscriptions}
        counted = [replace(each, max_deliveries=each.max_attempts) for each in subscriptions]
        ensure_topology(project, counted, urls, publisher=topics, subscriber=lines)
        publisher = PubSubPublisher(project, client=topics)
        stranded = PubSubPublisher(project, deadline_s=0.3, client=_client(stack, pubsub_v1.PublisherClient, _NOWHERE))
        yield Harness(
            publisher,
            PubSubDeadLetters(project, subscriptions, publisher, client=lines),
            stranded,
            lambda: time.sleep(0.02),
        )


@contextmanager
def sqs(address: str, subscriptions: Sequence[Subscription], endpoints: Mapping[str, Endpoint]) -> Iterator[Harness]:
    prefix = f"test-{uuid4().hex[:12]}"
    connection = SqsConnection(prefix, lru_cache(partial(client_at, address)))
    sqs_topology.ensure_topology(connection, subscriptions)
    workers = [SqsWorker(connection, each, endpoints[each.name]) for each in subscriptions]
    stop = Event()
    stop.set()

    def step() -> None:
        if not sum(worker.run_once(stop) for worker in workers):
            time.sleep(0.1)  # what was refused is back after a second

    yield Harness(
        SnsPublisher(connection),
        SqsDeadLetters(connection, subscriptions),
        SnsPublisher(SqsConnection(prefix, partial(client_at, f"http://{_NOWHERE}"))),
        step,
    )


@contextmanager
def pubsub_clients(address: str) -> Iterator[tuple[Any, Any]]:
    """The unmodified clients of publisher and subscriber."""
    with ExitStack() as stack:
        yield (
            _client(stack, pubsub_v1.PublisherClient, address),
            _client(stack, pubsub_v1.SubscriberClient, address),
        )


def publish(harness: Harness, *messages: OutboundMessage) -> Sequence[PublishRefused | None]:
    answers = harness.publisher.publish(messages)
    assert [*answers] == [None] * len(messages)
    return answers


def _client(stack: ExitStack, kind: Any, address: str) -> Any:
    channel = kind.get_transport_class()(channel=_insecure(address), credentials=AnonymousCredentials(), host=address)
    client = kind(transport=channel, client_options=ClientOptions(api_endpoint=None))
    stack.callback(client.transport.close)
    return client


def _insecure(address: str) -> Any:
    return grpc.insecure_channel(address, options=[("grpc.max_send_message_length", -1)])
