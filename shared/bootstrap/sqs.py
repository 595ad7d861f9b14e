"""Wires the transport over SNS and SQS, for whoever takes messages out of queues and whoever sets them up."""

from functools import cache
from typing import TYPE_CHECKING

from shared.bootstrap.topology import SUBSCRIPTIONS
from shared.ports.heartbeat import Heartbeat
from shared.ports.transport import Endpoint, Subscription
from shared.settings import TransportSettings

if TYPE_CHECKING:
    from shared.adapters.sqs.connection import SqsConnection
    from shared.adapters.sqs.worker import SqsWorker


@cache
def sqs_connection() -> "SqsConnection":
    """Makes the connection of this process, as whoever the environment names (``AWS_…``)."""
    from shared.adapters.sqs.connection import SqsConnection  # noqa: PLC0415 - only where it carries the messages

    return SqsConnection(TransportSettings().sqs_prefix)


def build_worker(subscription: Subscription, endpoint: Endpoint, heartbeat: Heartbeat) -> "SqsWorker":
    from shared.adapters.sqs.worker import SqsWorker  # noqa: PLC0415 - as above

    return SqsWorker(sqs_connection(), subscription, endpoint, heartbeat=heartbeat)


def make_topology() -> None:
    """Makes what all subscriptions need, before anybody publishes. Raises TransportUnavailable."""
    from shared.adapters.sqs.connection import unavailable  # noqa: PLC0415 - as above
    from shared.adapters.sqs.topology import ensure_topology  # noqa: PLC0415 - as above

    with unavailable():
        ensure_topology(sqs_connection(), SUBSCRIPTIONS)
