"""What waits for one tenant goes out together: messages of several ordering keys become one batch event."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from shared.adapters.cloudevents.binding import batch_attributes, batch_data, events_of
from shared.adapters.cloudevents.codec import Unreadable
from shared.adapters.postgres.transport.recent import Event, RecentMessages
from shared.kernel.wire import BATCH_TYPE
from shared.ports.transport import InboundMessage, Subscription

_PRODUCER = "/sre/transport"
_BETWEEN = re.compile(r"[\s,]*")
_scan = json.JSONDecoder().raw_decode


@dataclass(frozen=True, slots=True)
class WaitingMessage:
    """A message of a subscription's queue, as stored."""

    position: int
    ordering_key: str
    attempts: int
    #: How often it stopped its subscription: it computed beyond its time, or its process ended with it in hand.
    strikes: int
    attributes: Mapping[str, str]
    data: bytes


@dataclass(frozen=True, slots=True)
class BundlePart:
    """A message and the events inside that its subscription wants, as JSON text."""

    waiting: WaitingMessage
    #: None: it travels as it is, by itself.
    events: Sequence[str] | None
    aggregate_types: frozenset[str] = frozenset()

    @property
    def count(self) -> int:
        return len(self.events or ())

    @property
    def size(self) -> int:
        return sum(len(event) + 1 for event in self.events or ())


def part_of(waiting: WaitingMessage, subscription: Subscription, recent: RecentMessages) -> BundlePart | None:
    """Picks the events that the subscription wants out of a message. None: nothing in it is for this subscription."""
    coalescible = _may_travel_with_others(waiting, subscription)
    if not coalescible and subscription.wants_all:
        return BundlePart(waiting, None)
    try:
        found = recent.events(waiting.position, waiting.data, partial(_events, waiting))
    except (Unreadable, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return BundlePart(waiting, None)
    batch = waiting.attributes.get("ce-type") == BATCH_TYPE
    wanted = [item for item in found if not batch or _is_wanted(item[0], subscription)]
    if not wanted:
        return None
    if not coalescible and len(wanted) == len(found):
        return BundlePart(waiting, None)
    aggregates = frozenset(_aggregate_type(event) for event, _ in wanted)
    return BundlePart(waiting, [text for _, text in wanted], aggregates - {""})


def bundles(parts: Sequence[BundlePart], subscription: Subscription) -> Iterator[list[BundlePart]]:
    """Groups parts of one tenant, in order, so that each group may be pushed as one."""
    bundle: list[BundlePart] = []
    events = size = 0
    for part in parts:
        alone = part.events is None or not _may_travel_with_others(part.waiting, subscription)
        events += part.count
        size += part.size
        if bundle and (alone or events > subscription.max_batch_events or size > subscription.max_batch_bytes):
            yield bundle
            bundle, events, size = [], part.count, part.size
        bundle.append(part)
        if alone:
            yield bundle
            bundle, events, size = [], 0, 0
    if bundle:
        yield bundle


def inbound(bundle: Sequence[BundlePart], subscription: Subscription) -> InboundMessage:
    """Makes what is pushed for these parts: the message itself when there is one, else a new batch event."""
    first = bundle[0]
    if len(bundle) == 1:
        whole = first.events is None or first.waiting.attributes.get("ce-type") != BATCH_TYPE
        return InboundMessage(
            subscription=subscription.name,
            ordering_key=first.waiting.ordering_key,
            attributes=first.waiting.attributes,
            data=first.waiting.data if whole else batch_data(first.events or ()),
            attempt=first.waiting.attempts + 1,
        )
    tenant = first.waiting.attributes["ce-tenantid"]
    keys = {part.waiting.ordering_key for part in bundle}
    ordering_key = first.waiting.ordering_key if len(keys) == 1 else tenant
    positions = "-".join(str(part.waiting.position) for part in (first, bundle[-1]))
    attributes = batch_attributes(
        tenant_id=tenant,
        ordering_key=ordering_key,
        batch_id=f"{subscription.name}/{positions}/{first.waiting.attributes.get('ce-id')}",
        producer=_PRODUCER,
        aggregate_types=[name for part in bundle for name in part.aggregate_types],
    )
    events = [event for part in bundle for event in part.events or ()]
    return InboundMessage(
        subscription=subscription.name, ordering_key=ordering_key, attributes=attributes, data=batch_data(events)
    )


def _is_wanted(event: Mapping[str, Any], subscription: Subscription) -> bool:
    """Says whether the subscription wants an event of a batch; one that names no aggregate is for its receiver to
    judge.
    """
    aggregate_type = _aggregate_type(event)
    return not aggregate_type or subscription.wants_event(str(event.get("type", "")), aggregate_type)


def _aggregate_type(event: Mapping[str, Any]) -> str:
    return str(event.get("subject", "")).partition("/")[0]


def _may_travel_with_others(waiting: WaitingMessage, subscription: Subscription) -> bool:
    """Says whether a message may be pushed with others: not if it was refused or suspected before, or fills a batch
    itself.
    """
    return (
        waiting.attempts == 0
        and waiting.strikes == 0
        and bool(waiting.attributes.get("ce-tenantid"))
        and len(waiting.data) * 2 < subscription.max_batch_bytes
    )


def _events(waiting: WaitingMessage) -> list[Event]:
    """Gives the events inside, each as (event, its JSON text); the events of a batch keep their bytes."""
    if waiting.attributes.get("ce-type") == BATCH_TYPE:
        return _split(waiting.data.decode())
    inner = {name[3:]: value for name, value in waiting.attributes.items() if name.startswith("ce-")}
    return [
        (event, json.dumps(event, separators=(",", ":"), ensure_ascii=False))
        for event in events_of(inner, waiting.data)
    ]


def _split(text: str) -> list[Event]:
    at = len(text) - len(text.lstrip())
    if text[at : at + 1] != "[":
        raise Unreadable("a batch event whose data is not a list of events")
    found: list[Event] = []
    at = _past_separator(text, at + 1)
    while text[at : at + 1] != "]":
        event, end = _scan(text, at)
        if not isinstance(event, dict):
            raise Unreadable("a batch event whose data is not a list of events")
        found.append((event, text[at:end]))
        at = _past_separator(text, end)
    return found


def _past_separator(text: str, at: int) -> int:
    match = _BETWEEN.match(text, at)
    return match.end() if match else at
