"""Topics, push subscriptions and dead-letter topics for the emulator and for tests; production has Terraform."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from google.api_core import exceptions
from google.cloud import pubsub_v1  # type: ignore[import-untyped]
from google.pubsub_v1.types import DeadLetterPolicy, PushConfig, RetryPolicy
from google.pubsub_v1.types import Subscription as PubSubSubscription

from shared.adapters.pubsub.settings import (
    ACK_DEADLINE_S,
    DEAD_LETTER_ACK_DEADLINE_S,
    RETENTION,
    WAKE_BACKOFF,
    WAKE_RETENTION,
    dead_letter_name,
    delivery_attempts,
    filter_of,
)
from shared.ports.transport import Subscription

_DEADLINE_S = 10.0


class FilterFixed(Exception):  # noqa: N818 - names the condition
    """A subscription exists with another filter, which Pub/Sub never changes; what waits in it would go with it."""

    def __init__(self, path: str, *, existing: str, wanted: str) -> None:
        super().__init__(
            f"{path} has the filter [{existing}] and should have [{wanted}]. Pub/Sub cannot change it: create a"
            " subscription of another name with the new filter, let the old one run empty, and delete it; until then"
            " both are delivered, which has the effect of once"
        )


def ensure_topology(
    project: str,
    subscriptions: Sequence[Subscription],
    endpoints: Mapping[str, str],
    *,
    publisher: Any = None,
    subscriber: Any = None,
) -> None:
    """Create what is missing and point existing push subscriptions at ``endpoints`` (URL by subscription name).

    Raises FilterFixed when one exists that is handed other messages than it should be.
    """
    publishing = publisher or pubsub_v1.PublisherClient()
    subscribing = subscriber or pubsub_v1.SubscriberClient()
    dead = [dead_letter_name(subscription.name) for subscription in subscriptions]
    for topic in sorted({*dead, *(subscription.topic for subscription in subscriptions)}):
        _ensure_topic(publishing, f"projects/{project}/topics/{topic}")
    for name in dead:
        _ensure_subscription(subscribing, _pull(project, name))
    for subscription in subscriptions:
        _ensure_subscription(subscribing, _push(project, subscription, endpoints[subscription.name]))


def ensure_wakes(
    project: str, endpoints: Mapping[tuple[str, str], str], *, publisher: Any = None, subscriber: Any = None
) -> None:
    """Creates what is missing for waking: ``endpoints`` gives the URL to push to by topic and subscription.

    A wake has no order, and what is refused for long is dropped: whoever was not woken is called by the clock.
    """
    publishing = publisher or pubsub_v1.PublisherClient()
    subscribing = subscriber or pubsub_v1.SubscriberClient()
    for (topic, subscription), endpoint in endpoints.items():
        _ensure_topic(publishing, f"projects/{project}/topics/{topic}")
        _ensure_subscription(subscribing, _wakes(project, topic, subscription, endpoint))


def _wakes(project: str, topic: str, subscription: str, endpoint: str) -> PubSubSubscription:
    minimum, maximum = WAKE_BACKOFF
    return PubSubSubscription(
        name=f"projects/{project}/subscriptions/{subscription}",
        topic=f"projects/{project}/topics/{topic}",
        push_config=_push_config(endpoint),
        ack_deadline_seconds=ACK_DEADLINE_S,
        message_retention_duration=WAKE_RETENTION,
        retry_policy=RetryPolicy(minimum_backoff=minimum, maximum_backoff=maximum),
    )


def _push(project: str, subscription: Subscription, endpoint: str) -> PubSubSubscription:
    return PubSubSubscription(
        name=f"projects/{project}/subscriptions/{subscription.name}",
        topic=f"projects/{project}/topics/{subscription.topic}",
        push_config=_push_config(endpoint),
        enable_message_ordering=True,
        ack_deadline_seconds=ACK_DEADLINE_S,
        message_retention_duration=RETENTION,
        filter=filter_of(subscription),
        retry_policy=RetryPolicy(
            minimum_backoff=timedelta(seconds=subscription.min_backoff_s),
            maximum_backoff=timedelta(seconds=subscription.max_backoff_s),
        ),
        dead_letter_policy=DeadLetterPolicy(
            dead_letter_topic=f"projects/{project}/topics/{dead_letter_name(subscription.name)}",
            max_delivery_attempts=delivery_attempts(subscription),
        ),
    )


def _pull(project: str, name: str) -> PubSubSubscription:
    return PubSubSubscription(
        name=f"projects/{project}/subscriptions/{name}",
        topic=f"projects/{project}/topics/{name}",
        ack_deadline_seconds=DEAD_LETTER_ACK_DEADLINE_S,
        message_retention_duration=RETENTION,
    )


def _push_config(endpoint: str) -> PushConfig:
    """No wrapper: attributes arrive as headers, so that a function receives a native CloudEvent."""
    return PushConfig(push_endpoint=endpoint, no_wrapper=PushConfig.NoWrapper(write_metadata=True))


def _ensure_topic(publishing: Any, path: str) -> None:
    try:
        publishing.create_topic(name=path, timeout=_DEADLINE_S)
    except exceptions.AlreadyExists:
        return


def _ensure_subscription(subscribing: Any, wanted: PubSubSubscription) -> None:
    try:
        subscribing.create_subscription(request=wanted, timeout=_DEADLINE_S)
    except exceptions.AlreadyExists:
        existing = subscribing.get_subscription(subscription=wanted.name, timeout=_DEADLINE_S)
        if existing.filter != wanted.filter:
            raise FilterFixed(wanted.name, existing=existing.filter, wanted=wanted.filter) from None
        if wanted.push_config.push_endpoint:
            subscribing.modify_push_config(
                subscription=wanted.name, push_config=wanted.push_config, timeout=_DEADLINE_S
            )
