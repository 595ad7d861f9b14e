"""Names on the wire, derived from class names so that the two cannot drift."""

import re
from functools import cache
from zlib import crc32

from shared.kernel.message import Fact, Intent, Message, ProcessFact

INTENTS_TOPIC = "sre.domain.intents.v1"
FACTS_TOPIC = "sre.domain.facts.v1"
PROCESS_FACTS_TOPIC = "sre.process.facts.v1"
#: Another system's: its backlog, and what else it writes down.
TRANSFORMATION_FACTS_TOPIC = "transformation.domain.facts.v1"
BATCH_TYPE = "io.ameide.sre.batch.v1"

#: Ordering lanes per tenant: a lane keeps the order of every aggregate in it and fills batches (ADR 0004).
LANES = 16

_LANE = re.compile(r"lane-..")
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def kebab(name: str) -> str:
    """``SLIWindowRecorded`` → ``sli-window-recorded``."""
    return _CAPITAL.sub("-", name).lower()


def wire_name(message: type[Message]) -> str:
    """The name people use: intents end in ``Requested``, facts are called what they are."""
    return f"{message.__name__}Requested" if issubclass(message, Intent) else message.__name__


@cache
def wire_type(message: type[Message]) -> str:
    """The CloudEvents ``type``."""
    kind = "intent" if issubclass(message, Intent) else "process-fact" if issubclass(message, ProcessFact) else "fact"
    return f"io.ameide.sre.{kind}.{kebab(wire_name(message))}.v1"


def wake_topic(name: str) -> str:
    """Names the topic whose messages, which say nothing, wake whoever has this name."""
    return f"sre.wakes.{name}.v1"


def topic_of(message: type[Message]) -> str:
    if issubclass(message, Intent):
        return INTENTS_TOPIC
    if issubclass(message, ProcessFact):
        return PROCESS_FACTS_TOPIC
    if issubclass(message, Fact):
        return FACTS_TOPIC
    raise TypeError(f"{message.__name__} is neither an intent nor a fact")


def partition_key(tenant_id: object, aggregate_type: str, aggregate_id: str) -> str:
    """What must stay in order: the messages of one aggregate."""
    return f"{tenant_id}/{aggregate_type}/{aggregate_id}"


def lane_of(partition: str) -> int:
    """Which of the tenant's lanes carries this aggregate; stable across processes and releases."""
    return crc32(partition.encode()) % LANES


def flow_of(ordering_key: str) -> str:
    """Which of a tenant's messages wait for their turn together: those of one source; all lanes are one.

    The middle of ``tenant/source/…``; the embedded transport's tables say the same in SQL.
    """
    flow = ordering_key.split("/")[1] if "/" in ordering_key else ""
    return "" if _LANE.fullmatch(flow) else flow


def routing_attribute(aggregate_type: str) -> str:
    """Attribute that a message has when an event of this aggregate type is inside: brokers route by it.

    ``correlation_rule`` → ``correlation-rule``: it becomes an HTTP header, which has no underscores.
    """
    return aggregate_type.replace("_", "-")


def type_attribute(event_type: str) -> str:
    """Attribute that a message has when a process fact of this CloudEvents type is inside: brokers route by it too.

    ``io.ameide.sre.process-fact.remediation-proposed.v1`` → ``remediation-proposed``.
    """
    return event_type.split(".")[-2]


def lane_key(tenant_id: object, lane: int) -> str:
    """The broker's ordering key."""
    return f"{tenant_id}/lane-{lane:02d}"
