"""Topics, push subscriptions and dead-letter topics for the emulator and for tests; production has Terraform."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from google.api_core import exceptions
from google.cloud import pubsub_v1  # type: ignore[import-untyped]
from google.pubsub_v1.types import DeadLetterPolicy, PushConfig, RetryPolicy
from google.pubsub_v1.types import Subscription as PubSubSubscription

from shared.kernel.wire import BATCH_TYPE
from shared.ports.transport import Subscription

_DEADLINE_S = 10.0
_FILTER_LIMIT = 256
_LEAST_ATTEMPTS, _MOST_ATTEMPTS = 5, 100
_RETENTION = timedelta(days=7)
#: A push that takes longer is delivered again; no handler may run longer than half of it.
_ACK_DEADLINE_S = 600


def dead_letter_name(subscription: str) -> str:
    """Of the topic, and of the subscription on it that keeps what died."""
    return f"{subscription}.dlq"


def ensure_topology(
    project: str,
    subscriptions: Sequence[Subscription],
    endpoints: Mapping[str, str],
    *,
    publisher: Any = None,
    subscriber: Any = None,
) -> None:
    """Create what is missing and point existing push subscriptions at ``endpoints`` (URL by subscription name)."""
    topics = publisher or pubsub_v1.PublisherClient()
    lines = subscriber or pubsub_v1.SubscriberClient()
    dead = [dead_letter_name(subscription.name) for subscription in subscriptions]
    for topic in sorted({*dead, *(subscription.topic for subscription in subscriptions)}):
        _ensure_topic(topics, f"projects/{project}/topics/{topic}")
    for name in dead:
        _ensure_subscription(lines, _pull(project, name))
    for subscription in subscriptions:
        _ensure_subscription(lines, _push(project, subscription, endpoints[subscription.name]))


def filter_of(subscription: Subscription) -> str:
    """Types by name, or everything when that is too long for Pub/Sub: handlers filter again anyway."""
    if not subscription.event_types:
        return ""
    types = [*sorted(subscription.event_types), BATCH_TYPE]
    expression = " OR ".join(f'attributes."ce-type" = "{event_type}"' for event_type in types)
    return expression if len(expression.encode()) <= _FILTER_LIMIT else ""


def _push(project: str, subscription: Subscription, endpoint: str) -> PubSubSubscription:
    attempts = min(max(subscription.max_attempts, _LEAST_ATTEMPTS), _MOST_ATTEMPTS)
    return PubSubSubscription(
        name=f"projects/{project}/subscriptions/{subscription.name}",
        topic=f"projects/{project}/topics/{subscription.topic}",
        push_config=_push_config(endpoint),
        enable_message_ordering=True,
        ack_deadline_seconds=_ACK_DEADLINE_S,
        message_retention_duration=_RETENTION,
        filter=filter_of(subscription),
        retry_policy=RetryPolicy(
            minimum_backoff=timedelta(seconds=subscription.min_backoff_s),
            maximum_backoff=timedelta(seconds=subscription.max_backoff_s),
        ),
        dead_letter_policy=DeadLetterPolicy(
            dead_letter_topic=f"projects/{project}/topics/{dead_letter_name(subscription.name)}",
            max_delivery_attempts=attempts,
        ),
    )


def _pull(project: str, name: str) -> PubSubSubscription:
    return PubSubSubscription(
        name=f"projects/{project}/subscriptions/{name}",
        topic=f"projects/{project}/topics/{name}",
        ack_deadline_seconds=60,
        message_retention_duration=_RETENTION,
    )


def _push_config(endpoint: str) -> PushConfig:
    """No wrapper: attributes arrive as headers, so that a function receives a native CloudEvent."""
    return PushConfig(push_endpoint=endpoint, no_wrapper=PushConfig.NoWrapper(write_metadata=True))


def _ensure_topic(topics: Any, path: str) -> None:
    try:
        topics.create_topic(name=path, timeout=_DEADLINE_S)
    except exceptions.AlreadyExists:
        return


def _ensure_subscription(lines: Any, wanted: PubSubSubscription) -> None:
    try:
        lines.create_subscription(request=wanted, timeout=_DEADLINE_S)
    except exceptions.AlreadyExists:
        if wanted.push_config.push_endpoint:
            lines.modify_push_config(subscription=wanted.name, push_config=wanted.push_config, timeout=_DEADLINE_S)
