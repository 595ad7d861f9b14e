"""What Pub/Sub will never take, found before a request so that one message does not fail its neighbours."""

from collections.abc import Mapping

from shared.ports.transport import OutboundMessage, PublishRefused

MAX_REQUEST_MESSAGES = 1_000
MAX_REQUEST_BYTES = 9_000_000
_MAX_MESSAGE_BYTES = 10_000_000
_MAX_ATTRIBUTES = 100
_MAX_NAME_BYTES = 256
_MAX_VALUE_BYTES = 1_024
_PER_MESSAGE_BYTES = 40


def weight(message: OutboundMessage) -> int:
    """Bytes on the wire, near enough."""
    attributes = sum(len(name) + len(value) + 8 for name, value in message.attributes.items())
    return len(message.data) + len(message.ordering_key) + attributes + _PER_MESSAGE_BYTES


def refusal(message: OutboundMessage) -> PublishRefused | None:
    if weight(message) > _MAX_MESSAGE_BYTES:
        return PublishRefused(f"{len(message.data)} bytes; the limit is {_MAX_MESSAGE_BYTES}")
    if not message.data and not message.attributes:
        return PublishRefused("neither data nor attributes")
    if len(message.ordering_key.encode()) > _MAX_VALUE_BYTES:
        return PublishRefused(f"ordering key longer than {_MAX_VALUE_BYTES} bytes")
    return _refused_attribute(message.attributes)


def _refused_attribute(attributes: Mapping[str, str]) -> PublishRefused | None:
    if len(attributes) > _MAX_ATTRIBUTES:
        return PublishRefused(f"{len(attributes)} attributes; the limit is {_MAX_ATTRIBUTES}")
    for name, value in attributes.items():
        if not name or name.startswith("goog") or len(name.encode()) > _MAX_NAME_BYTES:
            return PublishRefused(f"attribute name {name[:40]!r} is not allowed")
        if len(value.encode()) > _MAX_VALUE_BYTES:
            return PublishRefused(f"attribute {name!r} is longer than {_MAX_VALUE_BYTES} bytes")
    return None
