"""Carrying messages: publish to topics, deliver to subscriptions. At least once, in order per ordering key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from shared.kernel.wire import routing_attribute, type_attribute


class TransportUnavailable(Exception):  # noqa: N818 - names the condition
    """The broker cannot be reached or refuses for now; nothing is known to be published. Try again later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundMessage:
    """One broker message: usually a batch event. ``attributes`` are CloudEvents binary-mode headers (``ce-id`` …).

    Messages of one ordering key arrive in order. Its beginning, ``tenant/flow/…``, says whose they are: neither another
    tenant's backlog nor that of another flow of the same tenant holds them up for longer than a round.
    """

    topic: str
    ordering_key: str
    attributes: Mapping[str, str]
    data: bytes


@dataclass(frozen=True, slots=True)
class PublishRefused:
    """The broker will never take this message (too large, malformed). Trying again cannot help."""

    reason: str


class Publisher(Protocol):
    def publish(self, messages: Sequence[OutboundMessage]) -> Sequence[PublishRefused | None]:
        """Publish in the order given; return, per message, None once it is durable at the broker, or why never.

        Raises TransportUnavailable when any message's fate is unknown: the caller publishes all of them again.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Who gets what: of a topic, the messages that hold an event of one of these aggregate types or fact types.

    Where neither is named, all are wanted.
    A message says what it holds by its routing attributes, so every broker routes without reading it. One that holds
    events of several types goes to all who want one of them: handlers pass over the rest. A type that is added here
    is delivered from now on; what is to be known of earlier facts is rebuilt from the log of facts.
    """

    name: str
    topic: str
    aggregate_types: frozenset[str] = frozenset()
    #: CloudEvents types of process facts: who goes on from some facts of a stream is not handed the rest of it.
    fact_types: frozenset[str] = frozenset()
    #: Refusals after which a message is put aside.
    max_attempts: int = 8
    #: The same where the broker cannot tell a refusal from nobody being there, and counts both.
    max_deliveries: int = 100
    min_backoff_s: float = 0.5
    max_backoff_s: float = 60.0
    #: How many waiting messages may be handed over as one batch event, and their total size.
    max_batch_events: int = 500
    max_batch_bytes: int = 1_000_000

    @property
    def routing_attributes(self) -> frozenset[str]:
        """A message with one of these is wanted; when there are none, every message is."""
        return frozenset({*map(routing_attribute, self.aggregate_types), *map(type_attribute, self.fact_types)})

    @property
    def wants_all(self) -> bool:
        return not self.aggregate_types and not self.fact_types

    def wants(self, attributes: Mapping[str, str]) -> bool:
        """Whether a message with these attributes is delivered to this subscription."""
        return self.wants_all or not self.routing_attributes.isdisjoint(attributes)

    def wants_event(self, event_type: str, aggregate_type: str) -> bool:
        """Whether an event inside of a message is for this subscription, and not only another one beside it."""
        return self.wants_all or event_type in self.fact_types or aggregate_type in self.aggregate_types


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """What is pushed to an endpoint: an HTTP request without the network."""

    subscription: str
    ordering_key: str
    attributes: Mapping[str, str]
    data: bytes
    attempt: int = 1


class Endpoint(Protocol):
    """Where a subscription's messages go: a function's real entry point."""

    def push(self, message: InboundMessage) -> bool:
        """Hand over; True = acknowledged (2xx), False = deliver again after backoff, and count the attempt.

        Raises TransportUnavailable when nobody is there to refuse it (no connection, starting up, overloaded): the
        whole subscription waits, and the message has not used up an attempt.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    dead_letter_id: int
    subscription: str
    topic: str
    ordering_key: str
    attributes: Mapping[str, str]
    data: bytes
    attempts: int
    reason: str
    died_at: str
    tenant_id: str | None = field(default=None)


class DeadLetters(Protocol):
    def list(self, *, subscription: str | None, limit: int) -> Sequence[DeadLetter]: ...

    def redrive(self, dead_letter_ids: Sequence[int] | None) -> int:
        """Put them (None: all) back into the queue, attempts from zero; how many."""

    def count(self) -> int: ...
