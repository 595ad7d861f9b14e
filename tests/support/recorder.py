"""An endpoint that remembers what it acknowledged and refuses what it is told to refuse."""

import json
from collections.abc import Callable, Mapping, Sequence
from threading import RLock

from shared.adapters.cloudevents.binding import events_of
from shared.kernel.wire import routing_attribute, type_attribute
from shared.ports.transport import InboundMessage, OutboundMessage

TENANT = "0d5c0a52-3f0e-5f6a-9d5b-6f1f1f2a0001"
TOPIC = "sre.domain.facts.v1"
CREATED = "io.ameide.sre.fact.incident-created.v1"
INGESTED = "io.ameide.sre.fact.alert-ingested.v1"


def message(
    name: str,
    key: str,
    *,
    event_type: str = CREATED,
    topic: str = TOPIC,
    tenant: str = TENANT,
    holds: Sequence[str] = ("incident",),
    facts: Sequence[str] = (),
) -> OutboundMessage:
    """``holds``: the aggregate types that it says it has events of; ``facts``: the types of process facts."""
    return OutboundMessage(
        topic=topic,
        ordering_key=key,
        attributes={
            "ce-specversion": "1.0",
            "ce-id": name,
            "ce-type": event_type,
            "ce-source": "/sre/test",
            "ce-subject": f"{holds[0]}/1",
            "ce-tenantid": tenant,
            "Content-Type": "application/json",
            **dict.fromkeys([*map(routing_attribute, holds), *map(type_attribute, facts)], "1"),
        },
        data=json.dumps({"name": name}).encode(),
    )


def names_in(attributes: Mapping[str, str], data: bytes) -> list[str]:
    inner = {name[3:]: value for name, value in attributes.items() if name.startswith("ce-")}
    return [str(event["id"]) for event in events_of(inner, data)]


class Recorder:
    """Names of acknowledged events in order; ``refuse(name)`` says no to whatever holds that event."""

    def __init__(self, refuse: Callable[[str], bool] = lambda _name: False) -> None:
        self.refuse = refuse
        self.acknowledged: list[str] = []
        self.pushes: list[InboundMessage] = []
        self._lock = RLock()

    def push(self, message: InboundMessage) -> bool:
        names = names_in(message.attributes, message.data)
        with self._lock:
            self.pushes.append(message)
            if any(self.refuse(name) for name in names):
                return False
            self.acknowledged += names
        return True

    def of(self, prefix: str) -> list[str]:
        with self._lock:
            return [name for name in self.acknowledged if name.startswith(prefix)]


class Calling:
    """Acknowledges after doing something in the middle of a push."""

    def __init__(self, action: Callable[[], object]) -> None:
        self._action = action

    def push(self, message: InboundMessage) -> bool:
        del message
        self._action()
        return True
