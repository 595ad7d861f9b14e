"""How a subscription of ours is set up at Pub/Sub: the emulator's adapter and what Terraform reads say it from here."""

from datetime import timedelta

from shared.ports.transport import Subscription

_FILTER_LIMIT = 256
_LEAST_ATTEMPTS, _MOST_ATTEMPTS = 5, 100
#: How long a message waits at most, also in a dead-letter subscription.
RETENTION = timedelta(days=7)
#: A push that takes longer is delivered again; no handler may run longer than half of it.
ACK_DEADLINE_S = 600
DEAD_LETTER_ACK_DEADLINE_S = 60
#: How long a wake waits at most, which is the least that Pub/Sub takes: the clock has called since.
WAKE_RETENTION = timedelta(minutes=10)
#: Pauses between two deliveries of a wake that was refused.
WAKE_BACKOFF = (timedelta(seconds=1), timedelta(seconds=10))


def dead_letter_name(subscription: str) -> str:
    """Names the topic, and the subscription on it, that keep what died."""
    return f"{subscription}.dlq"


def filter_of(subscription: Subscription) -> str:
    """Has one of the routing attributes; nothing, which is everything, when all are wanted.

    Raises ValueError when Pub/Sub would not take the filter for its length.
    """
    expression = " OR ".join(f'attributes:"{name}"' for name in sorted(subscription.routing_attributes))
    if len(expression.encode()) > _FILTER_LIMIT:
        raise ValueError(f"the filter of {subscription.name} is longer than {_FILTER_LIMIT} bytes: {expression}")
    return expression


def delivery_attempts(subscription: Subscription) -> int:
    """Gives how often it is delivered before it is a dead letter, within what Pub/Sub takes."""
    return min(max(subscription.max_deliveries, _LEAST_ATTEMPTS), _MOST_ATTEMPTS)


def outlasts_s(first_pause_s: float, longest_pause_s: float, attempts: int) -> float:
    """Gives how many seconds of refusals a message survives: the sum of its pauses, each twice the one before."""
    return sum(min(longest_pause_s, first_pause_s * 2.0**pause) for pause in range(attempts - 1))
