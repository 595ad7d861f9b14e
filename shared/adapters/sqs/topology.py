"""Makes topics, queues, their dead letters and the subscriptions between them, from the rows of all other brokers."""

from collections.abc import Sequence

from shared.adapters.aws.clients import trouble_of_aws
from shared.adapters.sqs.connection import SqsConnection
from shared.adapters.sqs.settings import (
    DEAD_LETTERS,
    FIFO_QUEUE,
    FIFO_TOPIC,
    dead_letter_name,
    filter_policy,
    only_from,
    queue_attributes,
    queue_name,
    topic_name,
)
from shared.ports.transport import Subscription


def ensure_topology(connection: SqsConnection, subscriptions: Sequence[Subscription]) -> None:
    """Makes what is missing and sets what has changed; a filter that changed holds from now on."""
    topics = {
        topic: connection.sns.create_topic(Name=topic_name(connection.prefix, topic), Attributes=FIFO_TOPIC)["TopicArn"]
        for topic in sorted({subscription.topic for subscription in subscriptions})
    }
    for subscription in subscriptions:
        topic_arn = topics[subscription.topic]
        queue_arn = _ensure_queues(connection, subscription, topic_arn)
        _subscribe(connection, subscription, topic_arn, queue_arn)


def _ensure_queues(connection: SqsConnection, subscription: Subscription, topic_arn: str) -> str:
    dead = _ensure_queue(connection, dead_letter_name(connection.prefix, subscription.name))
    living = _ensure_queue(connection, queue_name(connection.prefix, subscription.name))
    dead_arn, living_arn = _arn(connection, dead), _arn(connection, living)
    connection.sqs.set_queue_attributes(QueueUrl=dead, Attributes=DEAD_LETTERS)
    attributes = queue_attributes(subscription, dead_letter_arn=dead_arn, policy=only_from(topic_arn, living_arn))
    connection.sqs.set_queue_attributes(QueueUrl=living, Attributes=attributes)
    return living_arn


def _ensure_queue(connection: SqsConnection, name: str) -> str:
    url: str = connection.sqs.create_queue(QueueName=name, Attributes=FIFO_QUEUE)["QueueUrl"]
    return url


def _arn(connection: SqsConnection, url: str) -> str:
    answer = connection.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    arn: str = answer["Attributes"]["QueueArn"]
    return arn


def _subscribe(connection: SqsConnection, subscription: Subscription, topic_arn: str, queue_arn: str) -> None:
    """With its attributes at once, so that nothing comes unfiltered in between; an older one gets them afterwards."""
    wanted = {"RawMessageDelivery": "true", "FilterPolicy": filter_policy(subscription)}
    place = {"TopicArn": topic_arn, "Protocol": "sqs", "Endpoint": queue_arn, "ReturnSubscriptionArn": True}
    try:
        connection.sns.subscribe(**place, Attributes=wanted)
    except trouble_of_aws() as other:
        if getattr(other, "response", {}).get("Error", {}).get("Code") != "InvalidParameter":
            raise
        existing = connection.sns.subscribe(**place)["SubscriptionArn"]
        for name, value in wanted.items():
            connection.sns.set_subscription_attributes(
                SubscriptionArn=existing, AttributeName=name, AttributeValue=value
            )
