"""How our topics and subscriptions are called and set up at SNS and SQS: FIFO, so that what has one key is in order."""

import json
from collections.abc import Mapping

from shared.ports.transport import Subscription

#: The one attribute that a message has there: names of all routing attributes, so that one of them can be asked for.
HOLDS = "holds"
#: A push is ended after so long, as everywhere else; who asks for it has answered by then, or will not.
PUSH_S = 60.0
#: While it is in hand nobody else is given a message: for longer than a push may take, so that none is pushed twice.
IN_HAND_S = 120
#: A look that finds nothing waits so long for something to come; more than that SQS does not offer.
LONG_POLL_S = 20
_DAY_S = 86_400
_RETAINED_S = 7 * _DAY_S
_DEAD_RETAINED_S = 14 * _DAY_S
_MOST_ATTEMPTS = 1_000


def topic_name(prefix: str, topic: str) -> str:
    return f"{prefix}-{topic.replace('.', '-')}.fifo"


def queue_name(prefix: str, subscription: str) -> str:
    return f"{prefix}-{subscription.replace('.', '-')}.fifo"


def dead_letter_name(prefix: str, subscription: str) -> str:
    """Names the queue of what died; by the redrive policy it comes there when it was received too often."""
    return f"{prefix}-{subscription.replace('.', '-')}-dlq.fifo"


def filter_policy(subscription: Subscription) -> str:
    """Gives what SNS compares; nothing, which is everything, when all are wanted."""
    return json.dumps({} if subscription.wants_all else {HOLDS: sorted(subscription.routing_attributes)})


def holds(attributes: Mapping[str, str]) -> list[str]:
    """Names the routing attributes among a message's attributes: those are marks, and say nothing but that they are."""
    return sorted(name for name, value in attributes.items() if value == "1" and not name.startswith("ce-"))


def queue_attributes(subscription: Subscription, *, dead_letter_arn: str, policy: str) -> dict[str, str]:
    """Gives what may be changed of a queue."""
    attempts = min(subscription.max_attempts, _MOST_ATTEMPTS)
    return {
        "VisibilityTimeout": str(IN_HAND_S),
        "MessageRetentionPeriod": str(_RETAINED_S),
        "RedrivePolicy": json.dumps({"deadLetterTargetArn": dead_letter_arn, "maxReceiveCount": attempts}),
        "Policy": policy,
    }


#: What a queue is made with and keeps: keys are deduplicated and throttled each by itself.
FIFO_QUEUE = {
    "FifoQueue": "true",
    "DeduplicationScope": "messageGroup",
    "FifoThroughputLimit": "perMessageGroupId",
}
FIFO_TOPIC = {"FifoTopic": "true", "FifoThroughputScope": "MessageGroup"}
DEAD_LETTERS = {"MessageRetentionPeriod": str(_DEAD_RETAINED_S)}


def only_from(topic_arn: str, queue_arn: str) -> str:
    """Gives the policy of a queue that its topic may send to, and nobody else."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue_arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": topic_arn}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
